import { DEFAULT_MAPPING, DEFAULT_POLICIES } from '../../src/core/mapping';
import { isAdmin } from '../../src/desk/access';
import type { Person } from '../../src/desk/access';
import { ADMIN, AGENT, joinJuniper, NEW_CONNECTION, openDesk, STRANGER } from './rig';
import type { DeskRig } from './rig';

let rig: DeskRig;
let ids: { connectionId: string; linkId: string };
beforeAll(async () => {
  rig = await openDesk();
  ids = await joinJuniper(rig);
});
afterAll(() => rig.close());

const COLLEAGUE: Person = { ...AGENT, personId: 'fennel' };

/** Every order and question that names a connection or a link. */
const ON_CONNECTION: readonly [string, (person: Person) => Promise<unknown>][] = [
  ['getConnection', (person) => rig.desk.getConnection(person, ids.connectionId)],
  ['getMapping', (person) => rig.desk.getMapping(person, ids.connectionId)],
  ['putMapping', (person) => rig.desk.putMapping(person, edit(DEFAULT_MAPPING))],
  ['getPolicies', (person) => rig.desk.getPolicies(person, ids.connectionId)],
  ['putPolicies', (person) => rig.desk.putPolicies(person, edit(DEFAULT_POLICIES))],
  ['getHealth', (person) => rig.desk.getHealth(person, ids.connectionId)],
  ['listAgents', (person) => rig.desk.listAgents(person, { ...ids, limit: 5 })],
  ['listLinks', (person) => rig.desk.listLinks(person, { ...ids, limit: 5 })],
  [
    'createLink',
    (person) =>
      rig.desk.createLink(person, { ...ids, agentUserId: 'u-fennel', personId: 'fennel' }),
  ],
  [
    'updateCredentials',
    (person) =>
      rig.desk.updateCredentials(person, {
        ...ids,
        credentials: { clientId: 'a', clientSecret: 'b' },
      }),
  ],
  ['deleteConnection', (person) => rig.desk.deleteConnection(person, ids.connectionId)],
];
const ON_LINK: readonly [string, (person: Person) => Promise<unknown>][] = [
  ['getLink', (person) => rig.desk.getLink(person, ids.linkId)],
  ['listRecords', (person) => rig.desk.listRecords(person, { ...ids, limit: 5 })],
  ['orderState', (person) => rig.desk.orderState(person, { ...ids, presenceId: 'lunch' })],
  ['pauseLink', (person) => rig.desk.pauseLink(person, { ...ids, until: null })],
  ['resumeLink', (person) => rig.desk.resumeLink(person, ids)],
  ['showAgentState', (person) => rig.desk.showAgentState(person, ids)],
  ['deleteLink', (person) => rig.desk.deleteLink(person, ids)],
  [
    'follow',
    (person) =>
      rig.desk.follow(person, { linkIds: [ids.linkId], after: '0', take: () => undefined }),
  ],
];

function edit<T>(value: T) {
  return { connectionId: ids.connectionId, value, ifMatch: '*' };
}

test.each(ON_CONNECTION)('%s does not exist for another tenant', async (_name, ask) => {
  await expect(ask(STRANGER)).rejects.toMatchObject({ code: 'not-found' });
});

test.each(ON_CONNECTION)('%s is for admins', async (_name, ask) => {
  await expect(ask(AGENT)).rejects.toMatchObject({ code: 'admin-only' });
});

test.each(ON_LINK)('%s does not exist for another tenant', async (_name, ask) => {
  await expect(ask(STRANGER)).rejects.toMatchObject({ code: 'not-found' });
});

test.each(ON_LINK)('%s does not exist for a colleague', async (_name, ask) => {
  await expect(ask(COLLEAGUE)).rejects.toMatchObject({ code: 'not-found' });
});

test('an agent sees and orders their own link, an admin any of the tenant', async () => {
  expect(await rig.desk.getMyLink(AGENT)).toMatchObject({ id: ids.linkId });
  expect(await rig.desk.getLink(AGENT, ids.linkId)).toMatchObject({ id: ids.linkId });
  expect(await rig.desk.getLink(ADMIN, ids.linkId)).toMatchObject({ id: ids.linkId });
});

test('nobody refused has changed or woken anything', async () => {
  expect(rig.woken).toEqual([ids.linkId]);
  const lines = await rig.desk.listAudit(ADMIN, 50);
  expect(lines.map(({ what }) => what)).toEqual(['link-created', 'connection-created']);
});

test('connections, audit and an own link are those of the own tenant only', async () => {
  expect(await rig.desk.listConnections(STRANGER)).toEqual([]);
  expect(await rig.desk.listAudit(STRANGER, 50)).toEqual([]);
  await expect(rig.desk.getMyLink({ ...STRANGER, personId: 'juniper' })).rejects.toMatchObject({
    code: 'not-linked',
  });
  await expect(rig.desk.listConnections(AGENT)).rejects.toMatchObject({ code: 'admin-only' });
  await expect(rig.desk.listAudit(AGENT, 5)).rejects.toMatchObject({ code: 'admin-only' });
  await expect(rig.desk.createConnection(AGENT, NEW_CONNECTION)).rejects.toMatchObject({
    code: 'admin-only',
  });
});

test.each([
  ['the app role Admin', ['Admin'], [], true],
  ['Global Administrator', [], ['62e90394-69f5-4237-9190-012177145e10'], true],
  ['Teams Administrator', [], ['69091246-20E8-4A56-AA4D-066075B2A7A8'], true],
  ['another app role', ['Administrator'], [], false],
  ['another directory role', [], ['fe930be7-5e62-47db-91af-98c3a49a38b1'], false],
  ['nothing', [], [], false],
])('%s makes an admin or not', (_case, roles, wids, expected) => {
  expect(isAdmin({ ...AGENT, roles, wids })).toBe(expected);
});
