import { DEFAULT_MAPPING } from '../../src/core/mapping';
import { HOUR, MINUTE, SECOND } from '../../src/core/time';
import { holding, running, SETTLE_MS } from './driver';

describe('our own writing', () => {
  it('[EC1] drops the webhook that tells of our own write', () => {
    const link = running('Ready', 'Available');
    link.teams('DoNotDisturb');
    link.wait(SECOND);
    const turn = link.vcc('Away', link.vccSays.updatedAt);
    expect(turn.verdicts).toEqual(['dropped own-echo']);
    expect(turn.calls).toEqual([]);
  });

  it('[EC1] drops it though VCC stamps it a little later than it answered', () => {
    const link = running('Ready', 'Available');
    link.teams('DoNotDisturb');
    link.wait(SECOND);
    expect(link.vcc('Away').verdicts).toEqual(['dropped own-echo']);
    expect(link.state.meant).toBeNull();
  });

  it('[EC1] drops it though VCC’s clock is a little behind ours', () => {
    const link = running('Ready', 'Available');
    link.answerNext(
      (_, at) => ({ kind: 'done', agent: at.vccSays }),
      (_, at) => {
        at.silently('Away', at.now - 3 * SECOND);
        return { kind: 'done', agent: at.vccSays };
      },
    );
    link.teams('DoNotDisturb');
    link.wait(SECOND);
    expect(link.vcc('Away', link.now - 3 * SECOND).verdicts).toEqual(['dropped own-echo']);
  });

  it('[EC1] drops the reading that shows our own write', () => {
    const link = running('Ready', 'Available');
    link.vcc('Lunch');
    const turn = link.confirm();
    expect(turn.verdicts).toEqual(['dropped own-echo']);
    expect(turn.calls).toEqual([]);
  });

  it('[EC1] never walks an agent down the chain of the default tables', () => {
    const link = running('Ready', 'Available');
    link.channel('connected');
    link.confirm();
    link.pass(30 * MINUTE);
    link.channel('ended');
    link.confirm();
    link.pass(30 * MINUTE);
    expect(link.calls.filter((one) => one.startsWith('set presence'))).toEqual([]);
    expect(link.vccSays.state.name).toBe('Ready');
  });

  it('[EC1] looks at VCC at the deadline of a write of unknown fate, not before', () => {
    const link = running('Ready', 'Available');
    link.answerNext((_, at) => ({ kind: 'done', agent: at.vccSays }), {
      kind: 'unknown',
      afterMs: SECOND,
      reason: 'timeout',
    });
    link.teams('DoNotDisturb');
    expect(link.state.agent.doubt).not.toBeNull();
    expect(link.pass(SETTLE_MS - 2 * SECOND).calls).toEqual([]);
    expect(link.pass(4 * SECOND).calls[0]).toBe('read presence');
  });

  it('[EC1] still expects it when the process was down over the deadline', () => {
    const link = running('Ready', 'Available');
    link.answerNext((_, at) => ({ kind: 'done', agent: at.vccSays }), {
      kind: 'unknown',
      afterMs: SECOND,
      reason: 'timeout',
    });
    link.teams('DoNotDisturb');
    link.silently('Away');
    link.wait(HOUR);
    const turn = link.turn();
    expect(turn.calls).toEqual(['read presence']);
    expect(link.state.agent.settled?.state.name).toBe('Away');
    expect(link.state.meant).toBeNull();
  });

  it('[EC1] judges each stream by its own settle point', () => {
    const link = running('Ready', 'Available');
    link.vcc('Lunch', link.now + SECOND);
    const turn = link.turn(link.channelFact('connected', 'call-1', link.now));
    expect(turn.verdicts).toEqual(['taken interaction-began']);
  });

  it('[EC1] goes by sequenceNumber where there is one', () => {
    const link = running('Ready', 'Available');
    link.turn(link.presenceFact('Available', '20'));
    link.wait(SECOND);
    expect(link.turn(link.presenceFact('DoNotDisturb', '9')).verdicts).toEqual([
      'dropped not-newer',
    ]);
  });

  it('[EC2] judges what was seen of Teams during a write after the write has settled', () => {
    const link = running('Ready', 'Available');
    const readingOfThen = link.presenceFact('BeRightBack');
    link.wait(SECOND);
    link.vcc('Lunch');
    link.wait(SECOND);
    expect(link.turn(readingOfThen).verdicts).toEqual(['dropped unsettled']);
    expect(link.teams('Away').verdicts).toEqual(['dropped own-echo']);
  });

  it('[EC3] takes a call over our Busy for no change of a person', () => {
    const link = running('Ready', 'Available');
    link.channel('connected');
    link.wait(2 * SECOND);
    link.teams('Busy/InACall');
    const turn = link.pass(MINUTE);
    expect(turn.calls).toEqual([]);
    expect(link.state.meant?.stage).toBe('shown');
    expect(link.state.notice).toBeNull();
  });

  it('[EC3] takes a difference that is an image of the agent state for no change', () => {
    const link = holding('Lunch');
    expect(link.teams('BeRightBack').calls).toEqual(['read presence', 'set presence Away']);
    const other = holding('Away');
    expect(other.teams('BeRightBack').verdicts).toEqual(['dropped in-step']);
  });
});

describe('the settling time', () => {
  it('[EC4] leaves what stood before, still read in the settling time, unsettled', () => {
    const link = running('Ready', 'Available');
    link.vcc('Lunch');
    link.wait(2 * SECOND);
    const turn = link.turn(link.presenceFact('Available'));
    expect(turn.verdicts).toEqual(['dropped unsettled']);
    expect(turn.calls).toEqual([]);
  });

  it('[EC4] is over as soon as the expected state is seen', () => {
    const link = running('Ready', 'Available');
    link.vcc('Lunch');
    link.confirm();
    expect(link.state.teams.wait).toBeNull();
    expect(link.state.meant?.stage).toBe('shown');
  });

  it('[EC4] still mistrusts a lagging server for the rest of that time', () => {
    const link = running('Ready', 'Available');
    link.vcc('Lunch');
    link.confirm();
    link.wait(SECOND);
    const turn = link.teams('Available');
    expect(turn.verdicts).toEqual(['dropped unsettled']);
    link.wait(SECOND);
    link.teams('Away');
    link.pass(MINUTE);
    expect(link.vccSays.state.name).toBe('Lunch');
  });

  it('[EC4] judges by the first reading after the time, though it equals the last', () => {
    const link = running('Ready', 'Available');
    link.vcc('Lunch');
    link.pass(6 * SECOND);
    link.wait(SECOND);
    expect(link.teams('DoNotDisturb').verdicts).toEqual(['dropped unsettled']);
    expect(link.pass(SETTLE_MS).calls).toEqual(['read presence', 'set presence Away']);
  });

  it('[EC4] leaves what stood before a person’s change unsettled for six seconds', () => {
    const link = running('Ready', 'Available');
    link.teams('DoNotDisturb');
    link.wait(2 * SECOND);
    expect(link.teams('Available').verdicts).toEqual(['dropped unsettled']);
    link.wait(2 * SECOND);
    link.teams('DoNotDisturb');
    link.pass(MINUTE);
    expect(link.vccSays.state.name).toBe('Away');
  });

  it('[EC4] believes what stood before when it still shows after the six seconds', () => {
    const link = running('Ready', 'Available');
    link.teams('DoNotDisturb');
    link.wait(2 * SECOND);
    link.teams('Available');
    link.pass(10 * SECOND);
    expect(link.vccSays.state.name).toBe('Ready');
  });

  it('[EC4] believes it at once where sequenceNumber proves it newer', () => {
    const link = running('Ready', 'Available');
    link.turn(link.presenceFact('DoNotDisturb', '0000000001'));
    link.wait(2 * SECOND);
    const turn = link.turn(link.presenceFact('Available', '0000000002'));
    expect(turn.verdicts).toEqual(['taken teams-changed']);
  });

  it('[EC4] leaves what stood before a renewal unsettled for six seconds', () => {
    const link = holding('Lunch');
    link.now = (link.state.teams.preferred?.expiresAt ?? 0) - 5 * MINUTE;
    link.turn();
    expect(link.state.teams.stale?.presence?.availability).toBe('Away');
  });
});

describe('what we hold', () => {
  it('[EC5] takes the slot for a person’s once a settled reading shows something else', () => {
    const link = holding('Away');
    link.teams('DoNotDisturb');
    expect(link.state.teams.preferred).toBeNull();
    expect(link.pause().calls).toEqual(['clearPresence']);
  });

  it('[EC5] keeps the hold while the reading is unsettled', () => {
    const link = running('Ready', 'Available');
    link.vcc('Lunch');
    link.wait(SECOND);
    link.teams('DoNotDisturb');
    expect(link.state.teams.preferred).not.toBeNull();
  });

  it('[EC5] writes a hold of unknown fate again as if it were not there', () => {
    const link = running('Ready', 'Available');
    link.answerNext({ kind: 'unknown', afterMs: SECOND, reason: 'timeout' });
    link.vcc('Lunch');
    expect(link.pass(SETTLE_MS + 4 * SECOND).calls).toContain('setUserPreferredPresence Away/Away');
  });

  it('[EC5] clears a hold of unknown fate as if it were there', () => {
    const link = running('Ready', 'Available');
    link.answerNext({ kind: 'unknown', afterMs: SECOND, reason: 'timeout' });
    link.vcc('Lunch');
    expect(link.pause().calls).toContain('clearUserPreferredPresence');
  });

  it('[EC5] proves nothing by a hold of unknown fate about who set what shows', () => {
    const link = running('Ready', 'Available');
    link.vcc('Lunch');
    link.confirm();
    link.wait(MINUTE);
    link.answerNext({ kind: 'unknown', afterMs: SECOND, reason: 'timeout' });
    link.vcc('Ready');
    link.pass(MINUTE);
    expect(link.vccSays.state.name).toBe('Ready');
    expect(link.state.meant?.presence.availability).toBe('Available');
  });

  it('[EC5] does not clear on release what a person set', () => {
    const link = running('Away', 'DoNotDisturb');
    expect(link.pause().calls).toEqual([]);
  });
});

describe('nobody’s choice', () => {
  it('[EC6] moves nobody when something we held ran out', () => {
    const link = holding('Lunch');
    link.wait(HOUR + MINUTE);
    const turn = link.turn(link.presenceFact('Available'));
    expect(turn.verdicts).toEqual(['dropped hold-ended']);
    expect(turn.calls).not.toContain('set presence Ready');
    expect(link.vccSays.state.name).toBe('Lunch');
  });

  it('[EC6] moves nobody for Offline', () => {
    const link = running('Ready', 'Available');
    const turn = link.teams('Offline');
    expect(turn.verdicts).toEqual(['dropped offline']);
    expect(turn.calls).toEqual([]);
  });

  it('[EC6] compares what reappears after Offline with what stood before it', () => {
    const link = running('Ready', 'Available');
    link.teams('Offline');
    link.wait(HOUR);
    expect(link.teams('Available').verdicts).toEqual(['dropped same-state']);
    link.wait(MINUTE);
    link.teams('Offline');
    link.wait(MINUTE);
    expect(link.teams('DoNotDisturb').verdicts).toEqual(['taken teams-changed']);
  });

  it('[EC6] moves nobody by the first reading after a release', () => {
    const link = holding('Lunch');
    link.vcc('Logged Out');
    link.wait(MINUTE);
    link.teams('Available');
    link.wait(MINUTE);
    expect(link.vccSays.state.name).toBe('Logged Out');
    expect(link.state.teams.settled?.availability).toBe('Available');
  });

  it('[EC6] moves nobody by what lay beneath, though the pause is over before the first reading', () => {
    const link = holding('Lunch');
    link.pass(MINUTE);
    link.pause();
    link.wait(SECOND);
    link.give('resume');
    link.wait(SECOND);
    link.teams('Available');
    link.pass(MINUTE);
    expect(link.vccSays.state.name).toBe('Lunch');
  });

  it('[EC6] moves nobody by what lay beneath, though the agent is back before the first reading', () => {
    const link = holding('Lunch');
    link.vcc('Logged Out');
    link.wait(SECOND);
    link.vcc('Away');
    link.wait(SECOND);
    link.teams('Available');
    link.pass(MINUTE);
    expect(link.vccSays.state.name).toBe('Away');
  });

  it('[EC6] moves nobody when an agent off the queue goes idle and comes back', () => {
    const link = offQueueAndAvailable('Extended Away');
    expect(link.teams('Away').calls).toEqual([]);
    link.wait(20 * MINUTE);
    expect(link.teams('Available').calls).toEqual([]);
    expect(link.vccSays.state.name).toBe('Extended Away');
  });

  it('[EC6] moves nobody by it where Teams is not written to at all', () => {
    const agentToPresence = { ...DEFAULT_MAPPING.agentToPresence, enabled: false };
    const link = running('Extended Away', 'Available', {
      mapping: { ...DEFAULT_MAPPING, agentToPresence },
    });
    expect(link.teams('Away').verdicts).toEqual(['dropped idle-off-queue']);
    link.wait(20 * MINUTE);
    expect(link.teams('Available').verdicts).toEqual(['dropped idle-off-queue']);
    expect(link.calls).toEqual([]);
  });

  it('[EC6] moves nobody when going idle happens to be in step', () => {
    const link = offQueueAndAvailable('Away');
    expect(link.teams('Away').calls).toEqual([]);
    link.wait(20 * MINUTE);
    expect(link.teams('Available').calls).toEqual([]);
    expect(link.vccSays.state.name).toBe('Away');
  });

  it('[EC6] takes a second Available, after a choice in between, for a choice', () => {
    const link = offQueueAndAvailable('Extended Away');
    link.teams('Away');
    link.wait(20 * MINUTE);
    link.teams('Available');
    link.wait(MINUTE);
    link.teams('DoNotDisturb');
    link.wait(MINUTE);
    expect(link.teams('Available').calls).toContain('set presence Ready');
  });
});

/** What we held ran out while the agent was off the queue: the clients show Available. */
function offQueueAndAvailable(agent: 'Away' | 'Extended Away'): ReturnType<typeof running> {
  const link = holding(agent);
  link.wait(2 * HOUR);
  link.answerNext({ kind: 'refused', status: 400, reason: 'not now' });
  link.turn(link.presenceFact('Available'));
  link.wait(MINUTE);
  link.presenceFact('Available');
  return link;
}
