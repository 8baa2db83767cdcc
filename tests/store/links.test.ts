import { Client } from 'pg';
import type { AuditLine, Store } from '../../src/store/store';
import { openTestStore } from './open-store';
import type { OpenStore } from './open-store';
import {
  sampleConnection,
  sampleEnd,
  sampleFact,
  sampleLink,
  sampleProof,
  sampleState,
  storeLink,
} from './samples';

let open: OpenStore;
let store: Store;

beforeEach(async () => {
  open = await openTestStore();
  store = open.store;
});

afterEach(() => open.close());

/** Somebody waits for what this one holds. */
async function untilBlocked(holder: Client): Promise<void> {
  for (;;) {
    const { rows } = await holder.query<{ waits: boolean }>(
      'SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted) AS waits',
    );
    if (rows[0]?.waits) return;
  }
}

async function settle(linkId: string, wakeAt: number | null, teamsDueAt: number | null = null) {
  const turn = await store.turns.claim(linkId, `settle-${linkId}`, 1, 2);
  if (!turn) throw new Error('The link is claimed.');
  await store.turns.settle(turn.claim, sampleEnd({ wakeAt, teamsDueAt }), 1);
}

describe('keeping links', () => {
  it('gives a link back as it was stored', async () => {
    const link = await storeLink(store);
    const stored = { ...link, state: sampleState('fresh'), trouble: {}, wakeAt: null };
    expect(await store.links.get(link.id)).toEqual(stored);
    expect(await store.links.list(link.connectionId)).toEqual([stored]);
    expect(await store.links.listByPerson(link.tenantId, link.personId)).toEqual([stored]);
    expect(await store.links.listByPerson('tenant-orchard', link.personId)).toEqual([]);
    expect(await store.links.get('nobody')).toBeNull();
  });

  it('[BT2] tells at once how a person stands: their first link, its account, and the last sweep', async () => {
    const link = await storeLink(store);
    const { tenantId, personId, connectionId } = link;
    const other = sampleConnection();
    await store.connections.insert(other);
    const second = sampleLink(other, { personId, createdAt: link.createdAt + 1 });
    await store.links.insert({ ...second, beside: true }, sampleState('second'));
    const told = {
      link: await store.links.get(link.id),
      connection: await store.connections.get(connectionId),
    };
    expect(await store.links.standing(tenantId, personId)).toEqual({ ...told, sweptAt: null });
    await store.sweeps.note(tenantId, 1_700_000_000_123);
    const after = await store.links.standing(tenantId, personId);
    expect(after).toEqual({ ...told, sweptAt: 1_700_000_000_123 });
    expect(await store.links.standing('tenant-orchard', personId)).toBeNull();
  });

  it('[BT2] tells each of many who ask at once how they stand, and nobody how another does', async () => {
    const links = [];
    for (const tenantId of ['tenant-meadow', 'tenant-orchard', 'tenant-brook']) {
      links.push(await storeLink(store, { tenantId }), await storeLink(store, { tenantId }));
      await store.sweeps.note(tenantId, links.length);
    }
    const [first, second] = links as [(typeof links)[number], (typeof links)[number]];
    const asked = [...links, first, { ...second, tenantId: 'tenant-orchard' }];
    const told = await Promise.all(
      asked.map(({ tenantId, personId }) => store.links.standing(tenantId, personId)),
    );
    expect(told.map((one) => one?.link.id ?? null)).toEqual([
      ...links.map(({ id }) => id),
      first.id,
      null,
    ]);
    expect(told.map((one) => one?.connection.id ?? null)).toEqual([
      ...links.map(({ connectionId }) => connectionId),
      first.connectionId,
      null,
    ]);
    expect(told.slice(0, 6).map((one) => one?.sweptAt)).toEqual([2, 2, 4, 4, 6, 6]);
  });

  it('[BT2] tells the connection to each of its people who ask at once', async () => {
    const connection = sampleConnection();
    await store.connections.insert(connection);
    const links = [1, 2, 3].map((n) =>
      sampleLink(connection, { personId: `person-of-three-${n}` }),
    );
    for (const link of links) await store.links.insert(link, sampleState('fresh'));
    const told = await Promise.all(
      links.map(({ tenantId, personId }) => store.links.standing(tenantId, personId)),
    );
    expect(told.map((one) => one?.link.id)).toEqual(links.map(({ id }) => id));
    const whole = await store.connections.get(connection.id);
    expect(told.map((one) => one?.connection)).toEqual([whole, whole, whole]);
  });

  it('refuses an agent or a person that is linked already', async () => {
    const connection = sampleConnection();
    await store.connections.insert(connection);
    const link = sampleLink(connection);
    const insert = (changes: object): Promise<boolean> =>
      store.links.insert({ ...sampleLink(connection), ...changes }, sampleState('fresh'));
    expect(await insert(link)).toBe(true);
    expect(await insert({ agentUserId: link.agentUserId })).toBe(false);
    expect(await insert({ personId: link.personId })).toBe(false);
    expect(await insert({ personId: link.personId, tenantId: 'tenant-orchard' })).toBe(true);
  });

  it('[JN12] keeps a person’s second account beside the first, never two in one', async () => {
    const link = await storeLink(store);
    const other = sampleConnection();
    await store.connections.insert(other);
    const second = sampleLink(other, { personId: link.personId });
    const insert = (beside: boolean) => store.links.insert({ ...second, beside }, sampleState('x'));
    expect(await insert(false)).toBe(false);
    expect(await insert(true)).toBe(true);
    const third = sampleLink(other, { personId: link.personId });
    expect(await store.links.insert({ ...third, beside: true }, sampleState('x'))).toBe(false);
    await store.links.remove(link.id);
    const again = { ...link, beside: false };
    expect(await store.links.insert(again, sampleState('x'))).toBe(false);
  });

  it('[JN10] joins all at once or not at all', async () => {
    const connection = sampleConnection();
    await store.connections.insert(connection);
    const link = { ...sampleLink(connection), groups: [], beside: false };
    const order = sampleFact('order|first');
    const line: AuditLine = {
      at: 1,
      tenantId: connection.tenantId,
      connectionId: connection.id,
      who: 'person:basil',
      what: 'link-created',
      before: null,
      after: { linkId: link.id },
    };
    const lines = [line, { ...line, what: 'link-request-approved' }];
    const joined = { link, state: sampleState('fresh'), order, lines };
    const broken = [line, { ...line, what: null as unknown as string }];
    await expect(store.links.join({ ...joined, lines: broken })).rejects.toThrow();
    expect(await store.links.get(link.id)).toBeNull();
    expect(await store.links.join(joined)).toBe(true);
    expect(await store.links.get(link.id)).toMatchObject({ personId: link.personId });
    expect(await store.facts.unread(link.id)).toEqual([order]);
    expect(await store.audit.list(connection.tenantId, 5)).toEqual([...lines].reverse());
    expect(await store.links.join({ ...joined, order: sampleFact('order|second') })).toBe(false);
    expect(await store.facts.unread(link.id)).toEqual([order]);
  });

  it('[JN10] locks the connection before the proof, as its removal does, so neither waits for the other', async () => {
    const connection = sampleConnection();
    await store.connections.insert(connection);
    const proof = sampleProof(connection);
    await store.proofs.open(proof);
    const other = new Client({ connectionString: open.url });
    await other.connect();
    await other.query('BEGIN');
    await other.query('SELECT FROM presence_link.connections WHERE id = $1 FOR UPDATE', [
      connection.id,
    ]);
    const link = { ...sampleLink(connection), groups: [], beside: false };
    const joining = store.links.join({
      link,
      state: sampleState('fresh'),
      order: sampleFact('order|first'),
      lines: [],
      of: { kind: 'proof', id: proof.id },
    });
    await untilBlocked(other);
    const free = await other.query(
      'SELECT id FROM presence_link.proofs WHERE id = $1 FOR UPDATE SKIP LOCKED',
      [proof.id],
    );
    expect(free.rows).toEqual([{ id: proof.id }]);
    await other.query('DELETE FROM presence_link.connections WHERE id = $1', [connection.id]);
    await other.query('COMMIT');
    await other.end();
    expect(await joining).toBe(false);
    expect(await store.links.get(link.id)).toBeNull();
  });

  it('[MP4] keeps what is known of groups, and tells whose were asked for longest ago', async () => {
    const link = await storeLink(store, { groups: ['g-1', 'Night shift'] });
    const due = (before: number) => store.links.groupsDue(link.connectionId, before, 10);
    expect(await due(0)).toEqual([{ id: link.id, agentUserId: link.agentUserId }]);
    await store.links.keepGroups(link.id, null, 50);
    expect(await store.links.get(link.id)).toMatchObject({ groups: ['g-1', 'Night shift'] });
    await store.links.keepGroups(link.id, ['Day shift'], 60);
    expect(await store.links.get(link.id)).toMatchObject({ groups: ['Day shift'] });
    expect([await due(59), await due(60)]).toMatchObject([[], [{ id: link.id }]]);
    const turn = await store.turns.claim(link.id, 'token', 1, 2);
    expect(turn?.link.groups).toEqual(['Day shift']);
  });

  it('finds the agent of an event by user id, else by agent id', async () => {
    const link = await storeLink(store);
    const find = (agent: object) => store.links.findByAgent(link.connectionId, agent);
    expect(await find({ userId: link.agentUserId })).toBe(link.id);
    expect(await find({ userId: link.agentUserId.toUpperCase() })).toBe(link.id);
    expect(await find({ agentId: link.agentId })).toBe(link.id);
    expect(await find({ userId: 'nobody', agentId: link.agentId })).toBeNull();
    expect(await find({ agentId: 'nobody' })).toBeNull();
    expect(await find({})).toBeNull();
  });

  it('[KP5] removes a link with everything stored about the person', async () => {
    const link = await storeLink(store);
    await store.facts.append(link.id, [sampleFact('a')]);
    await store.links.remove(link.id);
    expect(await store.links.get(link.id)).toBeNull();
    expect(await store.facts.count()).toEqual([]);
  });

  it('names the people to watch, tenant by tenant', async () => {
    const link = await storeLink(store);
    const other = await storeLink(store, { tenantId: 'tenant-orchard' });
    expect(await store.links.watched(link.tenantId)).toEqual([
      { linkId: link.id, personId: link.personId },
    ]);
    expect(await store.links.watchedTenants()).toEqual([link.tenantId, other.tenantId]);
  });
});

describe('what is due', () => {
  it('names links whose awaited Teams reading is due', async () => {
    const early = await storeLink(store);
    const late = await storeLink(store);
    await settle(early.id, null, 500);
    await settle(late.id, null, 600);
    expect(await store.links.teamsDue(early.tenantId, 499)).toEqual([]);
    expect(await store.links.teamsDue(early.tenantId, 500)).toEqual([early.id]);
    expect(await store.links.teamsDue(early.tenantId, 600)).toEqual([early.id, late.id]);
    expect(await store.links.teamsDue('tenant-orchard', 600)).toEqual([]);
  });

  it('names links whose timer has run out, the longest waiting first', async () => {
    const links = [await storeLink(store), await storeLink(store), await storeLink(store)];
    for (const [index, link] of links.entries()) await settle(link.id, 900 - index * 100);
    expect(await store.links.due(699, 0, 10)).toEqual([]);
    expect(await store.links.due(800, 0, 10)).toEqual([links[2]?.id, links[1]?.id]);
    expect(await store.links.due(900, 0, 1)).toEqual([links[2]?.id]);
  });

  it('[TN2] names a link once whose facts nobody has read for the grace time', async () => {
    const link = await storeLink(store);
    await settle(link.id, 900);
    await store.facts.append(link.id, [sampleFact('a', 500), sampleFact('b', 510)]);
    expect(await store.links.due(699, 200, 10)).toEqual([]);
    expect(await store.links.due(700, 200, 10)).toEqual([link.id]);
    expect(await store.links.due(900, 200, 10)).toEqual([link.id]);
  });

  it('does not name a link for facts that wait', async () => {
    const link = await storeLink(store);
    await store.facts.append(link.id, [sampleFact('a', 500)]);
    const turn = await store.turns.claim(link.id, 'one', 600, 700);
    if (!turn) throw new Error('The link is claimed.');
    const outcomes = [{ factId: 'a', outcome: 'waits', code: 'unsettled' } as const];
    await store.turns.settle(turn.claim, sampleEnd({ outcomes }), 600);
    expect(await store.links.due(9_000, 0, 10)).toEqual([]);
  });

  it('[TN3] names a link whose turn died when its claim has ended, not before', async () => {
    const link = await storeLink(store);
    await store.facts.append(link.id, [sampleFact('a', 500)]);
    await store.turns.claim(link.id, 'dies', 600, 2_000);
    expect(await store.links.due(1_999, 0, 10)).toEqual([]);
    expect(await store.links.due(2_000, 0, 10)).toEqual([link.id]);
  });
});

describe('marks', () => {
  const since = 7;
  const archived = { code: 'agent-archived', since } as const;
  const gone = { code: 'person-gone', since } as const;

  it('[KP4] counts a mark only where it changes something', async () => {
    const link = await storeLink(store);
    expect(await store.links.mark(link.id, 'vcc', archived)).toBe(true);
    expect(await store.links.mark(link.id, 'vcc', { ...archived, since: 9 })).toBe(false);
    expect(await store.links.mark(link.id, 'teams', gone)).toBe(true);
    expect((await store.links.get(link.id))?.trouble).toEqual({ vcc: archived, teams: gone });
    expect(await store.links.mark(link.id, 'vcc', null)).toBe(true);
    expect(await store.links.mark(link.id, 'vcc', null)).toBe(false);
    expect(await store.links.mark('nobody', 'vcc', archived)).toBe(false);
    expect((await store.links.troubled()).map(({ trouble }) => trouble)).toEqual([{ teams: gone }]);
  });

  it('[KP4] watches nobody in Teams whom nobody may write', async () => {
    const link = await storeLink(store);
    const other = await storeLink(store);
    await store.links.mark(link.id, 'teams', gone);
    await store.links.mark(other.id, 'vcc', archived);
    expect((await store.links.watched(link.tenantId)).map(({ linkId }) => linkId)).toEqual([
      other.id,
    ]);
    await store.connections.edit(other.connectionId, {
      trouble: { teams: { code: 'consent-lost', since } },
    });
    expect(await store.links.watched(link.tenantId)).toEqual([]);
    expect(await store.links.watchedTenants()).toEqual([]);
  });

  it('[KP3] knows when an event of VCC was last seen for a connection', async () => {
    const link = await storeLink(store);
    expect(await store.facts.newestWebhook(link.connectionId)).toBe(0);
    const swept = { ...sampleFact('swept', 900), via: 'sweep' } as const;
    await store.facts.append(link.id, [sampleFact('a', 100), sampleFact('b', 300), swept]);
    expect(await store.facts.newestWebhook(link.connectionId)).toBe(300);
  });
});
