import { accountKeyOf } from '../../src/desk/reach';
import { WEBHOOK_EVENTS } from '../../src/desk/webhook';
import {
  ADMIN,
  AGENT,
  getStored,
  joinJuniper,
  NEW_CONNECTION,
  openDesk,
  PUBLIC_URL,
  SEALER,
  STRANGER,
  WEBHOOK_SECRET,
} from './rig';
import { sampleConnection } from '../store/samples';
import type { DeskRig, Outside } from './rig';
import type { Connection, SealedText } from '../../src/store/store';

/** Sealed with a key nobody has. */
const LOST = 'v1.00000000.AAAA' as SealedText;

let rig: DeskRig;
beforeAll(async () => void (rig = await openDesk()));
afterEach(() => rig.clear());
afterAll(() => rig.close());

function problem(code: string, more: object = {}) {
  return expect.objectContaining({ name: 'DeskError', code, more: expect.objectContaining(more) });
}

describe('connecting an account', () => {
  test('tries it, subscribes to its events and keeps both secrets sealed', async () => {
    const view = await rig.desk.createConnection(ADMIN, NEW_CONNECTION);
    const stored = await getStored(rig, view.id);
    expect(view).toMatchObject({ status: 'connected', accountKey: 'meadow-key', region: 'emea' });
    expect(stored).toMatchObject({ tenantId: 'meadow', status: 'connected' });
    expect(rig.outside.subscriptions).toEqual([
      expect.objectContaining({
        url: `${PUBLIC_URL}/hooks/vcc/${view.id}`,
        events: WEBHOOK_EVENTS,
      }),
    ]);
    expect(stored.webhook && SEALER.open(stored.webhook.secret)).toBe(WEBHOOK_SECRET);
    expect(SEALER.open(stored.vccClientSecret)).toBe('yarrow');
    expect(JSON.stringify([view, stored])).not.toContain('yarrow');
  });

  test('leaves an audit line without the secret', async () => {
    await rig.desk.createConnection(ADMIN, NEW_CONNECTION);
    const lines = await rig.desk.listAudit(ADMIN, 1);
    expect(lines).toEqual([
      expect.objectContaining({ who: 'person:basil', what: 'connection-created' }),
    ]);
    expect(JSON.stringify(lines)).not.toContain('yarrow');
  });

  test('is for admins only', async () => {
    const asked = rig.desk.createConnection(AGENT, NEW_CONNECTION);
    await expect(asked).rejects.toEqual(problem('admin-only'));
  });

  test('[KP3] an account that takes other names than ours is known to have settled for them', async () => {
    const events = WEBHOOK_EVENTS.map((name) => name.replace('.v1', '.v0'));
    rig.outside.takes = events;
    const { id } = await rig.desk.createConnection(ADMIN, NEW_CONNECTION);
    expect((await getStored(rig, id)).webhook).toMatchObject({
      settledEvents: events,
      wholeRefusedAt: rig.clock.now(),
    });
  });

  test.each<[string, (outside: Outside) => void, string, object]>([
    [
      'the token',
      ({ fail }) => (fail.token = { kind: 'refused', status: 400, reason: 'invalid_client' }),
      'vcc-step-failed',
      { steps: [expect.objectContaining({ step: 'token', isOk: false })] },
    ],
    [
      'a scope',
      (outside) => (outside.scopes = ['users:read', 'users:write', 'admin:read', 'admin:write']),
      'vcc-step-failed',
      { missing: ['stats'] },
    ],
    [
      'the states',
      ({ fail }) => (fail.definitions = { kind: 'forbidden', status: 403, reason: 'no' }),
      'vcc-step-failed',
      {
        steps: [
          expect.objectContaining({ step: 'token', isOk: true }),
          expect.objectContaining({ step: 'definitions', isOk: false }),
        ],
      },
    ],
    [
      'the users',
      ({ fail }) => (fail.users = { kind: 'forbidden', status: 403, reason: 'no' }),
      'vcc-step-failed',
      { detail: expect.stringContaining('"users"') },
    ],
    [
      'the webhooks',
      ({ fail }) => (fail.webhooks = { kind: 'forbidden', status: 403, reason: 'no' }),
      'vcc-step-failed',
      { detail: expect.stringContaining('"webhooks"') },
    ],
    [
      'the subscription',
      ({ fail }) => (fail.subscribe = { kind: 'refused', status: 400, reason: 'https only' }),
      'vcc-step-failed',
      { detail: expect.stringContaining('https only') },
    ],
    [
      'VCC as a whole',
      ({ fail }) => (fail.token = { kind: 'retry', reason: 'no answer' }),
      'vcc-unreachable',
      {},
    ],
    [
      'the consent',
      (outside) => (outside.roles = ['User.Read.All']),
      'consent-missing',
      { missing: ['Presence.ReadWrite.All'] },
    ],
    [
      'a token that Microsoft does not believe',
      ({ fail }) => (fail.roles = { kind: 'retry', status: 401, reason: 'token-not-believed' }),
      'microsoft-unreachable',
      { detail: expect.stringContaining('app registration') },
    ],
    [
      'Microsoft as a whole',
      ({ fail }) => (fail.roles = { kind: 'unknown', reason: 'timeout' }),
      'microsoft-unreachable',
      {},
    ],
  ])('names %s when it fails, and leaves nothing behind', async (_case, spoil, code, more) => {
    spoil(rig.outside);
    const asked = rig.desk.createConnection(ADMIN, NEW_CONNECTION);
    await expect(asked).rejects.toEqual(problem(code, more));
    expect(await rig.store.connections.all()).toEqual([]);
    expect(rig.outside.subscriptions).toEqual([]);
  });

  test('[JN20] an account is connected once, whoever asks and under whatever key', async () => {
    await rig.desk.createConnection(ADMIN, NEW_CONNECTION);
    for (const person of [ADMIN, STRANGER]) {
      for (const accountKey of ['meadow-key', 'another-name']) {
        const again = rig.desk.createConnection(person, { ...NEW_CONNECTION, accountKey });
        await expect(again).rejects.toEqual(problem('account-connected'));
      }
    }
    expect(rig.outside.subscriptions).toHaveLength(1);
  });

  test('[JN20] who claims the key of another account keeps its owner neither out nor company', async () => {
    const claimed = await rig.desk.createConnection(STRANGER, NEW_CONNECTION);
    const theirs = rig.outside.subscriptions.splice(0);
    const own = await rig.desk.createConnection(ADMIN, NEW_CONNECTION);
    expect(own).toMatchObject({ status: 'connected', accountKey: 'meadow-key' });
    expect(theirs.map(({ url }) => url)).toEqual([`${PUBLIC_URL}/hooks/vcc/${claimed.id}`]);
    const keys = (await rig.store.connections.all()).map((one) => accountKeyOf(one));
    expect(new Set(keys).size).toBe(2);
    const listed = await rig.desk.listConnections(ADMIN);
    expect(listed.map(({ id }) => id)).toEqual([own.id]);
  });

  test('[JN14] what the same tenant began and did not finish makes way at once', async () => {
    const first = await rig.desk.createConnection(ADMIN, NEW_CONNECTION);
    await rig.store.connections.edit(first.id, { status: 'draft' });
    const second = await rig.desk.createConnection(ADMIN, NEW_CONNECTION);
    expect(second.status).toBe('connected');
    expect((await rig.store.connections.all()).map(({ id }) => id)).toEqual([second.id]);
    expect(rig.outside.subscriptions.map(({ url }) => url)).toEqual([
      `${PUBLIC_URL}/hooks/vcc/${second.id}`,
    ]);
  });

  test('[JN14] what is connected between the look and the taking away stays, with its subscription', async () => {
    const first = await rig.desk.createConnection(ADMIN, NEW_CONNECTION);
    const stale = { ...(await getStored(rig, first.id)), status: 'draft' } as const;
    jest.spyOn(rig.store.connections, 'findByAccount').mockResolvedValueOnce(stale);
    jest.spyOn(rig.store.connections, 'get').mockResolvedValueOnce(stale);
    const again = rig.desk.createConnection(ADMIN, NEW_CONNECTION);
    await expect(again).rejects.toEqual(problem('account-connected'));
    jest.restoreAllMocks();
    expect((await getStored(rig, first.id)).status).toBe('connected');
    expect(rig.outside.subscriptions).toHaveLength(1);
  });

  test('[JN14] an unfinished one of another tenant does not make way', async () => {
    const first = await rig.desk.createConnection(STRANGER, NEW_CONNECTION);
    await rig.store.connections.edit(first.id, { status: 'draft' });
    const asked = rig.desk.createConnection(ADMIN, NEW_CONNECTION);
    await expect(asked).rejects.toEqual(problem('account-connected'));
    expect((await getStored(rig, first.id)).status).toBe('draft');
  });

  test('[JN14] of two attempts at once one is connected, and the other leaves nothing', async () => {
    const both = [1, 2].map(() => rig.desk.createConnection(ADMIN, NEW_CONNECTION));
    const ended = await Promise.allSettled(both);
    expect(ended.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(ended.filter(({ status }) => status === 'rejected')).toEqual([
      { status: 'rejected', reason: problem('account-connected') },
    ]);
    const kept = (await rig.store.connections.all()).map(({ id }) => id);
    expect(kept).toHaveLength(1);
    const urls = kept.map((id) => `${PUBLIC_URL}/hooks/vcc/${id}`);
    expect(rig.outside.subscriptions.map(({ url }) => url)).toEqual(urls);
  });

  test.each(Array.from({ length: 8 }, (_, trial) => [trial]))(
    '[JN20] of two tenants that connect one account at once exactly one gets it, trial %i',
    async (trial) => {
      const askers = trial % 2 === 0 ? [ADMIN, STRANGER] : [STRANGER, ADMIN];
      const both = askers.map((one) => rig.desk.createConnection(one, NEW_CONNECTION));
      const ended = await Promise.allSettled(both);
      const connected = ended.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
      expect(connected).toMatchObject([{ status: 'connected' }]);
      expect(ended.filter(({ status }) => status === 'rejected')).toEqual([
        { status: 'rejected', reason: problem('account-connected') },
      ]);
      const kept = (await rig.store.connections.all()).map(({ id }) => id);
      expect(kept).toEqual(connected.map(({ id }) => id));
      const urls = kept.map((id) => `${PUBLIC_URL}/hooks/vcc/${id}`);
      expect(rig.outside.subscriptions.map(({ url }) => url)).toEqual(urls);
    },
  );

  test('[JN14] what was begun with a secret that cannot be opened any more makes way all the same', async () => {
    const first = await rig.desk.createConnection(ADMIN, NEW_CONNECTION);
    const vccClientSecret = LOST;
    await rig.store.connections.edit(first.id, { status: 'draft', vccClientSecret });
    const second = await rig.desk.createConnection(ADMIN, NEW_CONNECTION);
    expect(second.status).toBe('connected');
    expect((await rig.store.connections.all()).map(({ id }) => id)).toEqual([second.id]);
    expect(rig.outside.subscriptions).toHaveLength(1);
  });

  test('[JN14] who gets the account takes away what the other began in the same moment', async () => {
    const begun: Connection = {
      ...sampleConnection({ tenantId: 'brook', status: 'draft' }),
      region: 'emea',
      accountKey: 'meadow-key',
    };
    rig.outside.onOwnHook = async () => {
      await rig.store.connections.insert(begun);
      const url = `${PUBLIC_URL}/hooks/vcc/${begun.id}`;
      rig.outside.subscriptions.push({ subscriptionId: 'begun', url, events: [] });
    };
    const { id } = await rig.desk.createConnection(ADMIN, NEW_CONNECTION);
    expect((await rig.store.connections.all()).map((one) => one.id)).toEqual([id]);
    expect(rig.outside.subscriptions.map(({ url }) => url)).toEqual([
      `${PUBLIC_URL}/hooks/vcc/${id}`,
    ]);
  });

  test('[JN8] is connected only when our own call has arrived, and all at once with its audit', async () => {
    const seen: (string | undefined)[] = [];
    const append = jest.spyOn(rig.store.audit, 'append');
    rig.outside.onOwnHook = async (id) => {
      const stored = await rig.store.connections.get(id);
      seen.push(stored?.status);
    };
    const { id } = await rig.desk.createConnection(ADMIN, NEW_CONNECTION);
    expect(seen).toEqual(['draft']);
    expect(append).not.toHaveBeenCalled();
    expect(await rig.desk.listAudit(ADMIN, 1)).toEqual([
      expect.objectContaining({ what: 'connection-created', connectionId: id }),
    ]);
    jest.restoreAllMocks();
  });

  test('[JN20] who cannot see that nobody else has subscribed is not connected', async () => {
    const away = { kind: 'retry', status: 503, reason: 'HTTP 503' } as const;
    const subscribe = rig.store.connections.edit;
    jest.spyOn(rig.store.connections, 'edit').mockImplementationOnce(async (...edit) => {
      rig.outside.fail.webhooks = away;
      return subscribe(...edit);
    });
    const asked = rig.desk.createConnection(ADMIN, NEW_CONNECTION);
    await expect(asked).rejects.toMatchObject({ code: 'vcc-unreachable' });
    expect(await rig.store.connections.all()).toEqual([]);
    jest.restoreAllMocks();
  });

  test('[JN20] an address that VCC writes in another way is still known for ours', async () => {
    await rig.desk.createConnection(ADMIN, NEW_CONNECTION);
    const [made] = rig.outside.subscriptions.splice(0);
    const url = `${made?.url.replace('link.meadowbank', 'LINK.Meadowbank')}/`;
    rig.outside.subscriptions.push({ ...made!, url });
    const asked = rig.desk.createConnection(STRANGER, NEW_CONNECTION);
    await expect(asked).rejects.toEqual(problem('account-connected'));
  });

  test.each([
    ['another key', ['other-key'], false],
    ['the key for another tenant', ['meadow-key@brook'], false],
    ['the key', ['meadow-key'], true],
    ['the key for this tenant', ['meadow-key@meadow'], true],
  ])('[JN6][JN20] with %s in the allow-list', async (_case, allowedAccounts, isLetIn) => {
    const strict = await openDesk({ allowedAccounts });
    const asked = strict.desk.createConnection(ADMIN, NEW_CONNECTION);
    if (isLetIn) expect(await asked).toMatchObject({ status: 'connected' });
    else await expect(asked).rejects.toEqual(problem('account-not-allowed'));
    await strict.close();
  });
});

describe('new credentials', () => {
  test('are tried, and a subscription VCC has lost is made anew', async () => {
    const { id: connectionId } = await rig.desk.createConnection(ADMIN, NEW_CONNECTION);
    rig.outside.subscriptions.length = 0;
    const credentials = { clientId: 'second', clientSecret: 'tansy' };
    const view = await rig.desk.updateCredentials(ADMIN, { connectionId, credentials });
    const stored = await getStored(rig, connectionId);
    expect(view.clientId).toBe('second');
    expect(SEALER.open(stored.vccClientSecret)).toBe('tansy');
    expect(rig.outside.subscriptions).toHaveLength(1);
  });

  test('that do not work change nothing', async () => {
    const { id: connectionId } = await rig.desk.createConnection(ADMIN, NEW_CONNECTION);
    rig.outside.fail.token = { kind: 'refused', status: 400, reason: 'invalid_client' };
    const credentials = { clientId: 'second', clientSecret: 'tansy' };
    const asked = rig.desk.updateCredentials(ADMIN, { connectionId, credentials });
    await expect(asked).rejects.toEqual(problem('vcc-step-failed'));
    expect((await getStored(rig, connectionId)).vccClientId).toBe('client');
  });

  test('[JN20] of an account that another organisation has connected are refused', async () => {
    const other = await rig.desk.createConnection(STRANGER, NEW_CONNECTION);
    const theirs = rig.outside.subscriptions.splice(0);
    const { id: connectionId } = await rig.desk.createConnection(ADMIN, NEW_CONNECTION);
    const before = await getStored(rig, connectionId);
    rig.outside.subscriptions = [...theirs];
    const credentials = { clientId: 'of-the-other', clientSecret: 'tansy' };
    const asked = rig.desk.updateCredentials(ADMIN, { connectionId, credentials });
    await expect(asked).rejects.toEqual(problem('account-connected'));
    expect(await getStored(rig, connectionId)).toEqual(before);
    expect(rig.outside.subscriptions).toEqual(theirs);
    expect((await getStored(rig, other.id)).status).toBe('connected');
  });

  test('[JN14] of another account leave nothing in the one before', async () => {
    const { id: connectionId } = await rig.desk.createConnection(ADMIN, NEW_CONNECTION);
    const before = rig.outside.subscriptions;
    rig.outside.accounts = { 'of-another': [] };
    const credentials = { clientId: 'of-another', clientSecret: 'tansy' };
    await rig.desk.updateCredentials(ADMIN, { connectionId, credentials });
    expect(before).toEqual([]);
    expect(rig.outside.accounts['of-another']).toHaveLength(1);
  });

  test('[JN14] are for what is connected, not for what was only begun', async () => {
    const { id: connectionId } = await rig.desk.createConnection(ADMIN, NEW_CONNECTION);
    await rig.store.connections.edit(connectionId, { status: 'draft' });
    const credentials = { clientId: 'second', clientSecret: 'tansy' };
    const asked = rig.desk.updateCredentials(ADMIN, { connectionId, credentials });
    await expect(asked).rejects.toEqual(problem('connection-not-ready'));
    expect((await getStored(rig, connectionId)).status).toBe('draft');
  });

  test('[JN7] help where the stored secret cannot be opened any more', async () => {
    const { id: connectionId } = await rig.desk.createConnection(ADMIN, NEW_CONNECTION);
    await rig.store.connections.edit(connectionId, { vccClientSecret: LOST });
    const credentials = { clientId: 'second', clientSecret: 'tansy' };
    await rig.desk.updateCredentials(ADMIN, { connectionId, credentials });
    const stored = await getStored(rig, connectionId);
    expect(SEALER.open(stored.vccClientSecret)).toBe('tansy');
  });
});

describe('deleting a connection', () => {
  test('[KP5] releases its links first and goes when none is left', async () => {
    const { connectionId, linkId } = await joinJuniper(rig);
    rig.woken.length = 0;
    expect(await rig.desk.deleteConnection(ADMIN, connectionId)).toEqual({ linksLeft: 1 });
    expect(rig.woken).toEqual([linkId]);
    await rig.store.links.remove(linkId);
    expect(await rig.desk.deleteConnection(ADMIN, connectionId)).toEqual({ linksLeft: 0 });
    expect(await rig.store.connections.get(connectionId)).toBeNull();
    expect(rig.outside.subscriptions).toEqual([]);
  });

  test('[JN7] goes also where its secret cannot be opened any more', async () => {
    const { id: connectionId } = await rig.desk.createConnection(ADMIN, NEW_CONNECTION);
    await rig.store.connections.edit(connectionId, { vccClientSecret: LOST });
    expect(await rig.desk.deleteConnection(ADMIN, connectionId)).toEqual({ linksLeft: 0 });
    expect(await rig.store.connections.get(connectionId)).toBeNull();
  });

  test('[KP5] does not take along who is linked in the same moment', async () => {
    for (let round = 0; round < 10; round += 1) {
      await rig.clear();
      await rig.clock.advance(3_600_000);
      const { id: connectionId } = await rig.desk.createConnection(ADMIN, NEW_CONNECTION);
      const ask = { connectionId, agentUserId: 'u-juniper', personId: 'juniper' };
      const [link, removal] = await Promise.allSettled([
        rig.desk.createLink(ADMIN, ask),
        rig.desk.deleteConnection(ADMIN, connectionId),
      ]);
      const isLinked = link.status === 'fulfilled';
      const left = removal.status === 'fulfilled' ? removal.value.linksLeft : -1;
      expect([isLinked, left]).toEqual([isLinked, isLinked ? 1 : 0]);
      expect(await rig.store.links.list(connectionId)).toHaveLength(left);
    }
  });
});
