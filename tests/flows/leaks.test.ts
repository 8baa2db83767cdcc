/** JN19: everything a complete run wrote, searched for what must not be in it. */
import { Client } from 'pg';
import { createLog } from '../../src/runtime/log';
import { ADMIN, startJoining, STRANGER } from './joining';
import type { Answer, JoiningFlow } from './joining';

const SECOND = 1_000;
/** Members of answers that hold names and mail addresses, as their schemas say. */
const NAMING = new Set(['name', 'email', 'personName', 'agentName']);

let flow: JoiningFlow;
const lines: string[] = [];
const answers: { readonly row: string; readonly answer: Answer }[] = [];
const tokens: string[] = [];

async function ask(who: string, row: string, body?: unknown): Promise<Answer> {
  const token = await flow.sandbox.tokenFor(who);
  tokens.push(token);
  const answer = await flow.ask(who, row, { token, ...(body === undefined ? {} : { body }) });
  answers.push({ row, answer });
  return answer;
}

beforeAll(async () => {
  const destination = { write: (line: string): void => void lines.push(line) };
  flow = await startJoining({ log: createLog({ level: 'trace', destination }) });
  await runEverything();
}, 180_000);
afterAll(() => flow.stop());

async function runEverything(): Promise<void> {
  const consent = await ask(ADMIN, 'POST /tenant/consent', {});
  await flow.consent(String(consent.body['url']));
  await ask(ADMIN, 'POST /connections/try', flow.account({ clientSecret: 'nettle-and-dock' }));
  await ask(ADMIN, 'POST /connections', flow.account({ region: 'nam' }));
  const made = await ask(ADMIN, 'POST /connections', flow.account());
  const connectionId = String(made.body['id']);
  const path = `/connections/${connectionId}`;
  await ask('juniper-vale', 'GET /me/joining');
  const link = await ask('juniper-vale', 'POST /me/link', { connectionId });
  await ask('fennel-marsh', 'POST /me/proofs', { connectionId, agentId: '4012' });
  const request = await ask('basil-thornwick', 'POST /me/requests', {
    connectionId,
    agentId: '4007',
  });
  await ask(ADMIN, `POST /requests/${String(request.body['id'])}/approve`, {});
  await ask(ADMIN, `POST ${path}/matches/apply`, {});
  await act(String(link.body['id']));
  await goWrong(path);
  for (const row of ['', '/health', '/credentials', '/agents', '/links', '/matches', '/requests']) {
    await ask(ADMIN, `GET ${path}${row}`);
  }
  await ask(ADMIN, `GET ${path}/invitations`);
  await ask(ADMIN, 'GET /audit');
  await ask('juniper-vale', 'GET /me/data');
  await ask('juniper-vale', `GET /links/${String(link.body['id'])}/records`);
  await ask(STRANGER, 'GET /me/link');
}

/** Both sides move, and orders are given. */
async function act(linkId: string): Promise<void> {
  const { agent, person } = flow.sandbox.find('juniper-vale');
  await flow.advance(10 * SECOND);
  agent?.choose('Lunch');
  await flow.advance(10 * SECOND);
  person.setByHand('DoNotDisturb');
  await flow.advance(20 * SECOND);
  await ask('juniper-vale', `POST /links/${linkId}/orders/pause`, {});
  await ask('juniper-vale', `POST /links/${linkId}/orders/state`, { presenceId: 'no-such' });
  await ask('juniper-vale', `POST /links/${linkId}/orders/resume`, {});
  await flow.advance(10 * SECOND);
}

/** What goes wrong is told most, and so leaks first. */
async function goWrong(path: string): Promise<void> {
  const { entra, graph, vcc, account, app } = flow.sandbox;
  const { agent, person } = flow.sandbox.find('juniper-vale');
  graph.faults.add({
    status: 500,
    body: 'Juniper Vale <juniper.vale@meadowbank.example>',
    times: 3,
  });
  const words = '{"message":"Juniper Vale may not"}';
  vcc.faults.add({ method: 'PATCH', status: 400, body: words, times: 1 });
  vcc.faults.add({ path: /useradmin/, status: 500, body: words, times: 2 });
  person.setByHand('Busy');
  await flow.advance(30 * SECOND);
  await ask(ADMIN, `GET ${path}/agents`);
  await ask(ADMIN, `GET ${path}/matches`);
  vcc.faults.clear();
  agent?.choose('Break');
  await flow.advance(20 * SECOND);
  entra.withdrawConsent(flow.sandbox.find(ADMIN).persona.tenantId, app.clientId);
  account.revokeCredentials();
  agent?.choose('Lunch');
  await flow.advance(70 * SECOND);
  await ask(ADMIN, `GET ${path}/agents`);
  const { tenantId } = flow.sandbox.find(ADMIN).persona;
  entra.consent(tenantId, app.clientId);
  account.replaceCredentials(flow.sandbox.vccCredentials);
  await ask(ADMIN, `PUT ${path}/credentials`, flow.sandbox.vccCredentials);
  await flow.advance(70 * SECOND);
}

/** Secrets of both sides, and tokens of people. */
function secrets(): readonly string[] {
  const { app, vccCredentials, account } = flow.sandbox;
  return [
    ...tokens,
    ...tokens.map((token) => token.split('.')[2] ?? token),
    app.clientSecret,
    vccCredentials.clientSecret,
    'nettle-and-dock',
    Buffer.alloc(32, 7).toString('base64'),
    ...account.subscriptions().map(({ secret }) => secret),
  ];
}

function namesAndMail(): readonly string[] {
  return flow.sandbox.inhabitants.flatMap(({ person, persona }) => [
    persona.name,
    person.userPrincipalName,
  ]);
}

function findIn(text: string, words: readonly string[]): readonly string[] {
  return words.filter((word) => word !== '' && text.toLowerCase().includes(word.toLowerCase()));
}

/** Every text of an answer with the member that holds it. */
function texts(value: unknown, member = ''): readonly (readonly [string, string])[] {
  if (typeof value === 'string') return [[member, value]];
  if (Array.isArray(value)) return value.flatMap((one) => texts(one, member));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) => texts(part, name));
}

async function readTable(table: string): Promise<string> {
  const client = new Client({ connectionString: flow.databaseUrl });
  await client.connect();
  const { rows } = await client.query(`SELECT * FROM presence_link.${table}`);
  await client.end();
  expect(rows.length).toBeGreaterThan(0);
  return JSON.stringify(rows);
}

test('[JN19] the run wrote enough to be searched', () => {
  expect(lines.length).toBeGreaterThan(200);
  expect(answers.filter(({ answer }) => answer.status >= 400).length).toBeGreaterThan(3);
  expect(answers.filter(({ answer }) => answer.status < 300).length).toBeGreaterThan(15);
});

test('[JN19] no log line holds a token, a secret, a name or a mail address', () => {
  const leaks = lines.flatMap((line) =>
    findIn(line, [...secrets(), ...namesAndMail()]).map((word) => [word, line]),
  );
  expect(leaks).toEqual([]);
  expect(lines.filter((line) => /eyJ[\w-]{10}|[\w.]+@[\w-]+\.example/.test(line))).toEqual([]);
});

test('[JN19] no problem answer does', () => {
  const problems = answers.filter(({ answer }) => answer.status >= 400);
  const leaks = problems.flatMap(({ row, answer }) =>
    findIn(answer.text, [...secrets(), ...namesAndMail()]).map((word) => [row, word]),
  );
  expect(leaks).toEqual([]);
});

test('[JN19] no metric does', async () => {
  const { text } = await flow.ask(ADMIN, 'GET /metrics', { token: '' });
  expect(text).toContain('presence_link');
  expect(findIn(text, [...secrets(), ...namesAndMail()])).toEqual([]);
});

test.each(['records', 'facts', 'audit'])('[JN19] no line of %s does', async (table) => {
  expect(findIn(await readTable(table), [...secrets(), ...namesAndMail()])).toEqual([]);
});

test.each(['connections', 'links', 'consents', 'tenants'])(
  '[JN7][JN19] secrets lie readable nowhere, not in %s',
  async (table) => {
    if (table === 'consents') await ask(ADMIN, 'POST /tenant/consent', {});
    expect(findIn(await readTable(table), secrets())).toEqual([]);
  },
);

test('[JN19] other answers name people where their schema says so, and hold no secret', () => {
  for (const { row, answer } of answers.filter((one) => one.answer.status < 300)) {
    expect([row, findIn(answer.text, secrets())]).toEqual([row, []]);
    const named = texts(answer.body).filter(([, text]) => findIn(text, namesAndMail()).length > 0);
    const elsewhere = named.filter(([member]) => !NAMING.has(member));
    expect([row, elsewhere]).toEqual([row, []]);
  }
});
