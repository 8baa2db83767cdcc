import type { Action } from '../../src/core/action';
import { showAction } from '../../src/core/action';
import type { Fact } from '../../src/core/fact';
import { nextTeamsLook, nextWake } from '../../src/core/schedule';
import { HOUR, MINUTE, SECOND } from '../../src/core/time';
import { Crash, Driver, holding, running, SETTLE_MS, TERMS } from './driver';

describe('several facts in one turn', () => {
  it('[TN2] acts on the newest and ends each with a reason', () => {
    const link = running('Ready', 'Available');
    const facts = [
      link.agentFact('Lunch', link.now - 2 * SECOND),
      link.agentFact('Away', link.now - SECOND),
      link.agentFact('Extended Away'),
    ];
    const turn = link.turn(...facts);
    expect(turn.verdicts).toEqual([
      'taken agent-changed',
      'taken agent-changed',
      'taken agent-changed',
    ]);
    expect(turn.calls).toEqual(['setUserPreferredPresence Away/Away', 'setPresence Away/Away']);
    expect(link.state.agent.settled?.state.name).toBe('Extended Away');
  });

  it.each([[[0, 1, 2]], [[2, 1, 0]], [[1, 2, 0]], [[2, 0, 1]]])(
    '[TN2] ends in the same state for the order of arrival %j',
    (order) => {
      const link = running('Ready', 'Available');
      const facts = [
        link.agentFact('Lunch', link.now - 3 * SECOND),
        link.channelFact('connected', 'call-1', link.now - 2 * SECOND),
        link.agentFact('Extended Away', link.now - SECOND),
      ];
      link.turn(...order.map((at) => facts[at]).filter((one): one is Fact => one !== undefined));
      expect(link.state.agent.settled?.state.name).toBe('Extended Away');
      expect(link.state.meant?.presence.availability).toBe('Busy');
    },
  );

  it('[TN2][WW2] hears VCC first where both speak of the same instant', () => {
    const link = running('Ready', 'Available');
    const turn = link.turn(link.presenceFact('DoNotDisturb'), link.agentFact('Extended Away'));
    expect(turn.draft.outcomes.map((one) => one.code)).toEqual(['agent-changed', 'vcc-newer']);
  });

  it('[TN2] names fact, reason and rule of each verdict in the record', () => {
    const link = running('Ready', 'Available');
    const { record } = link.turn(link.agentFact('Lunch'), link.channelFact('danced'));
    expect(record?.seen.map((one) => [one.text, one.code])).toEqual([
      ['VCC says: Lunch', 'agent-changed'],
      ['VCC says: channel danced', 'unknown-word'],
    ]);
    expect(record?.rules).toContain('WW2');
  });

  it('[TN2][GD6] says why a choice before the first look at Teams writes nothing yet', () => {
    const link = new Driver(TERMS, 'Ready');
    link.give('linked');
    const early = link.vcc('Lunch');
    expect(early.calls).toEqual([]);
    expect(early.record).toMatchObject({
      outcome: 'nothing',
      code: 'not-begun',
      sentence: 'The two begin to follow each other as soon as both sides have been seen.',
    });
    const begun = link.teams('Available');
    expect(begun.calls).toEqual(['setUserPreferredPresence Away/Away', 'setPresence Away/Away']);
    expect(begun.record?.code).toBe('aligned');
  });

  it('[TN2] keeps no record of a turn that saw, decided and wrote nothing', () => {
    expect(running('Ready', 'Available').turn().record).toBeNull();
  });
});

/** What a turn does, from which a crash has to recover. */
const SCENES: readonly [string, Action['kind'], (link: Driver) => unknown, string][] = [
  ['the slot is set', 'set-preferred', (link) => link.vcc('Lunch'), 'Lunch'],
  ['the anchor is set', 'set-session', (link) => link.vcc('Lunch'), 'Lunch'],
  ['VCC is set', 'set-agent', (link) => link.teams('DoNotDisturb'), 'Away'],
  ['an order is sent', 'set-agent', (link) => link.orderState('Lunch'), 'Lunch'],
  ['VCC is read', 'read-agent', (link) => link.teams('DoNotDisturb'), 'Away'],
];

describe('a crash during a call', () => {
  describe.each(SCENES)('while %s', (_, kind, act, ends) => {
    it.each(['before it took effect', 'after it took effect'])(
      '[TN3] ends %s where it would have ended',
      (when) => {
        const link = running('Ready', 'Available');
        const done = crashIn(link, kind, when.startsWith('after'));
        expect(() => act(link)).toThrow(Crash);
        expect(link.state.inFlight?.action.kind).toBe(kind);
        link.wait(3 * SECOND);
        link.turn();
        const teams = done.has('setUserPreferredPresence Away/Away') ? 'Away' : null;
        settle(link, teams);
        expect(link.vccSays.state.name).toBe(ends);
        expect(link.state.inFlight).toBeNull();
        expect(link.state.toAgent).toBeNull();
        expect(link.state.teams.wait).toBeNull();
      },
    );
  });

  it('[TN3] does not send again blindly, but reads first', () => {
    const link = running('Ready', 'Available');
    crashIn(link, 'set-agent', true);
    expect(() => link.teams('DoNotDisturb')).toThrow(Crash);
    link.wait(3 * SECOND);
    const turn = link.turn();
    expect(turn.calls).toEqual(['read presence']);
    expect(turn.decided).toContain('interrupted');
    expect(link.pass(MINUTE).calls).not.toContain('set presence Away');
  });

  it('[TN3] expects its echo', () => {
    const link = running('Ready', 'Available');
    crashIn(link, 'set-agent', true);
    expect(() => link.teams('DoNotDisturb')).toThrow(Crash);
    link.wait(3 * SECOND);
    expect(link.vcc('Away', link.vccSays.updatedAt).verdicts).toEqual(['dropped own-echo']);
  });

  it('[TN3] keeps what was written to Teams before the crash as its own', () => {
    const link = running('Ready', 'Available');
    crashIn(link, 'set-preferred', true);
    expect(() => link.vcc('Lunch')).toThrow(Crash);
    link.wait(3 * SECOND);
    link.turn();
    expect(link.teams('Away').verdicts).toEqual(['dropped own-echo']);
    expect(link.pause().calls).toContain('clearUserPreferredPresence');
  });

  it('[TN3] reads Teams too, though it shows what it showed before', () => {
    const link = running('Ready', 'Available');
    crashIn(link, 'set-preferred', false);
    expect(() => link.vcc('Lunch')).toThrow(Crash);
    link.wait(3 * SECOND);
    link.turn();
    expect(nextTeamsLook(link.state, link.now)).not.toBeNull();
    expect(link.pass(MINUTE).calls).toContain('setUserPreferredPresence Away/Away');
  });

  it('[TN3] takes up an interrupted release', () => {
    const link = holding('Lunch');
    crashIn(link, 'clear-preferred', false);
    expect(() => link.pause()).toThrow(Crash);
    expect(link.pass(MINUTE).calls).toContain('clearUserPreferredPresence');
    expect(link.state.teams.preferred).toBeNull();
  });

  it('[TN3][GD3] repeats an interrupted probe', () => {
    const link = running('Ready', 'Available');
    crashIn(link, 'set-session', false);
    expect(() => link.teams('Away')).toThrow(Crash);
    const { calls } = link.pass(SETTLE_MS + 2 * SECOND);
    expect(calls).toContain('setPresence Available/Available');
    link.teams('Available');
    expect(link.vccSays.state.name).toBe('Ready');
  });
});

/** The process dies in the first call of this kind; answers the calls that were done by then. */
function crashIn(link: Driver, kind: Action['kind'], isDone: boolean): ReadonlySet<string> {
  const done = new Set<string>();
  const answer: Parameters<Driver['answerNext']>[0] = (action, at) => {
    if (action.kind === kind) {
      if (isDone) done.add(showAction(action));
      if (isDone && action.kind === 'set-agent') at.silently(action.target.name);
      throw new Crash('The process died.');
    }
    at.answerNext(answer);
    done.add(showAction(action));
    return action.kind === 'read-agent' ? { kind: 'done', agent: at.vccSays } : { kind: 'done' };
  };
  link.answerNext(answer);
  return done;
}

/** Time passes; Teams shows what was written as soon as it is written. */
function settle(link: Driver, shown: string | null): void {
  if (shown) link.teams(shown);
  const { calls } = link.pass(10 * SECOND);
  const wrote = calls.includes('setUserPreferredPresence Away/Away');
  if (wrote || link.state.meant?.presence.availability === 'Away') link.teams('Away');
  link.pass(MINUTE);
}

describe('a fact delivered again', () => {
  it.each<[string, (link: Driver) => Fact]>([
    ['agent state', (link) => link.agentFact('Lunch')],
    ['interaction', (link) => link.channelFact('connected')],
    ['reading', (link) => link.presenceFact('DoNotDisturb')],
    ['reading that is probed', (link) => link.presenceFact('Away')],
  ])('[TN4] changes nothing: %s', (_, make) => {
    const link = running('Ready', 'Available');
    const fact = make(link);
    link.turn(fact);
    const before = link.state;
    const turn = link.turn(fact);
    expect(turn.calls).toEqual([]);
    expect(turn.draft.outcomes[0]?.outcome).toBe('dropped');
    expect(link.state).toEqual(before);
    link.wait(SETTLE_MS + SECOND);
    expect(link.turn(fact).calls).toEqual([]);
  });

  it('[TN4] changes nothing: the reading that ended a wait', () => {
    const link = running('Lunch', 'Away');
    link.vcc('Ready');
    link.wait(SETTLE_MS);
    const fact = link.presenceFact('Away');
    expect(link.turn(fact).calls).toEqual(['clearUserPreferredPresence']);
    const before = link.state;
    expect(link.turn(fact).calls).toEqual([]);
    expect(link.state).toEqual(before);
  });

  it('[TN4] changes nothing: an order that was carried out', () => {
    const link = running('Ready', 'Available');
    const order: Fact = {
      id: 'order-1',
      side: 'order',
      kind: 'set-state',
      presenceId: 'p-lunch',
      by: 'agent',
      via: 'desk',
      at: link.now,
      seenAt: link.now,
    };
    link.wait(SECOND);
    expect(link.turn(order).calls[0]).toBe('set presence Lunch');
    link.wait(SECOND);
    expect(link.turn(order).calls).toEqual([]);
  });

  it('[TN4] changes nothing when it is older than the last of its stream', () => {
    const link = running('Ready', 'Available');
    link.vcc('Lunch');
    const turn = link.vcc('Extended Away', link.now - SECOND);
    expect(turn.verdicts).toEqual(['dropped not-newer']);
    expect(turn.calls).toEqual([]);
    expect(link.state.agent.settled?.state.name).toBe('Lunch');
  });

  it('[TN4] changes nothing when a reading is older than the last', () => {
    const link = running('Ready', 'Available');
    const older = link.presenceFact('DoNotDisturb');
    link.wait(2 * SECOND);
    link.turn(link.presenceFact('Available'));
    expect(link.turn(older).verdicts).toEqual(['dropped not-newer']);
  });

  it('[TN4] changes nothing when the stats are older than a channel event', () => {
    const link = running('Ready', 'Available');
    link.wait(SECOND);
    link.channel('connected');
    link.now -= SECOND;
    expect(link.workload('free').verdicts).toEqual(['dropped not-newer']);
  });
});

describe('the side that does not answer', () => {
  it('[TN5] is left alone for as long as it asked, to the millisecond', () => {
    const link = running('Ready', 'Available');
    link.answerNext({ kind: 'retry', afterMs: 12_345, reason: '429' });
    link.vcc('Lunch');
    expect(nextWake(link.state, link.terms, link.now)).toBe(link.now + 12_345);
    link.wait(12_344);
    expect(link.turn().calls).toEqual([]);
    link.wait(1);
    expect(link.turn().calls).toHaveLength(2);
  });

  it('[TN5] is asked less and less often, but at least once a minute', () => {
    const link = running('Ready', 'Available');
    link.answerNext(...Array.from({ length: 40 }, () => failed()));
    link.vcc('Lunch');
    const { calls } = link.pass(20 * MINUTE);
    expect(calls.length).toBeGreaterThanOrEqual(20);
    expect(calls.length).toBeLessThan(30);
    expect(link.state.notice?.code).toBe('teams-trouble');
  });

  it('[TN5] does not hold up the other side', () => {
    const link = running('Ready', 'Available');
    link.answerNext({ kind: 'retry', afterMs: 10 * MINUTE, reason: '429' });
    link.vcc('Lunch');
    expect(link.orderState('Extended Away').calls).toContain('set presence Extended Away');
  });
});

function failed(): { kind: 'retry'; afterMs: number; reason: string } {
  return { kind: 'retry', afterMs: 500, reason: '503' };
}

describe('rest', () => {
  it.each(['Ready', 'Away', 'Lunch', 'Extended Away', 'Logged Out'])(
    '[WW3] writes nothing but renewals in an hour of %s',
    (agent) => {
      const link = agent === 'Logged Out' ? running(agent, 'Available') : holding(agent);
      const { calls } = link.pass(HOUR);
      const held = link.state.meant?.presence.availability === 'Away';
      expect(calls).toHaveLength(held ? 2 : 0);
    },
  );

  it('[TN2] never asks for a wake that has nothing to do', () => {
    const link = running('Ready', 'Available');
    link.vcc('Lunch');
    for (let step = 0; step < 200; step += 1) {
      link.pass(2 * SECOND);
      const wakeAt = nextWake(link.state, link.terms, link.now);
      expect(wakeAt === null || wakeAt > link.now).toBe(true);
    }
  });
});

describe('the end of a link', () => {
  it('[KP5] releases what we hold and is over', () => {
    const link = holding('Lunch');
    expect(link.give('unlink').calls).toEqual(['clearPresence', 'clearUserPreferredPresence']);
    link.turn();
    expect(link.state.phase).toBe('unlinked');
  });

  it('[KP5] is over at once where we hold nothing', () => {
    const link = running('Ready', 'Available');
    expect(link.give('unlink').calls).toEqual([]);
    link.turn();
    expect(link.state.phase).toBe('unlinked');
  });

  it('[KP5][WT3] is over within an hour though Teams never answers', () => {
    const link = holding('Lunch');
    link.answerNext(...Array.from({ length: 200 }, () => failed()));
    link.give('unlink');
    link.pass(HOUR + 2 * MINUTE);
    expect(link.state.phase).toBe('unlinked');
  });

  it('[KP5] hears nothing more', () => {
    const link = running('Ready', 'Available');
    link.give('unlink');
    link.turn();
    expect(link.vcc('Lunch').verdicts).toEqual(['dropped unlinked']);
  });
});
