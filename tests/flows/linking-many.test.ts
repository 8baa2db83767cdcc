/** Many agents at once, and what becomes of them: renamed, moved, exported, forgotten. */
import type { SimulatedAgent } from '../../sandbox/contract';
import { MEADOWBANK } from '../../sandbox/world/personas';
import { ADMIN, startJoining } from './joining';
import type { Answer, JoiningFlow } from './joining';

const { tenantId } = MEADOWBANK;

let flow: JoiningFlow;
let path: string;
beforeAll(async () => {
  flow = await startJoining();
  const made = await flow.ask(ADMIN, 'POST /connections', { body: flow.account() });
  path = `/connections/${String(made.body['id'])}`;
  arrangeRest();
});
afterAll(() => flow.stop());

/** Beside the eight agents of the demo, each of whom one person has the address of. */
function arrangeRest(): void {
  newAgent(1, 'twin@meadowbank.example', '=cmd()');
  newAgent(2, 'twin@meadowbank.example');
  newPerson(1, { mail: 'twin@meadowbank.example' });
  newAgent(3, 'shared@meadowbank.example');
  newPerson(2, { mail: 'shared@meadowbank.example' });
  newPerson(3, { userPrincipalName: 'shared@meadowbank.example' });
  newAgent(4, 'nobody@meadowbank.example');
  newAgent(5, '');
  newAgent(6, 'guest@meadowbank.example');
  newPerson(4, { mail: 'guest@meadowbank.example', userType: 'Guest' });
  newAgent(7, 'first.of.two@meadowbank.example');
  newAgent(8, 'second.of.two@meadowbank.example');
  newPerson(5, {
    mail: 'first.of.two@meadowbank.example',
    userPrincipalName: 'second.of.two@meadowbank.example',
  });
}

function newAgent(number: number, email: string, name = `Agent ${number}`): SimulatedAgent {
  const userId = `a9e47c00-5b1e-4d2a-8c3f-80000000000${number}`;
  return flow.sandbox.account.addAgent({ userId, agentId: `80000${number}`, name, email });
}

function newPerson(number: number, seed: Readonly<Record<string, string>>): void {
  const id = `7ea35000-2c4d-4f6b-9e1a-80000000000${number}`;
  const userPrincipalName = `person.${number}@meadowbank.example`;
  const person = { id, displayName: `Person ${number}`, userPrincipalName, ...seed };
  flow.sandbox.graph.addPerson(tenantId, person);
}

interface Row {
  readonly agent: { readonly userId: string; readonly agentId: string };
  readonly kind: string;
  readonly code: string;
}

async function report(): Promise<readonly Row[]> {
  return (await flow.ask(ADMIN, `GET ${path}/matches`)).body['items'] as Row[];
}

test('[JN13] the dry run names each user with the reason, and changes nothing', async () => {
  const answer = await flow.ask(ADMIN, `GET ${path}/matches`);
  expect(answer.body['counts']).toEqual({ exact: 8, ambiguous: 5, missing: 3, linked: 0 });
  const rest = (await report()).filter(({ agent }) => agent.agentId.startsWith('8'));
  expect(rest.map(({ agent, code }) => [agent.agentId, code])).toEqual([
    ['800001', 'agents-share-address'],
    ['800002', 'agents-share-address'],
    ['800003', 'people-share-address'],
    ['800004', 'nobody-has-address'],
    ['800005', 'no-address'],
    ['800006', 'nobody-has-address'],
    ['800007', 'person-has-several'],
    ['800008', 'person-has-several'],
  ]);
  expect((await flow.ask(ADMIN, `GET ${path}/links`)).body['items']).toEqual([]);
});

test('[JN13] as CSV a name never becomes a formula', async () => {
  const { headers, text } = await flow.ask(ADMIN, `GET ${path}/matches.csv`);
  expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect(text.split('\r\n')).toHaveLength(18);
  expect(text).toContain("\r\n800001,'=cmd(),twin@meadowbank.example,ambiguous,");
});

test('[JN13] whoever may be one of several is to be invited', async () => {
  const { body } = await flow.ask(ADMIN, `GET ${path}/invitations`);
  const people = (body['items'] as { person: { name: string }; agents: unknown[] }[]).map(
    ({ person, agents }) => [person.name, agents.length],
  );
  expect(people.sort()).toEqual([
    ['Person 1', 2],
    ['Person 2', 1],
    ['Person 3', 1],
    ['Person 5', 2],
  ]);
});

test('[JN13] exact ones are linked at a word, those named first; nobody else is', async () => {
  const [one] = (await report()).filter(({ kind }) => kind === 'exact');
  const unclear = 'a9e47c00-5b1e-4d2a-8c3f-800000000001';
  const agentUserIds = [one?.agent.userId, unclear];
  const first = await flow.ask(ADMIN, `POST ${path}/matches/apply`, { body: { agentUserIds } });
  expect(first.body).toMatchObject({
    linked: [{ agentUserId: one?.agent.userId }],
    refused: [{ agentUserId: unclear, code: 'agents-share-address' }],
  });
  const all = await flow.ask(ADMIN, `POST ${path}/matches/apply`, { body: {} });
  expect(all.body).toMatchObject({ refused: [], left: 0 });
  expect(all.body['linked']).toHaveLength(7);
  const counts = (await flow.ask(ADMIN, `GET ${path}/matches`)).body['counts'];
  expect(counts).toEqual({ exact: 0, ambiguous: 5, missing: 3, linked: 8 });
});

test('[JN18] links are listed page by page', async () => {
  const seen: string[] = [];
  let next: unknown = '';
  while (next !== null) {
    const after = next === '' ? '' : `&after=${String(next)}`;
    const page: Answer = await flow.ask(ADMIN, `GET ${path}/links?limit=3${after}`);
    seen.push(...(page.body['items'] as { id: string }[]).map(({ id }) => id));
    next = page.body['next'];
  }
  expect([seen.length, new Set(seen).size]).toEqual([8, 8]);
});

test('[JN15] new names follow at the next look, and a new address changes nothing of a link', async () => {
  const { agent, person } = flow.sandbox.find('juniper-vale');
  const before = (await flow.ask('juniper-vale', 'GET /me/link')).body['id'];
  const vcc = flow.sandbox.account.agents.find(({ userId }) => userId === agent?.userId);
  Object.assign(vcc?.seed ?? {}, { name: 'Juniper Meadows', email: 'new@meadowbank.example' });
  flow.sandbox.graph.addPerson(tenantId, {
    id: person.id,
    displayName: 'Juniper Meadows',
    userPrincipalName: 'juniper.meadows@meadowbank.example',
  });
  await flow.restart();
  await flow.advance(5_000);
  const after = (await flow.ask('juniper-vale', 'GET /me/link')).body;
  expect(after).toMatchObject({
    id: before,
    agent: { name: 'Juniper Meadows' },
    person: { name: 'Juniper Meadows' },
  });
});

test('[JN16] a person gets what is kept about them, and has it deleted; the audit stays', async () => {
  const own = await flow.ask('basil-thornwick', 'GET /me/data');
  const { id } = flow.sandbox.find('basil-thornwick').person;
  expect(own.body).toMatchObject({ personId: id, links: [{ personId: id }] });
  const asked = await flow.ask('basil-thornwick', `GET /people/${id}/data`);
  expect(asked.code).toBe('admin-only');
  const deleted = await flow.ask('basil-thornwick', 'DELETE /me/data');
  expect([deleted.status, deleted.body]).toEqual([202, { linksLeft: 1 }]);
  await flow.until('the link is gone', async () => {
    return (await flow.ask('basil-thornwick', 'GET /me/link')).code === 'not-linked';
  });
  const left = (await flow.ask(ADMIN, `GET /people/${id}/data`)).body;
  expect(left).toMatchObject({ links: [], records: [], proofs: [], requests: [] });
  const lines = left['audit'] as { what: string }[];
  expect(lines.map(({ what }) => what)).toEqual(['data-deleted', 'data-exported']);
});

test('[JN17] who uninstalls the app leaves', async () => {
  const { id: personId } = flow.sandbox.find('fennel-marsh').person;
  const [service] = flow.services;
  await service?.sync.desk.leaveApp({ tenantId, personId });
  await flow.until('the link is gone', async () => {
    return (await flow.ask('fennel-marsh', 'GET /me/link')).code === 'not-linked';
  });
  const [line] = (await flow.ask(ADMIN, 'GET /audit?limit=1')).body['items'] as object[];
  expect(line).toMatchObject({ what: 'app-uninstalled', who: `person:${personId}` });
});
