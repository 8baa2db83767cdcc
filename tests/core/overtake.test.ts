import type { Action, ActionResult } from '../../src/core/action';
import { beginTurn, nextAction, settleAction } from '../../src/core/decide';
import type { Draft } from '../../src/core/draft';
import { toRecord } from '../../src/core/explain';
import { isOvertaken } from '../../src/core/overtake';
import { nextWake } from '../../src/core/schedule';
import { Driver, START, TERMS } from './driver';

const NO_BUDGET: ActionResult = {
  kind: 'retry',
  afterMs: 20_000,
  reason: 'no budget',
  unsent: 'no-budget',
};
const SUPERSEDED: ActionResult = {
  kind: 'retry',
  afterMs: 0,
  reason: 'superseded',
  unsent: 'superseded',
};

let link: Driver;

/** Ready and Available, in step and settled. */
beforeEach(() => {
  link = new Driver(TERMS, 'Ready');
  link.vcc('Ready', START);
  link.teams('Available/Available');
  link.pass(30_000);
});

/** The agent chose Away, and the write that follows is about to wait in line. */
function waitingForAway(): { readonly draft: Draft; readonly action: Action } {
  const facts = [link.agentFact('Away')];
  const draft = beginTurn({ state: link.state, facts, terms: TERMS, now: link.now });
  const action = nextAction(draft);
  if (!action) throw new Error('Nothing is to be written.');
  draft.state.inFlight = { action, startedAt: link.now };
  return { draft, action };
}

function overtakenBy(...facts: Parameters<typeof isOvertaken>[2]['facts']): boolean {
  const { draft, action } = waitingForAway();
  return isOvertaken(draft, action, { facts, now: link.now });
}

describe('a change that waits in line', () => {
  it('[TN5] is overtaken by a newer change in VCC', () => {
    link.wait(1_000);
    expect(overtakenBy(link.agentFact('Ready', link.now + 500))).toBe(true);
  });

  it('[TN5] is overtaken by an order to pause', () => {
    const pause = { id: 'o', side: 'order', kind: 'pause', via: 'tab', until: null } as const;
    const at = link.now + 500;
    expect(overtakenBy({ ...pause, at, seenAt: at } as never)).toBe(true);
  });

  it('[TN5] keeps its place when what comes leads to the same call', () => {
    link.wait(1_000);
    expect(overtakenBy(link.agentFact('Lunch', link.now + 500))).toBe(false);
    expect(overtakenBy(link.presenceFact('Available/Available'))).toBe(false);
    expect(overtakenBy()).toBe(false);
  });

  it('[TN5][TN2] that gives way is recorded as superseded, and so is the fact behind it', () => {
    const { draft, action } = waitingForAway();
    const before = JSON.stringify(draft.state.failures);
    settleAction(draft, { action, result: SUPERSEDED }, link.now);
    const record = toRecord(draft, 'link');
    expect(record?.code).toBe('superseded');
    expect(record?.seen.map(({ outcome, code }) => `${outcome} ${code}`)).toEqual([
      'dropped superseded',
    ]);
    expect(draft.outcomes.map(({ outcome, code }) => `${outcome} ${code}`)).toEqual([
      'dropped superseded',
    ]);
    expect(JSON.stringify(draft.state.failures)).toBe(before);
    expect(nextWake(draft.state, TERMS, link.now)).toBe(link.now);
  });

  it('[TN5] that is sent home is no failure, and comes back at its appointment', () => {
    link.wait(1_000);
    link.answerNext(NO_BUDGET);
    const seen = link.vcc('Away');
    expect(seen.decided).toContain('in-line');
    expect([seen.record?.code, seen.record?.outcome]).toEqual(['in-line', 'waits']);
    expect(link.state.failures.teams).toBe(0);
    expect(nextWake(link.state, TERMS, link.now)).toBe(link.now + 20_000);
    link.wait(20_000);
    expect(link.turn().calls).toEqual([
      'setUserPreferredPresence Away/Away',
      'setPresence Away/Away',
    ]);
    expect(link.state.inLine).toBeNull();
  });

  it('[TN5][TN2] that was sent home ends as superseded when its newer one is read', () => {
    link.wait(1_000);
    link.answerNext(NO_BUDGET);
    const older = link.agentFact('Away');
    link.turn(older);
    link.wait(2_000);
    const newer = link.vcc('Ready');
    expect(newer.calls.join()).not.toContain('Away');
    expect(newer.record?.wrote.map(({ call, answer }) => `${call}: ${answer}`)).toContain(
      'setUserPreferredPresence Away/Away: superseded',
    );
    const verdict = newer.draft.outcomes.find(({ factId }) => factId === older.id);
    expect([verdict?.outcome, verdict?.code]).toEqual(['dropped', 'superseded']);
  });

  it('[TN5][WT4] is not called refused by Teams, which was never asked', () => {
    link.wait(1_000);
    link.vcc('Away');
    link.wait(1_000);
    link.vcc('Ready');
    link.wait(1_000);
    link.answerNext(NO_BUDGET);
    link.vcc('Away');
    const seen = link.presenceFact('Available/Available');
    link.wait(1);
    link.turn(seen);
    expect(link.pass(15_000).calls).toEqual([]);
    expect(link.state.meant?.stage).toBe('write');
    link.pass(6_000);
    expect(link.calls.slice(-2)).toEqual([
      'setUserPreferredPresence Away/Away',
      'setPresence Away/Away',
    ]);
  });

  it('[TN5][WV3] of the agent reads VCC afresh after it was sent home', () => {
    link.wait(20_000);
    link.answerNext(
      () => ({
        kind: 'done',
        agent: { state: link.vccSays.state, updatedAt: link.vccSays.updatedAt },
      }),
      NO_BUDGET,
    );
    expect(link.teams('Busy/Busy').calls).toEqual(['read presence', 'set presence Extended Away']);
    link.wait(20_000);
    expect(link.turn().calls).toEqual(['read presence', 'set presence Extended Away']);
  });
});
