import { Client } from 'pg';
import type { ClaimedTurn, Store } from '../../src/store/store';
import { openTestStore } from './open-store';
import type { OpenStore } from './open-store';
import { sampleEnd, sampleFact, sampleRecord, sampleState, storeLink } from './samples';

let open: OpenStore;
let store: Store;

beforeEach(async () => {
  open = await openTestStore();
  store = open.store;
});

afterEach(() => open.close());

async function claim(linkId: string, token: string, now = 1_000): Promise<ClaimedTurn> {
  const turn = await store.turns.claim(linkId, token, now, now + 500);
  if (!turn) throw new Error('The claim was refused.');
  return turn;
}

describe('a claim', () => {
  it('answers the link, its connection and the unread facts, oldest stored first', async () => {
    const link = await storeLink(store);
    await store.facts.append(link.id, [sampleFact('b', 900), sampleFact('a', 800)]);
    await store.facts.append(link.id, [sampleFact('c', 700)]);
    const turn = await claim(link.id, 'one');
    expect(turn.claim).toEqual({ linkId: link.id, token: 'one' });
    const stored = { ...link, state: sampleState('fresh'), trouble: {}, wakeAt: null };
    expect(turn.link).toEqual(stored);
    expect(turn.connection).toEqual(await store.connections.get(link.connectionId));
    expect(turn.facts).toEqual([sampleFact('b', 900), sampleFact('a', 800), sampleFact('c', 700)]);
  });

  it('answers null for a link that is gone', async () => {
    expect(await store.turns.claim('nobody', 'one', 1, 2)).toBeNull();
  });

  it('[TN1] goes to one of many that ask at once', async () => {
    const link = await storeLink(store);
    const tokens = Array.from({ length: 30 }, (_, index) => `token-${index}`);
    const turns = await Promise.all(
      tokens.map((token) => store.turns.claim(link.id, token, 1_000, 2_000)),
    );
    expect(turns.filter((turn) => turn !== null)).toHaveLength(1);
  });

  it('[TN1] is refused while another lives and granted when that has ended', async () => {
    const link = await storeLink(store);
    await claim(link.id, 'one', 1_000);
    expect(await store.turns.claim(link.id, 'two', 1_499, 2_000)).toBeNull();
    expect(await store.turns.claim(link.id, 'two', 1_500, 2_000)).not.toBeNull();
  });

  it('[TN1] taken by a clock that was far ahead is nobody’s once that has been set back', async () => {
    const link = await storeLink(store);
    await claim(link.id, 'ahead', 100_000);
    expect(await store.turns.claim(link.id, 'near', 50_000, 50_500)).toBeNull();
    const turn = await store.turns.claim(link.id, 'back', 30_000, 30_500);
    expect(turn?.claim.token).toBe('back');
  });

  it('[TN1] waits for a settle that is being committed and does not read what it took', async () => {
    const link = await storeLink(store);
    await store.facts.append(link.id, [sampleFact('a')]);
    await claim(link.id, 'one');
    const other = new Client({ connectionString: open.url });
    await other.connect();
    await other.query('BEGIN');
    await other.query(
      `UPDATE presence_link.links SET claim_token = NULL, claim_until = NULL, turn = turn + 1`,
    );
    await other.query(`UPDATE presence_link.facts SET outcome = 'taken', code = 'agent-changed'`);
    // By this clock the first claim is over, so only the row lock stands in the way.
    const second = store.turns.claim(link.id, 'two', 5_000, 6_000);
    await waitForLock(other);
    await other.query('COMMIT');
    await other.end();
    expect((await second)?.facts).toEqual([]);
  });
});

async function waitForLock(client: Client): Promise<void> {
  for (;;) {
    const { rowCount } = await client.query(
      `SELECT FROM pg_locks JOIN pg_stat_activity USING (pid)
       WHERE NOT granted AND datname = current_database()`,
    );
    if (rowCount) return;
  }
}

describe('an intend', () => {
  it('[TN3] commits state and outcomes and extends the claim', async () => {
    const link = await storeLink(store);
    await store.facts.append(link.id, [sampleFact('a')]);
    const turn = await claim(link.id, 'one');
    const outcomes = [{ factId: 'a', outcome: 'taken', code: 'agent-changed' } as const];
    const commit = { state: sampleState('intends'), outcomes };
    expect(await store.turns.intend(turn.claim, commit, 1_100, 9_000)).toBe(true);
    expect(await store.turns.claim(link.id, 'two', 8_999, 9_999)).toBeNull();
    const next = await claim(link.id, 'three', 9_000);
    expect(next.link.state).toEqual(sampleState('intends'));
    expect(next.facts).toEqual([]);
  });

  it('[TN1] changes nothing when the claim was lost or is over', async () => {
    const link = await storeLink(store);
    await store.facts.append(link.id, [sampleFact('a')]);
    const turn = await claim(link.id, 'one', 1_000);
    const outcomes = [{ factId: 'a', outcome: 'taken', code: 'agent-changed' } as const];
    const commit = { state: sampleState('late'), outcomes };
    expect(await store.turns.intend(turn.claim, commit, 1_500, 9_000)).toBe(false);
    const next = await claim(link.id, 'two', 1_500);
    expect(await store.turns.intend(turn.claim, commit, 1_400, 9_000)).toBe(false);
    expect(next.link.state).toEqual(sampleState('fresh'));
    expect(next.facts).toEqual([sampleFact('a')]);
  });
});

describe('a settle', () => {
  it('[TN2] gives every fact its end and frees the link', async () => {
    const link = await storeLink(store);
    await store.facts.append(link.id, [sampleFact('a'), sampleFact('b'), sampleFact('c')]);
    const turn = await claim(link.id, 'one');
    const outcomes = [
      { factId: 'a', outcome: 'dropped', code: 'superseded' },
      { factId: 'b', outcome: 'taken', code: 'agent-changed' },
      { factId: 'c', outcome: 'waits', code: 'unsettled' },
    ] as const;
    const end = sampleEnd({ outcomes, wakeAt: 7_000, teamsDueAt: 6_000 });
    expect(await store.turns.settle(turn.claim, end, 1_100)).toBe('done');
    expect(await store.facts.count(link.id)).toEqual([
      { outcome: 'dropped', code: 'superseded', count: 1 },
      { outcome: 'taken', code: 'agent-changed', count: 1 },
      { outcome: 'waits', code: 'unsettled', count: 1 },
    ]);
    const next = await claim(link.id, 'two', 1_101);
    expect(next.facts).toEqual([sampleFact('c')]);
    expect(next.link).toMatchObject({ state: sampleState('settled'), wakeAt: 7_000 });
  });

  it('[TN2] says that facts have come during the turn', async () => {
    const link = await storeLink(store);
    await store.facts.append(link.id, [sampleFact('a')]);
    const turn = await claim(link.id, 'one');
    await store.facts.append(link.id, [sampleFact('b')]);
    const outcomes = [{ factId: 'a', outcome: 'waits', code: 'unsettled' } as const];
    expect(await store.turns.settle(turn.claim, sampleEnd({ outcomes }), 1_100)).toBe('more');
  });

  it('[TN1] changes nothing when the claim was lost or is over', async () => {
    const link = await storeLink(store);
    await store.facts.append(link.id, [sampleFact('a')]);
    const turn = await claim(link.id, 'one', 1_000);
    const end = sampleEnd({
      outcomes: [{ factId: 'a', outcome: 'taken', code: 'agent-changed' }],
      record: sampleRecord(link.id, 1),
      teamsDueAt: 1,
    });
    expect(await store.turns.settle(turn.claim, end, 1_500)).toBe('lost');
    const next = await claim(link.id, 'two', 1_500);
    expect(await store.turns.settle(turn.claim, end, 1_400)).toBe('lost');
    expect(next.facts).toEqual([sampleFact('a')]);
    expect(await store.records.newest()).toBe('0');
    expect(await store.links.teamsDue(link.tenantId, 9_999)).toEqual([]);
  });

  it('[TN2] loses no fact and no turn when many write and many take turns at once', async () => {
    const link = await storeLink(store);
    const ids = Array.from({ length: 60 }, (_, index) => `fact-${index}`);
    const taken: string[] = [];
    let now = 1_000;
    const takeTurns = async (name: string): Promise<void> => {
      while (taken.length < ids.length) {
        now += 1;
        const turn = await store.turns.claim(link.id, `${name}-${now}`, now, now + 60_000);
        if (!turn) continue;
        const outcomes = turn.facts.map(
          ({ id }) => ({ factId: id, outcome: 'taken', code: 'agent-changed' }) as const,
        );
        await store.turns.settle(turn.claim, sampleEnd({ outcomes }), now);
        taken.push(...outcomes.map(({ factId }) => factId));
      }
    };
    const append = async (): Promise<void> => {
      for (const id of ids) await store.facts.append(link.id, [sampleFact(id)]);
    };
    await Promise.all([append(), takeTurns('x'), takeTurns('y'), takeTurns('z')]);
    expect([...taken].sort()).toEqual([...ids].sort());
  });
});
