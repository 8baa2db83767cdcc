import { HOUR, MINUTE, SECOND } from '../../src/core/time';
import { holding, running, SETTLE_MS } from './driver';
import type { Driver } from './driver';

/** States set in VCC by the calls. */
function moves(calls: readonly string[]): readonly string[] {
  return calls.filter((one) => one.startsWith('set presence'));
}

describe('interactions', () => {
  it.each([
    'alerted',
    'connected',
    'held',
    'retrieved',
    'parked',
    'unparked',
    'interrupted',
    'resumed',
  ])('[GD1] counts a channel that is %s as engaged', (phase) => {
    const link = running('Ready', 'Available');
    expect(link.channel(phase).verdicts).toEqual(['taken interaction-began']);
    expect(moves(link.teams('DoNotDisturb').calls)).toEqual([]);
  });

  it.each(['disconnected', 'wrapstarted'])('[GD1] counts %s as wrapping up', (phase) => {
    const link = running('Ready', 'Available');
    link.channel('connected');
    link.wait(MINUTE);
    expect(link.channel(phase).verdicts).toEqual(['dropped channel-noted']);
    expect(link.state.occupancy.channels['call-1']?.phase).toBe('wrapping-up');
    expect(link.state.teams.base).not.toBeNull();
  });

  it.each(['ended', 'connectionfailed'])('[GD1] is free after %s', (phase) => {
    const link = running('Ready', 'Available');
    link.channel('alerted');
    link.wait(SECOND);
    expect(link.channel(phase).verdicts).toEqual(['taken interaction-ended']);
  });

  it('[GD1] stays busy until the last of several channels has ended', () => {
    const link = running('Ready', 'Available');
    link.channel('connected', 'call-1');
    link.channel('connected', 'chat-2');
    link.wait(MINUTE);
    expect(link.channel('ended', 'call-1').verdicts).toEqual(['dropped channel-noted']);
    link.channel('wrapstarted', 'chat-2');
    link.wait(MINUTE);
    expect(link.channel('ended', 'chat-2').verdicts).toEqual(['taken interaction-ended']);
  });

  it('[GD1] keeps each channel as a stream of its own', () => {
    const link = running('Ready', 'Available');
    link.channel('ended', 'call-1');
    const late = link.channelFact('connected', 'chat-2', link.now - SECOND);
    const late1 = link.channelFact('connected', 'call-1', link.now - SECOND);
    expect(link.turn(late1, late).verdicts).toEqual([
      'dropped not-newer',
      'taken interaction-began',
    ]);
  });

  it.each(['alerted', 'connected'])(
    '[GD1] takes a channel whose id is used again for a new one: %s after its end',
    (phase) => {
      const link = running('Ready', 'Available');
      link.channel('connected');
      link.pass(MINUTE);
      link.channel('ended');
      link.pass(MINUTE);
      expect(link.channel(phase).verdicts).toEqual(['taken interaction-began']);
      expect(link.channel('ended', 'call-1', link.now + 1).verdicts).toEqual([
        'taken interaction-ended',
      ]);
    },
  );

  it('[GD1] takes no channel for begun again by a stamp within a second of its end', () => {
    const link = running('Ready', 'Available');
    link.channel('connected');
    link.channel('ended', 'call-1', link.now + 1);
    const late = link.channelFact('connected', 'call-1', link.now + 500);
    expect(link.turn(late).verdicts).toEqual(['dropped not-newer']);
    link.pass(5 * SECOND);
    expect(link.channel('connected').verdicts).toEqual(['taken interaction-began']);
  });

  it('[GD1] takes what the stats reported for the channel whose id is used again', () => {
    const link = running('Ready', 'Available');
    link.channel('connected');
    link.channel('ended', 'call-1', link.now + 1);
    link.pass(MINUTE);
    link.workload('engaged');
    link.pass(SECOND);
    link.channel('connected');
    link.pass(MINUTE);
    expect(link.channel('ended').verdicts).toEqual(['taken interaction-ended']);
  });

  it.each(['held', 'disconnected', 'wrapstarted', 'ended'])(
    '[GD1] begins no channel again by %s',
    (phase) => {
      const link = running('Ready', 'Available');
      link.channel('connected');
      link.channel('ended', 'call-1', link.now + 1);
      link.pass(MINUTE);
      expect(link.channel(phase).verdicts).toEqual(['dropped not-newer']);
    },
  );

  it('[GD1] does not let a late event revive an ended channel', () => {
    const link = running('Ready', 'Available');
    link.channel('connected');
    link.wait(MINUTE);
    link.channel('ended');
    link.wait(SECOND);
    expect(link.channel('disconnected').verdicts).toEqual(['dropped not-newer']);
  });

  it('[GD1] ends an interaction whose end was lost when the stats say free', () => {
    const link = running('Ready', 'Available');
    link.channel('connected');
    link.confirm();
    link.wait(MINUTE);
    expect(link.workload('free').calls).toContain('clearUserPreferredPresence');
  });

  it('[GD1] begins an interaction whose begin was lost when the stats say engaged', () => {
    const link = running('Ready', 'Available');
    expect(link.workload('engaged').calls).toContain('setUserPreferredPresence Busy/Busy');
    link.wait(MINUTE);
    expect(link.workload('wrapping-up').verdicts).toEqual(['dropped channel-noted']);
  });

  it('[GD1] judges a Teams change of the interaction when it ends', () => {
    const link = running('Ready', 'Available');
    link.channel('connected');
    link.confirm();
    link.pass(MINUTE);
    expect(link.teams('DoNotDisturb').verdicts).toEqual(['taken engaged']);
    link.pass(MINUTE);
    expect(moves(link.channel('ended').calls)).toEqual(['set presence Away']);
  });

  it('[GD1] probes at the end an Away that was set during the interaction', () => {
    const link = running('Ready', 'Available');
    link.channel('connected');
    link.confirm();
    link.pass(MINUTE);
    link.teams('Away');
    link.pass(MINUTE);
    expect(link.channel('ended').calls).toEqual(['setPresence Available/Available']);
  });

  it('[GD1] lets a VCC change during the interaction outdo an older Teams change', () => {
    const link = running('Ready', 'Available');
    link.channel('connected');
    link.confirm();
    link.pass(MINUTE);
    link.teams('DoNotDisturb');
    link.pass(MINUTE);
    link.vcc('Lunch');
    link.wait(SECOND);
    const turn = link.channel('ended');
    expect(moves(turn.calls)).toEqual([]);
    expect(turn.calls).toContain('setUserPreferredPresence Away/Away');
  });

  it('[GD1][WW6] does not take going idle during an interaction for a choice at its end', () => {
    const { mapping } = running('Ready', 'Available').terms;
    const rows = mapping.agentToPresence.rows.map((row) =>
      'occupancy' in row.when ? { ...row, shows: null } : row,
    );
    const quiet = { ...mapping, agentToPresence: { enabled: false, rows } };
    const link = running('Extended Away', 'Available', { mapping: quiet });
    link.channel('connected');
    link.wait(MINUTE);
    link.teams('Away');
    link.wait(MINUTE);
    expect(moves(link.channel('ended').calls)).toEqual([]);
  });

  it('[GD1] holds back what was decided when an interaction begins before it is written', () => {
    const link = running('Ready', 'Available');
    link.answerNext({ kind: 'retry', afterMs: 10 * SECOND, reason: '429' });
    link.teams('DoNotDisturb');
    link.channel('alerted');
    link.confirm();
    expect(moves(link.pass(MINUTE).calls)).toEqual([]);
    const { calls } = link.channel('ended');
    expect(calls).toContain('setUserPreferredPresence DoNotDisturb/DoNotDisturb');
    expect(moves(calls)).toEqual(['set presence Away']);
  });
});

describe('logged out', () => {
  it.each(['Available', 'Busy/InACall', 'DoNotDisturb', 'Away'])(
    '[GD2] logs nobody in for %s',
    (words) => {
      const link = running('Logged Out', 'BeRightBack');
      expect(moves(link.teams(words).calls)).toEqual([]);
      expect(moves(link.pass(HOUR).calls)).toEqual([]);
    },
  );

  it('[GD2] logs nobody in when the log-out is first seen by the look before the write', () => {
    const link = running('Lunch', 'Away');
    link.silently('Logged Out', link.now - 20 * SECOND);
    link.wait(2 * SECOND);
    const turn = link.teams('Available');
    expect(turn.calls).toEqual(['read presence']);
    expect(link.vccSays.state.name).toBe('Logged Out');
  });

  it('[GD2] sends an order, and says what VCC says', () => {
    const link = running('Logged Out', 'Available');
    link.answerNext({ kind: 'refused', status: 409, reason: 'not logged in' });
    const turn = link.orderState('Ready');
    expect(turn.calls).toEqual(['set presence Ready']);
    expect(link.state.notice?.code).toBe('vcc-refused');
  });
});

describe('an Away of a Ready agent', () => {
  it('[GD3] is probed, and keeps the agent Ready when Available shows again', () => {
    const link = running('Ready', 'Available');
    const turn = link.teams('Away');
    expect(turn.verdicts).toEqual(['taken probing']);
    expect(turn.calls).toEqual(['setPresence Available/Available']);
    link.wait(2 * SECOND);
    expect(link.teams('Available').verdicts).toEqual(['taken only-idle']);
    expect(moves(link.pass(MINUTE).calls)).toEqual([]);
  });

  it('[GD3] moves the agent when it still shows, and takes the probe’s session back', () => {
    const link = running('Ready', 'Available');
    link.teams('Away');
    const turn = link.pass(SETTLE_MS);
    expect(turn.calls).toEqual(['clearPresence', 'read presence', 'set presence Away']);
    expect(turn.decided).toContain('away-was-chosen');
  });

  it('[GD3] needs no probe beside a young Available session of ours', () => {
    const link = holding('Ready');
    expect(link.teams('Away').calls).toEqual(['read presence', 'set presence Away']);
  });

  it('[GD3] is probed beside an Available session of ours that is five minutes old', () => {
    const link = holding('Ready');
    link.wait(5 * MINUTE);
    expect(link.teams('Away').calls).toEqual(['setPresence Available/Available']);
  });

  it('[GD3] is probed beside a session of ours of unknown fate', () => {
    const link = running('Lunch', 'Away');
    link.answerNext({ kind: 'unknown', afterMs: SECOND, reason: 'timeout' });
    link.vcc('Ready');
    link.pass(4 * SECOND);
    expect(link.state.teams.session?.sure).toBe(false);
    expect(moves(link.pass(2 * MINUTE).calls)).toEqual([]);
  });

  it('[GD3] is probed beside an Available session whose renewal may not have arrived', () => {
    const link = holding('Ready');
    link.wait(5 * MINUTE);
    link.answerNext({ kind: 'unknown', afterMs: 5 * MINUTE, reason: 'timeout' });
    link.teams('AvailableIdle/Inactive');
    link.wait(MINUTE);
    expect(moves(link.teams('Away').calls)).toEqual([]);
    expect(link.state.probe).not.toBeNull();
  });

  it('[GD3] needs no probe beside a preferred state of ours', () => {
    const link = outboundAsBusy();
    link.pass(MINUTE);
    expect(link.teams('Away').calls).toEqual(['read presence', 'set presence Away']);
  });

  it('[GD3][EC5] stays Ready beside a preferred state of ours of unknown fate', () => {
    const link = outboundAsBusy();
    link.wait(50 * MINUTE - 2 * SECOND);
    link.presenceFact('Busy');
    link.answerNext({ kind: 'unknown', afterMs: MINUTE, reason: 'timeout' });
    link.wait(2 * SECOND);
    link.turn();
    expect(link.state.teams.preferred?.sure).toBe(false);
    expect(moves(link.teams('Away').calls)).toEqual([]);
  });

  it('[GD3] proves nothing by a probe that may not have arrived, and repeats it', () => {
    const link = running('Ready', 'Available');
    link.answerNext({ kind: 'unknown', afterMs: SECOND, reason: 'timeout' });
    link.teams('Away');
    const turn = link.pass(SETTLE_MS + 2 * SECOND);
    expect(moves(turn.calls)).toEqual([]);
    expect(turn.calls).toContain('setPresence Available/Available');
  });

  it('[GD3] is probed each time', () => {
    const link = running('Ready', 'Available');
    for (let count = 0; count < 3; count += 1) {
      link.wait(20 * MINUTE);
      link.presenceFact('Available');
      link.wait(2 * SECOND);
      expect(link.teams('Away').calls).toEqual(['setPresence Available/Available']);
      link.wait(2 * SECOND);
      link.teams('Available');
    }
    expect(link.vccSays.state.name).toBe('Ready');
  });

  it('[GD3] drops the probe when the agent changes meanwhile', () => {
    const link = running('Ready', 'Available');
    link.teams('Away');
    link.wait(SECOND);
    link.vcc('Lunch');
    expect(moves(link.pass(MINUTE).calls)).toEqual([]);
  });

  it('[GD3] judges something else that shows after the probe as a change of its own', () => {
    const link = running('Ready', 'Available');
    link.teams('Away');
    link.wait(6 * SECOND);
    link.teams('DoNotDisturb');
    expect(moves(link.pass(SETTLE_MS).calls)).toEqual(['set presence Away']);
  });

  it('[GD3][EC6] probes an Away that comes back after Offline cut the probe short', () => {
    const link = running('Ready', 'Available');
    link.teams('Away');
    link.wait(2 * SECOND);
    link.teams('Offline');
    link.pass(6 * MINUTE);
    expect(link.teams('Away').verdicts).toEqual(['taken probing']);
  });

  it('[GD3][WW6] does not take an Away that was being probed for the base of an interaction', () => {
    const link = running('Ready', 'Available');
    link.teams('Away');
    link.wait(2 * SECOND);
    link.channel('alerted');
    link.confirm();
    link.pass(MINUTE);
    expect(link.channel('ended').calls).toEqual([
      'setPresence Available/Available',
      'clearUserPreferredPresence',
    ]);
  });

  it('[GD3] lets a Be right back pass for a choice, which idleness cannot show', () => {
    expect(moves(running('Ready', 'Available').teams('BeRightBack').calls)).toEqual([
      'set presence Away',
    ]);
  });
});

/** A Ready agent whose state we show as Busy, by a preferred state of ours. */
function outboundAsBusy(): Driver {
  const link = running('Ready', 'Available');
  const { mapping } = link.terms;
  const shows = { availability: 'Busy', activity: 'Busy' };
  const rows = [...mapping.agentToPresence.rows, { when: { presenceId: 'p-outbound' }, shows }];
  link.terms = { ...link.terms, mapping: { ...mapping, agentToPresence: { enabled: true, rows } } };
  link.vcc('Ready (Outbound)');
  link.confirm();
  return link;
}
