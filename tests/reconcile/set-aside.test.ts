/** Where the law fails, the link goes on without what it failed on. */
import { nextAction } from '../../src/core/decide';
import type { Fact } from '../../src/core/fact';
import { initialLinkState } from '../../src/core/link-state';
import type { LinkState } from '../../src/core/link-state';
import { nextWake } from '../../src/core/schedule';
import { MINUTE, SECOND } from '../../src/core/time';
import { beginAnew, beginSafely, byLaw, endAnyhow, LawError } from '../../src/reconcile/set-aside';
import { holding, stateNamed, TERMS } from '../core/driver';

/** As only a fault of ours could have stored it. */
function poison(at: number): Fact {
  const broken = { id: 'poison', side: 'vcc', kind: 'agent-state', at, seenAt: at, via: 'webhook' };
  return { ...broken, state: null } as unknown as Fact;
}

function chosen(name: string, at: number): Fact {
  const base = { id: `state-${at}`, at, seenAt: at, via: 'webhook' } as const;
  return { ...base, side: 'vcc', kind: 'agent-state', state: stateNamed(name) };
}

function begin(state: LinkState, facts: readonly Fact[], now: number) {
  const failures: unknown[] = [];
  const draft = beginSafely({ state, facts, terms: TERMS, now }, (error) => failures.push(error));
  return { draft, failures };
}

describe('a fact on which the law fails', () => {
  it('[TN2] is dropped with a code and a place in the record, and the others are taken', () => {
    const { state, now } = holding('Ready');
    const facts = [chosen('Away', now + 1), poison(now + 2), chosen('Lunch', now + 3)];
    const { draft, failures } = begin(state, facts, now + 10);
    expect(failures).toHaveLength(1);
    expect(draft.outcomes.map(({ factId, code }) => [factId, code])).toEqual([
      [`state-${now + 1}`, 'agent-changed'],
      [`state-${now + 3}`, 'agent-changed'],
      ['poison', 'law-failed'],
    ]);
    expect(draft.seen.at(-1)).toMatchObject({ outcome: 'dropped', code: 'law-failed' });
    expect(draft.state.agent.settled?.state.name).toBe('Lunch');
  });

  it('[TN2] costs nothing where the law does not fail', () => {
    const { state, now } = holding('Ready');
    expect(begin(state, [chosen('Away', now + 1)], now + 10).failures).toEqual([]);
  });
});

describe('a state on which the law fails', () => {
  const broken = (state: LinkState): LinkState =>
    ({ ...state, inFlight: { startedAt: 1 } }) as unknown as LinkState;

  it('[TN2][GD6] is begun anew: VCC is read and right, and what we hold is remembered', () => {
    const { state, now } = holding('Lunch');
    const { draft } = begin(broken(state), [chosen('Ready', now + 1)], now + 10);
    expect(draft.outcomes.map(({ code }) => code)).toEqual(['law-failed']);
    expect(draft.decided.map(({ code }) => code)).toEqual(['law-failed']);
    expect(draft.state).toMatchObject({ phase: 'new', alignment: 'hold', readAgent: true });
    expect(draft.state.teams.preferred).toEqual(state.teams.preferred);
    expect(nextAction(draft)).toEqual({ kind: 'read-agent' });
  });

  it('[GD6] stays paused where it was paused', () => {
    const { state, now } = holding('Lunch');
    const paused = { ...state, phase: 'paused', pausedUntil: now + MINUTE } as LinkState;
    const { draft } = begin(broken(paused), [], now);
    expect(draft.state).toMatchObject({ phase: 'paused', pausedUntil: now + MINUTE });
  });

  it('[TN3] remembers the call that may be under way', () => {
    const { state, now } = holding('Lunch');
    const action = { kind: 'clear-session', why: 'release' } as const;
    const reached = { ...state, inFlight: { action, startedAt: now } };
    const draft = beginAnew({ state, facts: [], terms: TERMS, now }, reached);
    expect(draft.state.inFlight).toEqual({ action, startedAt: now });
  });
});

describe('a state on which the law fails again and again', () => {
  const failAt = (state: LinkState, now: number): LinkState =>
    beginAnew({ state, facts: [], terms: TERMS, now }, { inFlight: null }).state;

  it('[TN2] is begun anew once, and then stopped for ten minutes each time', () => {
    const { state, now } = holding('Lunch');
    const first = failAt(state, now);
    expect(first.phase).toBe('new');
    const second = failAt(first, now + SECOND);
    const stopped = { phase: 'paused', pauseCode: 'law-failed' };
    expect(second).toMatchObject({ ...stopped, pausedUntil: now + SECOND + 10 * MINUTE });
    const third = failAt(second, now + 11 * MINUTE);
    expect(third).toMatchObject({ ...stopped, pausedUntil: now + 21 * MINUTE });
    expect(failAt(third, now + 60 * MINUTE).phase).toBe('new');
  });

  it('[TN2] makes no call and wants no turn before the stop is over', () => {
    const { state, now } = holding('Lunch');
    const draft = beginAnew(
      { state: failAt(state, now), facts: [], terms: TERMS, now: now + SECOND },
      { inFlight: null },
    );
    expect(nextAction(draft)).toBeNull();
    expect(nextWake(draft.state, TERMS, draft.now)).toBe(draft.now + 10 * MINUTE);
  });

  it('[TN2][GD6] goes on after the stop, and VCC is right', () => {
    const { state, now } = holding('Lunch');
    const stopped = failAt(failAt(state, now), now);
    const { draft, failures } = begin(stopped, [], now + 10 * MINUTE);
    expect(failures).toEqual([]);
    nextAction(draft);
    expect(draft.state).toMatchObject({ phase: 'new', pauseCode: null, alignment: 'hold' });
  });

  it.each([
    ['nothing at all', {}],
    ['no side', { version: 1, teams: null, agent: null, phase: 'running' }],
    ['holds of other types', { teams: { session: { presence: 7 }, preferred: 'Busy' } }],
    ['words nobody knows', { phase: 'asleep', pausedUntil: 'tomorrow', lawFailedAt: 'now' }],
  ])('[TN2] may hold %s', (_what, state) => {
    const { now } = holding('Lunch');
    const anew = failAt(state as unknown as LinkState, now);
    expect(begin(anew, [], now).failures).toEqual([]);
    expect(anew).toMatchObject({ phase: 'new', teams: { session: null, preferred: null } });
  });

  it('[TN2] is put off where the law cannot say until when', () => {
    const { state, now } = holding('Lunch');
    const draft = beginAnew({ state, facts: [], terms: TERMS, now }, { inFlight: null });
    const end = endAnyhow(draft, 'link', () => {
      throw new LawError('The law failed.');
    });
    expect(end).toMatchObject({ wakeAt: now + 10 * MINUTE, record: { code: 'law-failed' } });
  });
});

describe('a step of the law', () => {
  it('[TN2] fails as a fault of ours, not as a store that is away', () => {
    const fail = (): never => {
      throw new TypeError('no such thing');
    };
    expect(() => byLaw(fail)).toThrow(LawError);
    expect(byLaw(() => initialLinkState().phase)).toBe('new');
  });
});
