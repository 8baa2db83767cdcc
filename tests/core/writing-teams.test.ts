import { instrumentFor } from '../../src/core/instrument';
import { DEFAULT_MAPPING, DEFAULT_POLICIES } from '../../src/core/mapping';
import type { Mapping, PresencePair } from '../../src/core/mapping';
import { readPresence } from '../../src/core/presence';
import { HOUR, MINUTE, SECOND } from '../../src/core/time';
import { holding, running, SETTLE_MS } from './driver';
import type { Driver } from './driver';

/** The default tables, with Lunch shown as this pair. */
function lunchAs(availability: string, activity = availability): Mapping {
  const shows: PresencePair = { availability, activity };
  const { agentToPresence } = DEFAULT_MAPPING;
  const rows = [...agentToPresence.rows, { when: { presenceId: 'p-lunch' }, shows }];
  return { ...DEFAULT_MAPPING, agentToPresence: { enabled: true, rows } };
}

describe('instruments', () => {
  it.each([
    ['Available/Available', 'session'],
    ['Busy/InACall', 'session'],
    ['Busy/InAConferenceCall', 'session'],
    ['DoNotDisturb/Presenting', 'session'],
    ['Busy/Busy', 'preferred'],
    ['DoNotDisturb/DoNotDisturb', 'preferred'],
    ['BeRightBack/BeRightBack', 'preferred'],
    ['Away/Away', 'preferred'],
    ['Offline/OffWork', 'preferred'],
    ['Busy/InAMeeting', null],
    ['DoNotDisturb/Focusing', null],
  ])('[WT1] shows %s by %s', (words, instrument) => {
    const [availability = '', activity = ''] = words.split('/');
    const presence = readPresence(availability, activity);
    expect(presence && instrumentFor(presence)).toBe(instrument);
  });

  it('[WT1] sets Busy by the preferred slot and then the anchor session', () => {
    expect(running('Ready', 'Available').channel('alerted').calls).toEqual([
      'setUserPreferredPresence Busy/Busy',
      'setPresence Away/Away',
    ]);
  });

  it('[WT1] writes the session first, then clears the slot on the way back', () => {
    const link = running('Ready', 'Available');
    link.channel('alerted');
    link.confirm();
    link.wait(MINUTE);
    expect(link.channel('ended').calls).toEqual([
      'setPresence Available/Available',
      'clearUserPreferredPresence',
    ]);
  });

  it('[WT1] leaves the anchor standing between two preferred states', () => {
    const link = running('Ready', 'Available');
    link.channel('alerted');
    link.confirm();
    link.wait(MINUTE);
    link.vcc('Lunch');
    expect(link.channel('ended').calls).toEqual(['setUserPreferredPresence Away/Away']);
  });

  it('[WT1] shows a pair of a call by a session', () => {
    const link = running('Ready', 'Available', { mapping: lunchAs('Busy', 'InACall') });
    expect(link.vcc('Lunch').calls).toEqual(['setPresence Busy/InACall']);
  });

  it('[WT1] lets the anchor fade when a person takes the slot, and never renews it', () => {
    const link = holding('Away');
    expect(link.teams('DoNotDisturb').calls).toEqual([]);
    expect(link.state.teams.session).not.toBeNull();
    expect(link.pass(2 * HOUR).calls).toEqual([]);
  });
});

describe('a status set by hand', () => {
  it.each(['Busy', 'DoNotDisturb', 'BeRightBack'])(
    '[WT2] lifts %s in the same turn, since only a hand can have set it',
    (words) => {
      const link = running('Lunch', words, { mapping: standing(words) });
      expect(link.vcc('Ready').calls).toEqual([
        'setPresence Available/Available',
        'clearUserPreferredPresence',
      ]);
    },
  );

  it('[WT2] lifts an Away only after the settled reading shows that it stands', () => {
    const link = running('Lunch', 'Away');
    expect(link.vcc('Ready').calls).toEqual(['setPresence Available/Available']);
    const turn = link.pass(SETTLE_MS + 2 * SECOND);
    expect(turn.calls).toEqual(['clearUserPreferredPresence']);
    expect(link.state.meant?.lift).toBe('done');
  });

  it('[WT2] sets preferred Available as a last resort, and the record says so', () => {
    const link = running('Lunch', 'Away');
    link.vcc('Ready');
    link.pass(SETTLE_MS);
    link.pass(SETTLE_MS - 2 * SECOND);
    link.wait(2 * SECOND);
    const turn = link.teams('Away');
    expect(turn.calls).toEqual(['setUserPreferredPresence Available/Available']);
    expect(turn.record?.code).toBe('last-resort');
  });

  it('[WT2] gives up after the last resort', () => {
    const link = running('Lunch', 'Away');
    link.vcc('Ready');
    link.pass(MINUTE);
    expect(link.state.meant?.stage).toBe('not-taken');
    expect(link.pass(HOUR).calls).toEqual([]);
  });

  it('[WT2] keeps what the last resort made show, and takes it back when it is over', () => {
    const link = running('Lunch', 'Away');
    link.vcc('Ready');
    while (!link.calls.includes('setUserPreferredPresence Available/Available'))
      link.pass(2 * SECOND);
    link.confirm();
    expect(link.state.meant?.stage).toBe('shown');
    link.wait(MINUTE);
    expect(link.vcc('Lunch').calls[0]).toBe('setUserPreferredPresence Away/Away');
  });

  it('[WT2] lets it stand where policy respects it, and says so', () => {
    const policies = { ...DEFAULT_POLICIES, handSet: 'respect' as const };
    const link = running('Lunch', 'DoNotDisturb', { policies, mapping: standing('DoNotDisturb') });
    expect(link.vcc('Ready').calls).toEqual(['setPresence Available/Available']);
    expect(link.pass(HOUR).calls).toEqual([]);
    expect(link.state.notice?.code).toBe('own-status');
    expect(link.vccSays.state.name).toBe('Ready');
  });

  it('[WT2] stops saying so when the person takes it back', () => {
    const policies = { ...DEFAULT_POLICIES, handSet: 'respect' as const };
    const link = running('Lunch', 'DoNotDisturb', { policies, mapping: standing('DoNotDisturb') });
    link.vcc('Ready');
    link.pass(MINUTE);
    expect(link.teams('Available').calls).toEqual([]);
    expect(link.state.notice).toBeNull();
    expect(link.state.meant?.stage).toBe('shown');
  });

  it('[WT2] takes its place all the same on the agent’s order', () => {
    const policies = { ...DEFAULT_POLICIES, handSet: 'respect' as const };
    const link = running('Lunch', 'DoNotDisturb', { policies, mapping: standing('DoNotDisturb') });
    link.vcc('Ready');
    link.pass(MINUTE);
    expect(link.give('show-agent-state').calls).toContain('clearUserPreferredPresence');
  });

  it('[WT2] shows Available by a session, which calls can lie on', () => {
    const link = running('Lunch', 'Away');
    expect(link.vcc('Ready').calls).not.toContain('setUserPreferredPresence Available/Available');
  });
});

/** Tables that leave Lunch in step with this presence, so that it can have been set by hand. */
function standing(words: string): Mapping {
  const { presenceToAgent } = DEFAULT_MAPPING;
  const sets = { category: 'Away' as const, name: 'Lunch' };
  const rows = presenceToAgent.rows.map((row) =>
    row.when.availability === words ? { ...row, sets } : row,
  );
  return { ...DEFAULT_MAPPING, presenceToAgent: { enabled: true, rows } };
}

describe('ends and renewals', () => {
  it('[WT3] gives every hold an end of an hour from the start of its write', () => {
    const link = holding('Lunch');
    for (const hold of [link.state.teams.preferred, link.state.teams.session]) {
      expect(hold && hold.expiresAt - hold.writtenAt).toBe(HOUR);
    }
  });

  it('[WT3] counts from the start of a call that takes long', () => {
    const link = running('Ready', 'Available');
    const begun = link.now;
    link.answerNext((_, at) => {
      at.wait(9 * SECOND);
      return { kind: 'done' };
    });
    link.vcc('Lunch');
    expect(link.state.teams.preferred?.expiresAt).toBe(begun + HOUR);
  });

  it('[WT3] renews what is meant before its end, slot and anchor', () => {
    const link = holding('Lunch');
    expect(link.pass(45 * MINUTE).calls).toEqual([]);
    expect(link.pass(15 * MINUTE).calls).toEqual([
      'setUserPreferredPresence Away/Away',
      'setPresence Away/Away',
    ]);
  });

  it('[WT3] renews for a whole day without the agent’s moving', () => {
    const link = holding('Lunch');
    const { calls } = link.pass(8 * HOUR);
    expect(calls).toHaveLength(2 * 9);
    expect(link.vccSays.state.name).toBe('Lunch');
  });

  it('[WT3] does not renew what is no longer meant', () => {
    const link = holding('Away');
    link.teams('DoNotDisturb');
    expect(link.pass(3 * HOUR).calls).toEqual([]);
  });

  it('[WT3] takes a reading that shows it for proof of a write of unknown fate, not of its anchor', () => {
    const link = running('Ready', 'Available');
    link.answerNext({ kind: 'unknown', afterMs: SECOND, reason: 'timeout' });
    link.vcc('Lunch');
    expect(link.state.teams.preferred?.sure).toBe(false);
    expect(link.confirm().calls).toEqual(['setPresence Away/Away']);
    expect(link.state.teams.preferred?.sure).toBe(true);
  });

  it('[WT3] repeats a renewal of unknown fate', () => {
    const link = holding('Lunch');
    link.answerNext({ kind: 'unknown', afterMs: SECOND, reason: 'timeout' });
    const { calls } = link.pass(HOUR);
    expect(calls.filter((one) => one.startsWith('setUserPreferred'))).toHaveLength(2);
  });
});

describe('a write that does not show', () => {
  it('[WT4] is told once and not repeated', () => {
    const link = running('Ready', 'Available');
    const first = link.vcc('Lunch');
    expect(first.calls).toHaveLength(2);
    const turn = link.pass(SETTLE_MS);
    expect(turn.calls).toEqual([]);
    expect(turn.decided).toEqual(['not-taken']);
    expect(link.state.notice?.code).toBe('not-taken');
    expect(link.pass(2 * HOUR).calls).toEqual([]);
  });

  it('[WT4] is never taken for a change by a person', () => {
    const link = running('Ready', 'Available');
    link.vcc('Lunch');
    link.pass(2 * HOUR);
    expect(link.vccSays.state.name).toBe('Lunch');
  });

  it('[WT4] is tried again when something changes', () => {
    const link = running('Ready', 'Available');
    link.vcc('Lunch');
    link.pass(MINUTE);
    expect(link.vcc('Extended Away').calls).toContain('setUserPreferredPresence Away/Away');
  });

  it('[WT4] takes a third state at the end of the settling time for a change by a person', () => {
    const link = running('Ready', 'Available');
    link.vcc('Lunch');
    link.pass(6 * SECOND);
    link.wait(SECOND);
    link.teams('DoNotDisturb');
    link.pass(SETTLE_MS);
    expect(link.vccSays.state.name).toBe('Away');
  });

  it('[WT4] is not refused where a call lies on top', () => {
    const link = running('Ready', 'Available');
    link.channel('alerted');
    link.wait(2 * SECOND);
    link.teams('Busy/InACall');
    link.pass(MINUTE);
    expect(link.state.notice).toBeNull();
    expect(link.state.meant?.stage).toBe('shown');
  });

  it('[WT4] is not taken where the person is offline', () => {
    const link = running('Ready', 'Available');
    link.vcc('Lunch');
    link.wait(2 * SECOND);
    link.teams('Offline');
    link.pass(MINUTE);
    expect(link.state.meant?.stage).toBe('not-taken');
    expect(link.vccSays.state.name).toBe('Lunch');
  });

  it('[WT4] says what Graph said where it was refused outright', () => {
    const link = running('Ready', 'Available');
    link.answerNext({ kind: 'refused', status: 400, reason: 'no such pair' });
    const turn = link.vcc('Lunch');
    expect(turn.calls).toHaveLength(1);
    expect(turn.record?.sentence).toContain('no such pair');
    expect(link.pass(HOUR).calls).toEqual([]);
  });
});

describe('a hold that seemed to stand when its state was chosen again', () => {
  const later = { kind: 'retry', afterMs: 20 * SECOND, reason: '429' } as const;

  it('[WT4][EC5] is written anew where a reading shows that it does not, and is no refusal', () => {
    const link = running('Ready', 'Available');
    link.vcc('Lunch');
    link.wait(SECOND);
    link.answerNext(later);
    link.vcc('Ready');
    link.wait(SECOND);
    expect(link.vcc('Lunch').calls).toEqual([]);
    link.wait(SETTLE_MS);
    const turn = link.teams('Available');
    expect(turn.calls).toContain('setUserPreferredPresence Away/Away');
    expect(link.state.notice).toBeNull();
    link.wait(SETTLE_MS);
    expect(link.teams('Available').decided).toEqual(['not-taken']);
  });

  it('[EC1][WW2] takes for its own echo only what it has written', () => {
    const link = holding('Lunch');
    const away = link.state.teams.settled;
    if (!away) throw new Error('Nothing is shown.');
    const [from, until] = [link.now, link.now + SETTLE_MS];
    link.state.teams.wait = { expected: away, before: away, from, until, why: 'write' };
    link.answerNext(later);
    link.vcc('Ready');
    link.vcc('Lunch', link.now + 1);
    link.wait(2 * SETTLE_MS);
    const turn = link.teams('Available');
    expect(turn.verdicts).toEqual(['dropped vcc-newer']);
    expect(turn.calls).toContain('setUserPreferredPresence Away/Away');
  });
});

describe('an Available session', () => {
  it('[WT5] is not renewed while the person’s own clients show Available', () => {
    const link = holding('Ready');
    expect(link.pass(4 * HOUR).calls).toEqual([]);
  });

  it('[WT5] is renewed where they have gone idle', () => {
    const link = holding('Ready');
    link.wait(5 * MINUTE);
    expect(link.teams('AvailableIdle/Inactive').calls).toEqual(['setPresence Available/Available']);
  });

  it('[WT5] is not renewed again in the first four minutes after its write', () => {
    const link = holding('Ready');
    link.wait(MINUTE);
    expect(link.teams('AvailableIdle/Inactive').calls).toEqual([]);
  });

  it('[WT5] is renewed again each time it fades, and never moves the agent', () => {
    const link = holding('Ready');
    idleFor(link, 12);
    expect(link.calls.filter((one) => one !== 'setPresence Available/Available')).toEqual([]);
    expect(link.calls).toHaveLength(12);
    expect(link.vccSays.state.name).toBe('Ready');
  });

  it('[WT5] is written again for a change, once it has faded', () => {
    const link = holding('Ready');
    link.wait(6 * MINUTE);
    link.answerNext({ kind: 'retry', afterMs: MINUTE, reason: '429' });
    link.teams('Away');
    link.wait(2 * SECOND);
    const { calls } = link.vcc('Ready (Outbound)');
    expect([...calls, ...link.pass(2 * MINUTE).calls]).toContain('setPresence Available/Available');
  });

  it('[WT5] waits with its renewal for a change', () => {
    const link = holding('Ready');
    link.wait(5 * MINUTE);
    const turn = link.turn(link.presenceFact('AvailableIdle/Inactive'), link.agentFact('Lunch'));
    expect(turn.calls[0]).toBe('setUserPreferredPresence Away/Away');
    expect(turn.calls).not.toContain('setPresence Available/Available');
  });
});

/** Idle clients: our session turns idle after five minutes, and a renewal makes it Available. */
function idleFor(link: Driver, times: number): void {
  for (let count = 0; count < times; count += 1) {
    link.pass(5 * MINUTE);
    link.teams('AvailableIdle/Inactive');
    link.wait(2 * SECOND);
    link.teams('Available');
  }
}
