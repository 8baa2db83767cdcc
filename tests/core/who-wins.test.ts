import { DEFAULT_POLICIES } from '../../src/core/mapping';
import { HOUR, MINUTE, SECOND } from '../../src/core/time';
import { running, SETTLE_MS } from './driver';

describe('what counts as a change', () => {
  it('[WW1] takes an observed state that differs from the settled one for a change', () => {
    const turn = running('Ready', 'Available').vcc('Lunch');
    expect(turn.verdicts).toEqual(['taken agent-changed']);
  });

  it('[WW1] drops a newer stamp of the same agent state', () => {
    const turn = running('Ready', 'Available').vcc('Ready');
    expect(turn.verdicts).toEqual(['dropped same-state']);
    expect(turn.calls).toEqual([]);
  });

  it('[WW1] takes a newer stamp of the same state for a change where a Teams change waits', () => {
    const link = running('Lunch', 'Away');
    link.answerNext({ kind: 'retry', afterMs: 20 * SECOND, reason: '429' });
    link.teams('Available');
    link.wait(5 * SECOND);
    const turn = link.vcc('Lunch');
    expect(turn.verdicts).toEqual(['taken vcc-newer']);
    expect(turn.calls).not.toContain('set presence Ready');
    expect(link.pass(MINUTE).calls).not.toContain('set presence Ready');
  });
});

describe('an agent who has been away and back unseen', () => {
  it('[WW1][WW2] has chosen, where a Teams change is seen whose span holds the newer stamp', () => {
    const link = running('Lunch', 'Away');
    link.wait(2 * SECOND);
    expect(link.vcc('Lunch').verdicts).toEqual(['dropped same-state']);
    link.wait(3 * SECOND);
    const turn = link.teams('Available');
    expect(turn.verdicts).toEqual(['dropped vcc-newer']);
    expect(turn.calls).toContain('setUserPreferredPresence Away/Away');
    expect(link.pass(MINUTE).calls).not.toContain('set presence Ready');
  });

  it('[WW1][WW2] has not, where Teams was changed later', () => {
    const link = running('Lunch', 'Away');
    link.vcc('Lunch');
    link.wait(10 * SECOND);
    link.presenceFact('Away');
    link.wait(2 * SECOND);
    expect(link.teams('Available').calls).toContain('set presence Ready');
  });
});

describe('the newest change', () => {
  it('[WW2] writes a newer Teams change to VCC', () => {
    const link = running('Ready', 'Available');
    const turn = link.teams('DoNotDisturb');
    expect(turn.calls).toEqual(['read presence', 'set presence Away']);
    expect(turn.verdicts).toEqual(['taken teams-changed']);
  });

  it('[WW2] lets VCC win where its stamp lies within the span of the Teams change', () => {
    const link = running('Ready', 'Available');
    link.wait(SECOND);
    const changed = link.agentFact('Extended Away');
    link.wait(SECOND);
    const turn = link.turn(link.presenceFact('DoNotDisturb'), changed);
    expect(turn.verdicts).toEqual(['taken agent-changed', 'dropped vcc-newer']);
    expect(turn.calls).not.toContain('set presence Away');
    expect(link.state.agent.settled?.state.name).toBe('Extended Away');
  });

  it('[WW2] allows five seconds of lag before the reading that came before', () => {
    const link = running('Ready', 'Available');
    const changed = link.agentFact('Ready (Outbound)', link.now - 4 * SECOND);
    const turn = link.turn(changed, link.presenceFact('DoNotDisturb'));
    expect(turn.verdicts).toEqual(['taken agent-changed', 'dropped vcc-newer']);
    expect(turn.calls).not.toContain('set presence Away');
  });

  it('[WW2] lets Teams win where the stamp lies before those five seconds', () => {
    const link = running('Ready', 'Available');
    const changed = link.agentFact('Ready (Outbound)', link.now - 6 * SECOND);
    const turn = link.turn(changed, link.presenceFact('DoNotDisturb'));
    expect(turn.verdicts).toEqual(['taken agent-changed', 'taken teams-changed']);
    expect(turn.calls).toEqual(['read presence', 'set presence Away']);
  });

  it('[WW2] lets VCC win a tie', () => {
    const link = running('Ready', 'Available');
    const changed = link.agentFact('Ready (Outbound)', link.now - 5 * SECOND);
    const turn = link.turn(changed, link.presenceFact('DoNotDisturb'));
    expect(turn.verdicts).toEqual(['taken agent-changed', 'dropped vcc-newer']);
  });

  it('[WW2] lets Teams win where the VCC stamp is older than the span', () => {
    const link = running('Lunch', 'Away');
    link.turn(link.agentFact('Ready', link.now - 20 * SECOND));
    link.confirmOnly('Available');
    link.wait(30 * SECOND);
    link.presenceFact('Available');
    link.wait(2 * SECOND);
    expect(link.teams('DoNotDisturb').calls).toContain('set presence Away');
  });

  it('[WW2][EC4] dates a change seen in a settling time from its first sight', () => {
    const link = running('Ready', 'Available');
    link.vcc('Lunch');
    link.wait(2 * SECOND);
    link.teams('DoNotDisturb');
    link.pass(SETTLE_MS);
    expect(link.vccSays.state.name).toBe('Lunch');
  });

  it('[WW3] does not write to Teams what a person chose in Teams', () => {
    const link = running('Ready', 'Available');
    link.teams('DoNotDisturb');
    expect(link.pass(HOUR).calls).toEqual([]);
  });

  it('[WW3] does not write to VCC what the agent chose in VCC', () => {
    const link = running('Ready', 'Available');
    const turn = link.vcc('Lunch');
    link.confirm();
    expect([...turn.calls, ...link.pass(HOUR).calls]).not.toContainEqual(
      expect.stringMatching(/^set presence/),
    );
  });
});

describe('in step', () => {
  it('[WW4] writes nothing for a Teams change whose image is the agent state', () => {
    const link = running('Away', 'Away');
    const turn = link.teams('DoNotDisturb');
    expect(turn.calls).toEqual([]);
    expect(turn.verdicts).toEqual(['dropped in-step']);
  });

  it('[WW4] writes nothing for a Teams change that is the image of the agent state', () => {
    const link = running('Away', 'DoNotDisturb');
    link.turn(link.agentFact('Extended Away'));
    link.confirm();
    link.wait(30 * SECOND);
    link.teams('Away');
    const turn = link.teams('BeRightBack');
    expect(turn.calls).toContain('set presence Away');
    link.wait(30 * SECOND);
    expect(link.teams('Away').verdicts).toEqual(['dropped in-step']);
  });

  it('[WW4] holds the presence of a VCC change even if Teams shows it already', () => {
    const link = running('Away', 'Away');
    expect(link.vcc('Lunch').calls).toEqual([
      'setUserPreferredPresence Away/Away',
      'setPresence Away/Away',
    ]);
  });

  it('[WW4] leaves two sides in step as they are when the link begins', () => {
    const link = running('Away', 'DoNotDisturb');
    expect(link.state.phase).toBe('running');
    expect(link.state.meant).toBeNull();
  });
});

describe('orders', () => {
  it('[WW5] sets the state in VCC without looking first and shows it in Teams', () => {
    const turn = running('Ready', 'Available').orderState('Lunch');
    expect(turn.calls).toEqual([
      'set presence Lunch',
      'setUserPreferredPresence Away/Away',
      'setPresence Away/Away',
    ]);
    expect(turn.verdicts).toEqual(['taken ordered']);
  });

  it('[WW5] sends an order during an interaction', () => {
    const link = running('Ready', 'Available');
    link.channel('connected');
    expect(link.orderState('Lunch').calls).toContain('set presence Lunch');
  });

  it('[WW5] says that VCC does not take it only after VCC refused', () => {
    const link = running('Ready', 'Available');
    link.channel('connected');
    link.answerNext({ kind: 'refused', status: 409, reason: 'on a call' });
    const turn = link.orderState('Lunch');
    expect(turn.decided).toEqual(['ordered', 'vcc-refused']);
    expect(link.state.notice?.code).toBe('vcc-refused');
  });

  it('[WW1][WW5] takes a newer stamp of the same state for a change where an order waits', () => {
    const link = running('Lunch', 'Away');
    link.answerNext({ kind: 'retry', afterMs: 20 * SECOND, reason: '429' });
    link.orderState('Ready');
    link.wait(5 * SECOND);
    expect(link.vcc('Lunch').verdicts).toEqual(['taken vcc-newer']);
    expect(link.pass(MINUTE).calls).not.toContain('set presence Ready');
  });

  it('[WW5] an order given while the one before is on its way is carried out after it', () => {
    const link = running('Ready', 'Available');
    const at = link.now + 10;
    link.answerNext((action, one) => {
      one.wait(50);
      if (action.kind === 'set-agent') one.silently(action.target.name);
      return { kind: 'done', agent: one.vccSays };
    });
    link.orderState('Lunch');
    link.wait(SECOND);
    expect(link.orderState('Extended Away', at).verdicts).toEqual(['taken ordered']);
    expect(link.vccSays.state.name).toBe('Extended Away');
  });

  it('[WW5] lets the newer of two orders win, whichever arrives first', () => {
    const link = running('Ready', 'Available');
    link.answerNext({ kind: 'retry', afterMs: 20 * SECOND, reason: '429' });
    link.orderState('Lunch');
    expect(link.orderState('Extended Away', link.now - SECOND).verdicts).toEqual([
      'dropped not-newer',
    ]);
    expect(link.pass(30 * SECOND).calls).toContain('set presence Lunch');
  });

  it('[WW5] drops an order that is older than a change in VCC', () => {
    const link = running('Ready', 'Available');
    const orderedAt = link.now;
    link.wait(10 * SECOND);
    link.vcc('Extended Away');
    const turn = link.orderState('Lunch', orderedAt);
    expect(turn.verdicts).toEqual(['dropped superseded']);
    expect(turn.calls).toEqual([]);
  });

  it('[WW5][WW2] keeps an order that waits against a Teams change of the same span', () => {
    const link = running('Ready', 'Available');
    link.answerNext({ kind: 'retry', afterMs: 20 * SECOND, reason: '429' });
    link.orderState('Lunch');
    link.wait(SECOND);
    link.teams('Busy');
    expect(link.pass(MINUTE).calls).toContain('set presence Lunch');
    expect(link.vccSays.state.name).toBe('Lunch');
  });

  it('[WW5] gives way to a Teams change that is newer than the order that waits', () => {
    const link = running('Ready', 'Available');
    link.answerNext({ kind: 'retry', afterMs: 40 * SECOND, reason: '429' });
    link.orderState('Lunch');
    link.pass(20 * SECOND);
    link.teams('Busy');
    link.pass(MINUTE);
    expect(link.vccSays.state.name).toBe('Extended Away');
  });
});

describe('overlays', () => {
  it('[WW6] shows Busy for an interaction and gives back Available', () => {
    const link = running('Ready', 'Available');
    expect(link.channel('alerted').calls).toEqual([
      'setUserPreferredPresence Busy/Busy',
      'setPresence Away/Away',
    ]);
    link.confirm();
    link.wait(MINUTE);
    expect(link.channel('ended').calls).toEqual([
      'setPresence Available/Available',
      'clearUserPreferredPresence',
    ]);
  });

  it('[WW6] gives back a hand-set Do not disturb that was in step with Away', () => {
    const link = running('Away', 'DoNotDisturb');
    link.channel('connected');
    link.confirm();
    link.wait(MINUTE);
    expect(link.channel('ended').calls).toContain(
      'setUserPreferredPresence DoNotDisturb/DoNotDisturb',
    );
  });

  it('[WW6] gives back what was meant though Teams had not shown it yet', () => {
    const link = running('Ready', 'Available');
    link.vcc('Lunch');
    link.wait(SECOND);
    link.channel('alerted');
    link.confirm();
    link.wait(MINUTE);
    expect(link.channel('ended').calls).toContain('setUserPreferredPresence Away/Away');
  });

  it('[WW6] gives back the state the agent chose during the interaction', () => {
    const link = running('Ready', 'Available');
    link.channel('connected');
    link.confirm();
    link.wait(10 * SECOND);
    expect(link.vcc('Lunch').calls).toEqual([]);
    link.wait(10 * SECOND);
    expect(link.channel('ended').calls).toContain('setUserPreferredPresence Away/Away');
  });

  it('[WW6][MP1] shows the agent’s choice after an interaction that a blank row leaves alone', () => {
    const { mapping } = running('Ready', 'Available').terms;
    const rows = mapping.agentToPresence.rows.map((row) =>
      'occupancy' in row.when ? { ...row, shows: null } : row,
    );
    const quiet = { ...mapping, agentToPresence: { enabled: true, rows } };
    const link = running('Ready', 'Available', { mapping: quiet });
    expect(link.channel('connected').calls).toEqual([]);
    link.wait(10 * SECOND);
    expect(link.vcc('Lunch').calls).toEqual([]);
    link.wait(10 * SECOND);
    expect(link.channel('ended').calls).toContain('setUserPreferredPresence Away/Away');
  });

  it('[WW6][MP1] gives back the old base where the agent’s choice has a blank row', () => {
    const { mapping } = running('Ready', 'Available').terms;
    const row = { when: { presenceId: 'p-lunch' }, shows: null };
    const rows = [...mapping.agentToPresence.rows, row];
    const quiet = { ...mapping, agentToPresence: { enabled: true, rows } };
    const link = running('Ready', 'Available', { mapping: quiet });
    link.channel('connected');
    link.confirm();
    link.vcc('Lunch');
    link.wait(10 * SECOND);
    expect(link.channel('ended').calls).toContain('clearUserPreferredPresence');
  });

  it('[WW6] releases at the end of an interaction in which the agent logged out', () => {
    const link = running('Ready', 'Available');
    link.channel('connected');
    link.confirm();
    link.vcc('Logged Out');
    link.wait(10 * SECOND);
    expect(link.channel('ended').calls).toEqual(['clearPresence', 'clearUserPreferredPresence']);
  });

  it('[WW6] lets a change by hand during an interaction stand until it ends', () => {
    const link = running('Ready', 'Available');
    link.channel('connected');
    link.confirm();
    link.wait(30 * SECOND);
    link.presenceFact('Busy');
    link.wait(2 * SECOND);
    expect(link.teams('DoNotDisturb').calls).toEqual([]);
    expect(link.pass(10 * MINUTE).calls).toEqual([]);
    expect(link.channel('ended').calls).toEqual(['read presence', 'set presence Away']);
  });

  it('[WW6] moves nothing for the rest of a call once the agent has spoken', () => {
    const link = running('Ready', 'Available');
    link.teams('Busy/InACall');
    link.wait(30 * SECOND);
    link.vcc('Ready');
    link.vcc('Ready (Outbound)');
    link.presenceFact('Busy/InACall');
    link.wait(SETTLE_MS);
    link.teams('Busy/InAConferenceCall');
    link.wait(30 * SECOND);
    const turns = [link.teams('DoNotDisturb/Presenting'), link.teams('Available')];
    expect(
      turns.flatMap((one) => one.calls).filter((one) => one.startsWith('set presence')),
    ).toEqual([]);
    expect(link.vccSays.state.name).toBe('Ready (Outbound)');
  });

  it('[WW6] takes a meeting for an overlay where policy lets it move nobody', () => {
    const link = running('Ready', 'Available');
    expect(link.teams('Busy/InAMeeting').verdicts).toEqual(['dropped overlay-moves-nobody']);
    link.wait(30 * MINUTE);
    const over = link.teams('Available');
    expect(over.calls).toEqual([]);
    expect(over.verdicts).toEqual(['taken call-ended']);
  });

  it('[WW6] moves nothing for a call seen during an interaction that ends with it', () => {
    const link = running('Ready', 'Available');
    link.channel('alerted');
    link.teams('Busy/InACall');
    link.pass(MINUTE);
    link.channel('ended');
    link.wait(2 * SECOND);
    link.teams('Available');
    link.pass(MINUTE);
    expect(link.calls.filter((one) => one.startsWith('set presence'))).toEqual([]);
  });

  it('[WW6] lets a call that outlasts the interaction move the agent a settling time later', () => {
    const link = running('Ready', 'Available');
    link.channel('alerted');
    link.pass(2 * SECOND);
    link.teams('Busy/InACall');
    link.pass(MINUTE);
    link.channel('ended');
    const before = link.pass(SETTLE_MS - 2 * SECOND).calls;
    expect(before.filter((one) => one.startsWith('set presence'))).toEqual([]);
    expect(link.pass(MINUTE).calls).toContain('set presence Extended Away');
  });

  it('[WW6] comes back to Ready when a call moves nobody by policy', () => {
    const policies = { ...DEFAULT_POLICIES, callsMove: false };
    const link = running('Ready', 'Available', { policies });
    expect(link.teams('Busy/InACall').calls).toEqual([]);
    link.wait(MINUTE);
    expect(link.teams('Available').calls).toEqual([]);
  });
});
