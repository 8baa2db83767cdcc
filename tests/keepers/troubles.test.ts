import { createTroubles } from '../../src/keepers/troubles';
import type { Troubles } from '../../src/keepers/troubles';
import type { Connection, Link } from '../../src/store/store';
import { AWAY, GONE, openKeeperRig, SHUT_OUT } from './rig';
import type { KeeperRig } from './rig';

const MINUTE = 60_000;

let rig: KeeperRig;
let troubles: Troubles;
let connection: Connection;
let link: Link;

beforeEach(async () => {
  rig = await openKeeperRig();
  troubles = createTroubles(rig.deps);
  connection = await rig.connect();
  link = await rig.join(connection, 'juniper');
  rig.sides.users = [userOf('u-juniper')];
  rig.sides.people.set('p-juniper', {});
  rig.sides.known.add('p-juniper');
});
afterEach(() => rig.close());

function userOf(userId: string, changes: { active?: boolean; agentId?: string | null } = {}) {
  const mail = `${userId}@meadow.example`;
  return {
    userId,
    username: mail,
    name: userId,
    email: mail,
    active: true,
    agentId: 'a',
    ...changes,
  };
}

const stored = async (): Promise<Connection> => (await rig.store.connections.get(connection.id))!;
const storedLink = async (): Promise<Link> => (await rig.store.links.get(link.id))!;
const audits = async (): Promise<readonly string[]> =>
  (await rig.store.audit.list(connection.tenantId, 50)).map(({ what }) => what);

async function suspect(side: 'vcc' | 'teams'): Promise<void> {
  troubles.report({ kind: 'links', side, linkIds: [link.id] });
  await troubles.rest();
}

async function laterPass(): Promise<void> {
  await rig.clock.advance(MINUTE);
  await troubles.pass();
}

describe('what a refusal means', () => {
  test('[KP4] nothing is marked where all is well on looking', async () => {
    await suspect('vcc');
    await suspect('teams');
    expect([(await stored()).trouble, (await storedLink()).trouble]).toEqual([{}, {}]);
    expect(rig.marks).toEqual([]);
  });

  test.each([
    [
      'a consent withdrawn',
      { roles: { kind: 'forbidden', status: 401, reason: 'consent-missing' } },
      'consent-lost',
    ],
    ['a role taken away', { roles: ['User.Read.All'] }, 'consent-lost'],
    [
      'a secret of ours that ran out',
      { roles: { kind: 'forbidden', status: 401, reason: 'expired-secret' } },
      'app-refused',
    ],
  ] as const)('[KP4] %s marks the connections of the tenant', async (_what, said, code) => {
    Object.assign(rig.sides, said);
    const other = await rig.connect();
    await suspect('teams');
    for (const id of [connection.id, other.id]) {
      const one = await rig.store.connections.get(id);
      expect(one).toMatchObject({ status: 'disconnected', trouble: { teams: { code } } });
      expect(one?.reason).toMatch(/\.$/);
    }
    expect((await storedLink()).trouble).toEqual({});
  });

  test.each([
    ['credentials revoked', { scopes: SHUT_OUT }, 'vcc-credentials'],
    ['a scope taken away', { scopes: ['users:read', 'stats'] }, 'vcc-scope'],
  ] as const)('[KP4] %s mark the connection', async (_what, said, code) => {
    Object.assign(rig.sides, said);
    await suspect('vcc');
    expect(await stored()).toMatchObject({ status: 'disconnected', trouble: { vcc: { code } } });
    expect((await storedLink()).trouble).toEqual({});
  });

  test.each([
    ['archived', []],
    ['inactive', [userOf('u-juniper', { active: false })]],
    ['no agent any more', [userOf('u-juniper', { agentId: null })]],
  ])('[KP4] an agent who is %s is marked alone', async (_what, users) => {
    rig.sides.users = users;
    await suspect('vcc');
    expect((await storedLink()).trouble).toMatchObject({ vcc: { code: 'agent-archived' } });
    expect((await stored()).status).toBe('connected');
  });

  test('[KP4] a person is deleted when the directory says so, and unlicensed when only Teams does', async () => {
    rig.sides.people.delete('p-juniper');
    await suspect('teams');
    expect((await storedLink()).trouble).toMatchObject({ teams: { code: 'no-licence' } });
    rig.sides.known.delete('p-juniper');
    await laterPass();
    expect((await storedLink()).trouble).toMatchObject({ teams: { code: 'person-gone' } });
  });

  test('[KP4] what cannot be told now marks nobody', async () => {
    Object.assign(rig.sides, { roles: AWAY, scopes: AWAY });
    await suspect('vcc');
    await suspect('teams');
    expect([(await stored()).trouble, (await storedLink()).trouble]).toEqual([{}, {}]);
  });

  test('[KP4] however many turns are refused, it is looked into once a minute', async () => {
    rig.sides.scopes = SHUT_OUT;
    for (let turn = 0; turn < 20; turn += 1) {
      troubles.report({ kind: 'account', connectionId: connection.id });
    }
    await troubles.rest();
    expect(rig.calls('tryCredentials')).toBe(1);
    expect(rig.marks).toEqual(['connection vcc-credentials']);
    expect(await audits()).toEqual(['connection-marked']);
  });
});

describe('healing', () => {
  test('[KP4] a connection heals when its cause has gone, and all its links go on', async () => {
    const other = await rig.join(connection, 'fennel');
    rig.sides.roles = ['User.Read.All'];
    await suspect('teams');
    expect(await rig.store.links.watched(connection.tenantId)).toEqual([]);
    await laterPass();
    expect((await stored()).status).toBe('disconnected');
    rig.sides.roles = ['Presence.ReadWrite.All'];
    rig.woken.length = 0;
    await laterPass();
    expect(await stored()).toMatchObject({ status: 'connected', reason: null, trouble: {} });
    expect([...rig.woken].sort()).toEqual([link.id, other.id].sort());
    expect(await rig.store.links.watched(connection.tenantId)).toHaveLength(2);
    expect(rig.marks).toEqual(['connection consent-lost', 'connection null']);
    const turn = await rig.store.turns.claim(link.id, 'look', rig.clock.now(), rig.clock.now());
    expect(turn?.facts).toMatchObject([{ kind: 'healed', healed: 'teams' }]);
  });

  test('[KP4] one cheap call a minute looks after a connection, whatever the head-count', async () => {
    for (const name of ['fennel', 'sorrel', 'yarrow']) await rig.join(connection, name);
    rig.sides.scopes = SHUT_OUT;
    await suspect('vcc');
    rig.sides.calls.length = 0;
    for (let minute = 0; minute < 5; minute += 1) await laterPass();
    expect(rig.sides.calls).toEqual(Array.from({ length: 5 }, () => 'tryCredentials'));
  });

  test('[KP4] an agent and a person heal by themselves', async () => {
    rig.sides.users = [];
    rig.sides.people.set('p-juniper', GONE);
    rig.sides.known.clear();
    await suspect('vcc');
    await suspect('teams');
    expect((await storedLink()).trouble).toMatchObject({
      vcc: { code: 'agent-archived' },
      teams: { code: 'person-gone' },
    });
    rig.sides.users = [userOf('u-juniper')];
    await laterPass();
    expect(Object.keys((await storedLink()).trouble)).toEqual(['teams']);
    rig.sides.people.set('p-juniper', {});
    await laterPass();
    expect((await storedLink()).trouble).toEqual({});
    expect(rig.marks).toEqual([
      'link agent-archived',
      'link person-gone',
      'link null',
      'link null',
    ]);
  });

  test('[KP4] new credentials are looked at at once', async () => {
    rig.sides.scopes = SHUT_OUT;
    await suspect('vcc');
    rig.sides.scopes = ['users:read', 'users:write'];
    await troubles.lookAgain(connection.id);
    expect(await stored()).toMatchObject({ status: 'connected', trouble: {} });
  });

  test('[KP4] of two processes one looks after the marked', async () => {
    rig.sides.scopes = SHUT_OUT;
    await suspect('vcc');
    await rig.clock.advance(MINUTE);
    rig.sides.calls.length = 0;
    await troubles.pass();
    await createTroubles({ ...rig.deps, owner: 'another' }).pass();
    expect(rig.sides.calls).toEqual(['tryCredentials']);
  });
});
