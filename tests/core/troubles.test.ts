import type { Fact } from '../../src/core/fact';
import { nextWake } from '../../src/core/schedule';
import { MINUTE, SECOND } from '../../src/core/time';
import { closedSides, worstTrouble } from '../../src/core/trouble';
import type { Side } from '../../src/core/trouble';
import { holding, running } from './driver';
import type { Driver } from './driver';

function close(link: Driver, ...closed: readonly Side[]): void {
  link.terms = { ...link.terms, closed };
}

function order(link: Driver, kind: 'trouble' | 'healed', healed: Side = 'teams'): Fact {
  const { now } = link;
  const base = { id: `${kind}|${now}`, at: now, seenAt: now, via: 'desk', by: 'service' } as const;
  const known = { ...base, side: 'order' } as const;
  return kind === 'healed' ? { ...known, kind, healed } : { ...known, kind };
}

describe('a side that takes no calls', () => {
  test('[KP4] with Teams closed a change in VCC makes no call, and follows when it opens', () => {
    const link = running('Ready', 'Available');
    close(link, 'teams');
    expect(link.vcc('Lunch').calls).toEqual([]);
    link.wait(MINUTE);
    expect(link.turn().calls).toEqual([]);
    close(link);
    const { calls } = link.turn(order(link, 'healed'));
    expect(calls).toContain('setUserPreferredPresence Away/Away');
  });

  test('[KP4] with VCC closed a change in Teams is kept, and follows when it opens', () => {
    const link = running('Ready', 'Available');
    close(link, 'vcc');
    link.teams('Busy/Busy');
    expect(link.pass(30 * SECOND).calls).toEqual([]);
    close(link);
    const { calls } = link.turn(order(link, 'healed', 'vcc'));
    expect(calls).toContain('set presence Extended Away');
  });

  test('[KP4] with VCC closed what VCC tells by itself still reaches Teams', () => {
    const link = running('Ready', 'Available');
    close(link, 'vcc');
    expect(link.vcc('Lunch').calls).toContain('setUserPreferredPresence Away/Away');
  });

  test('[KP4] nothing is renewed while it is closed, and it is looked again within minutes', () => {
    const link = holding('Lunch');
    close(link, 'teams');
    expect(link.pass(70 * MINUTE).calls).toEqual([]);
    const wakeAt = nextWake(link.state, link.terms, link.now);
    expect(wakeAt).toBeLessThanOrEqual(link.now + 10 * MINUTE);
  });

  test('[KP4] after a trouble of Teams VCC is right, whatever Teams shows then', () => {
    const link = holding('Lunch');
    close(link, 'teams');
    link.wait(2 * 60 * MINUTE);
    close(link);
    const healed = link.turn(order(link, 'healed'));
    expect(healed.calls).toContain('setUserPreferredPresence Away/Away');
    expect(link.teams('Available').calls).toEqual([]);
    link.confirm();
    expect(link.pass(MINUTE).calls.filter((call) => call.startsWith('set presence'))).toEqual([]);
  });

  test('[KP4] a paused link stays paused, an ended one goes on ending', () => {
    const paused = holding('Lunch');
    paused.pause();
    paused.turn(order(paused, 'healed'));
    expect(paused.state.phase).toBe('paused');
    const ended = holding('Lunch');
    close(ended, 'teams');
    expect(ended.give('unlink').calls).toEqual([]);
    close(ended);
    expect(ended.turn(order(ended, 'healed')).calls).toContain('clearUserPreferredPresence');
    expect(ended.state.phase).toBe('unlinked');
  });
});

describe('a side that did not answer and answers somebody again', () => {
  const AWAY = { kind: 'retry', afterMs: SECOND, reason: 'HTTP 503' } as const;
  const answers = (link: Driver, side: Side): Fact => {
    const { now } = link;
    const base = {
      id: `answers|${now}`,
      at: now,
      seenAt: now,
      via: 'desk',
      by: 'service',
    } as const;
    return { ...base, side: 'order', kind: 'answers', answers: side };
  };

  test('[KP4] what waits for it is tried at once', () => {
    const link = running('Ready', 'Available');
    link.answerNext(...Array.from({ length: 8 }, () => AWAY));
    link.vcc('Lunch');
    while (link.state.failures.teams < 6) link.pass(SECOND);
    expect(link.turn(answers(link, 'vcc')).calls).toEqual([]);
    expect(link.turn(answers(link, 'teams')).calls).toEqual(['setUserPreferredPresence Away/Away']);
  });

  test('[KP4] should it fail once more the pause is longer than before', () => {
    const link = running('Ready', 'Available');
    link.answerNext(...Array.from({ length: 20 }, () => AWAY));
    link.vcc('Lunch');
    while (link.state.failures.teams < 4) link.pass(SECOND);
    link.turn(answers(link, 'teams'));
    expect(link.state.retryAt.teams - link.now).toBe(32 * SECOND);
  });

  test('[KP4] nothing comes of it where nothing waits', () => {
    const link = holding('Lunch');
    expect(link.turn(answers(link, 'teams'))).toMatchObject({
      calls: [],
      verdicts: ['dropped nothing-to-do'],
    });
  });
});

describe('an agent who is gone', () => {
  test('[KP4] what we hold in Teams is taken back, and the person is left to themselves', () => {
    const link = holding('Lunch');
    close(link, 'vcc');
    const { calls } = link.turn(order(link, 'trouble'));
    expect(calls).toEqual(['clearPresence', 'clearUserPreferredPresence']);
    link.teams('Busy/Busy');
    expect(link.pass(20 * MINUTE).calls).toEqual([]);
  });

  test('[KP4] when the agent is back VCC is right again', () => {
    const link = holding('Lunch');
    close(link, 'vcc');
    link.turn(order(link, 'trouble'));
    link.wait(10 * MINUTE);
    close(link);
    link.turn(order(link, 'healed', 'vcc'));
    expect(link.state.phase).toBe('running');
    expect(link.state.meant?.presence.availability).toBe('Away');
  });
});

describe('an ending link', () => {
  test('[KP5] waits for Graph an hour at most', () => {
    const link = holding('Lunch');
    const away = { kind: 'retry', afterMs: SECOND, reason: 'HTTP 503' } as const;
    link.answerNext(...Array.from({ length: 200 }, () => away));
    link.give('unlink');
    link.pass(50 * MINUTE);
    expect(link.state.phase).toBe('unlinking');
    link.pass(11 * MINUTE);
    expect(link.state.phase).toBe('unlinked');
  });
});

test('[KP4] a side is closed by the connection’s trouble or the link’s, not by lost webhooks', () => {
  const since = 1;
  const consent = { teams: { code: 'consent-lost', since } } as const;
  const archived = { vcc: { code: 'agent-archived', since } } as const;
  expect(closedSides({}, {})).toEqual([]);
  expect(closedSides({ webhooks: { code: 'webhooks-lost', since } }, {})).toEqual([]);
  expect(closedSides(consent, archived)).toEqual(['vcc', 'teams']);
  expect(worstTrouble(consent, archived)?.code).toBe('consent-lost');
  expect(worstTrouble({}, archived)?.code).toBe('agent-archived');
  expect(worstTrouble({}, {})).toBeNull();
});
