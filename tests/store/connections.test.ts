import type { AuditLine, SealedText, Store } from '../../src/store/store';
import { openTestStore } from './open-store';
import type { OpenStore } from './open-store';
import { runTurn, sampleConnection, sampleFact, sampleLink, sampleState } from './samples';

let open: OpenStore;
let store: Store;

beforeEach(async () => {
  open = await openTestStore();
  store = open.store;
});

afterEach(() => open.close());

it('gives a connection back as it was stored', async () => {
  const webhook = { subscriptionId: 's', secret: 'x' as SealedText, previousSecret: null };
  const connection = sampleConnection({ webhook, reason: 'Consent is missing.' });
  await store.connections.insert(connection);
  expect(await store.connections.get(connection.id)).toEqual(connection);
  expect(await store.connections.findByAccount(connection)).toEqual(connection);
  expect(await store.connections.get('nobody')).toBeNull();
  const elsewhere = { ...connection, tenantId: 'tenant-orchard' };
  expect(await store.connections.findByAccount(elsewhere)).toBeNull();
});

it('lists the connections of one tenant, and all, oldest first', async () => {
  const second = sampleConnection({ createdAt: 2 });
  const first = sampleConnection({ createdAt: 1 });
  const other = sampleConnection({ createdAt: 3, tenantId: 'tenant-orchard' });
  for (const one of [second, first, other]) await store.connections.insert(one);
  expect(await store.connections.list('tenant-meadow')).toEqual([first, second]);
  expect(await store.connections.all()).toEqual([first, second, other]);
});

it('[JN20] refuses a second connection under an account key within a tenant only', async () => {
  const connection = sampleConnection();
  await store.connections.insert(connection);
  const { accountKey } = connection;
  await store.connections.insert(sampleConnection({ accountKey, tenantId: 'tenant-orchard' }));
  const second = sampleConnection({ accountKey });
  await expect(store.connections.insert(second)).rejects.toMatchObject({ code: 'conflict' });
});

const LINE: AuditLine = {
  at: 1,
  tenantId: 'tenant-1',
  connectionId: null,
  who: 'person:basil',
  what: 'connection-created',
  before: null,
  after: null,
};

describe('[JN20] of drafts of one account', () => {
  const drafts = async () => {
    const both = [1, 2].map((n) => sampleConnection({ status: 'draft', tenantId: `tenant-${n}` }));
    for (const one of both) await store.connections.insert(one);
    return both.map(({ id }) => id) as [string, string];
  };
  const edit = { status: 'degraded', reason: 'Nothing arrives.', trouble: {} } as const;
  const take = (id: string, others: readonly string[]) => {
    const line = { ...LINE, connectionId: id };
    return store.connections.takeAccount(id, others, { edit, line });
  };

  it('the first that takes it has it, and the other is gone', async () => {
    const [first, second] = await drafts();
    expect(await take(first, [second])).toMatchObject({
      id: first,
      ...edit,
    });
    expect(await store.audit.list(LINE.tenantId, 5)).toEqual([{ ...LINE, connectionId: first }]);
    expect(await take(second, [])).toBeNull();
    expect((await store.connections.all()).map(({ id }) => id)).toEqual([first]);
  });

  it('one that saw another which has it by now does not get it', async () => {
    const [first, second] = await drafts();
    await take(first, []);
    expect(await take(second, [first])).toBeNull();
    expect(await store.connections.get(first)).toMatchObject(edit);
  });

  it('exactly one gets it where both take it at once, whichever saw the other', async () => {
    for (let round = 0; round < 40; round += 1) {
      const [first, second] = await drafts();
      const seen = round % 2 === 0 ? [second] : [];
      const taken = await Promise.all([take(first, seen), take(second, [first])]);
      const kept = (await store.connections.all()).map(({ id }) => id);
      expect(taken.flatMap((one) => (one ? [one.id] : []))).toHaveLength(1);
      expect(kept).toContain(taken.find((one) => one !== null)?.id);
      for (const id of [first, second]) await store.connections.remove(id);
    }
  });
});

describe('[KP5] a connection goes only while nobody is linked', () => {
  it('and with everything it has', async () => {
    const connection = sampleConnection();
    await store.connections.insert(connection);
    const link = sampleLink(connection);
    await store.links.insert(link, sampleState('fresh'));
    expect(await store.connections.removeUnlinked(connection.id)).toBe(false);
    await store.links.remove(link.id);
    expect(await store.connections.removeUnlinked(connection.id)).toBe(true);
    expect(await store.connections.removeUnlinked(connection.id)).toBe(false);
  });

  it('also where a link is stored in the same moment', async () => {
    for (let round = 0; round < 40; round += 1) {
      const connection = sampleConnection();
      await store.connections.insert(connection);
      const link = { ...sampleLink(connection), groups: [], beside: false };
      const whole = { link, state: sampleState('fresh'), order: sampleFact('order'), lines: [] };
      const both = [store.links.join(whole), store.connections.removeUnlinked(connection.id)];
      const [isJoined, isGone] = await Promise.all(round % 2 === 0 ? both : both.reverse());
      expect(isJoined).toBe(!isGone);
      const kept = await store.links.get(link.id);
      expect(kept !== null).toBe(round % 2 === 0 ? isJoined : isGone);
    }
  });
});

it('edits what is given, leaves the rest, and grows the version', async () => {
  const webhook = { subscriptionId: 's', secret: 'x' as SealedText, previousSecret: null };
  const connection = sampleConnection({ webhook, reason: 'It was away.', status: 'degraded' });
  await store.connections.insert(connection);
  const edited = await store.connections.edit(connection.id, { status: 'connected', reason: null });
  expect(edited).toEqual({ ...connection, status: 'connected', reason: null, version: 2 });
  const bare = await store.connections.edit(connection.id, { webhook: null, definitions: [] });
  expect(bare).toEqual({ ...edited, webhook: null, definitions: [], version: 3 });
  expect(await store.connections.get(connection.id)).toEqual(bare);
});

it('lets one of two edits of the same version win', async () => {
  const connection = sampleConnection();
  await store.connections.insert(connection);
  const edits = await Promise.all([
    store.connections.edit(connection.id, { definitionsAt: 6 }, 1),
    store.connections.edit(connection.id, { definitionsAt: 7 }, 1),
  ]);
  expect(edits.filter((edit) => edit === null)).toHaveLength(1);
  expect(await store.connections.edit('nobody', { definitionsAt: 8 })).toBeNull();
});

it('[MP4] stores an edit with its line of the audit, or neither', async () => {
  const connection = sampleConnection();
  await store.connections.insert(connection);
  const line = {
    at: 5,
    tenantId: connection.tenantId,
    connectionId: connection.id,
    who: 'person:basil',
    what: 'mapping-changed',
    before: connection.mapping,
    after: { rows: [null, 'x'] },
  };
  const edit = { definitionsAt: 6 };
  const edited = await store.connections.editAudited(connection.id, edit, { version: 1, line });
  expect(edited).toEqual({ ...connection, definitionsAt: 6, version: 2 });
  const late = await store.connections.editAudited(connection.id, edit, { version: 1, line });
  expect(late).toBeNull();
  expect(await store.audit.list(connection.tenantId, 10)).toEqual([line]);
});

it('removes a connection with its links, facts and records', async () => {
  const connection = sampleConnection();
  await store.connections.insert(connection);
  const link = sampleLink(connection);
  await store.links.insert(link, sampleState('fresh'));
  await store.facts.append(link.id, [sampleFact('a')]);
  await runTurn(store, link.id, 1_000);
  await store.connections.remove(connection.id);
  expect(await store.connections.get(connection.id)).toBeNull();
  expect(await store.links.get(link.id)).toBeNull();
  expect(await store.facts.count()).toEqual([]);
  expect(await store.records.list(link.id, { limit: 10 })).toEqual([]);
});
