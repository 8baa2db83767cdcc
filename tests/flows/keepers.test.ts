/** What passes over, and what only somebody outside can mend (KP1 to KP5). */
import type { ConnectionView, HealthView, LinkView } from '../../src/desk/contract';
import { rowsOf } from './accounts';
import { endFlow } from './ended';
import { startFlow } from './flow';
import type { Flow, FlowOptions } from './flow';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const OURS = /\/hooks\/vcc\//;

let flow: Flow;
afterEach(() => endFlow(flow));

const start = async (options: FlowOptions = {}): Promise<void> => {
  flow = await startFlow({
    scanMs: 2_000,
    settings: { VCC_SWEEP_MS: '60000', TEAMS_SWEEP_MS: '4000' },
    ...options,
  });
};

/** For tests that let an hour pass. */
const SELDOM: FlowOptions = {
  scanMs: 10_000,
  settings: { VCC_SWEEP_MS: '600000', TEAMS_SWEEP_MS: '30000' },
};

const shown = (): string => flow.one.person.shown().availability;
const state = (): string => flow.one.agent.presence().definition.description;
const connection = (): Promise<ConnectionView> =>
  flow.api<ConnectionView>('GET', `/connections/${flow.connectionId}`);
const health = (): Promise<HealthView> =>
  flow.api<HealthView>('GET', `/connections/${flow.connectionId}/health`);
const link = (): Promise<LinkView> => flow.api<LinkView>('GET', `/links/${flow.one.linkId}`);
const audits = async (): Promise<readonly string[]> => {
  const { items } = await flow.api<{ items: { what: string }[] }>('GET', '/audit');
  return items.map(({ what }) => what);
};
const ours = () => flow.sandbox.account.subscriptions().filter(({ url }) => OURS.test(url));

describe('consent', () => {
  test('[KP4] withdrawn consent stops writing, is told once, and heals by itself', async () => {
    await start({ agents: 3 });
    const { entra, app } = flow.sandbox;
    const { tenantId } = flow.one.person;
    entra.withdrawConsent(tenantId, app.clientId);
    flow.sandbox.entra.faults.clear();
    await expireTokens();
    flow.one.agent.choose('Lunch');
    await flow.advance(MINUTE);
    expect(await connection()).toMatchObject({ status: 'disconnected' });
    expect((await health()).troubles).toMatchObject([{ side: 'teams', code: 'consent-lost' }]);
    expect((await health()).linksInTrouble).toEqual([]);
    expect((await link()).status.code).toBe('consent-lost');
    flow.forget();
    flow.one.agent.choose('Ready');
    await flow.advance(5 * MINUTE);
    expect(flow.sandbox.graph.requests).toEqual([]);
    flow.one.agent.choose('Away');
    entra.consent(tenantId, app.clientId);
    await flow.advance(2 * MINUTE);
    expect(await connection()).toMatchObject({ status: 'connected', reason: null });
    expect(shown()).toBe('Away');
    const told = await audits();
    expect(told.filter((what) => what === 'connection-marked')).toHaveLength(1);
    expect(told.filter((what) => what === 'connection-healed')).toHaveLength(1);
    expect(told.filter((what) => what.startsWith('link-marked'))).toEqual([]);
  }, 120_000);
});

/** App tokens last an hour or so; one withdrawn consent is felt when they end or are refused. */
async function expireTokens(): Promise<void> {
  flow.sandbox.graph.faults.add({ status: 401, times: 1 });
  await flow.advance(5 * SECOND);
}

describe('credentials', () => {
  test('[KP4] revoked credentials stop writing to VCC; new ones end the trouble at once', async () => {
    await start();
    flow.sandbox.account.revokeCredentials();
    flow.one.person.setByHand('Busy');
    await flow.advance(2 * MINUTE);
    expect((await health()).troubles).toMatchObject([{ side: 'vcc', code: 'vcc-credentials' }]);
    expect((await link()).status.code).toBe('vcc-credentials');
    flow.forget();
    await flow.advance(10 * MINUTE);
    // One try a minute, and nothing else.
    expect(flow.sandbox.vcc.requests.every(({ path }) => path.endsWith('/token'))).toBe(true);
    expect(flow.sandbox.vcc.requests.length).toBeLessThanOrEqual(11);
    const fresh = { clientId: 'clover-client', clientSecret: 'yarrow-and-vetch' };
    flow.sandbox.account.replaceCredentials?.(fresh);
    const path = `/connections/${flow.connectionId}/credentials`;
    const view = await flow.api<ConnectionView>('PUT', path, { body: fresh });
    expect(view).toMatchObject({ status: 'connected', reason: null });
    await flow.advance(30 * SECOND);
    expect(state()).toBe('Extended Away');
  }, 120_000);
});

describe('agents and people', () => {
  test('[KP4] an archived agent is left alone with the reason told, and restored goes on', async () => {
    await start();
    flow.one.agent.choose('Lunch');
    await flow.advance(20 * SECOND);
    flow.sandbox.account.archive(flow.one.agent.userId);
    await flow.advance(3 * MINUTE);
    expect((await link()).status.code).toBe('agent-archived');
    expect((await health()).linksInTrouble).toMatchObject([{ code: 'agent-archived' }]);
    expect(await connection()).toMatchObject({ status: 'connected' });
    flow.forget();
    flow.one.person.setByHand('Busy');
    await flow.advance(5 * MINUTE);
    expect(flow.vccWrites()).toEqual([]);
    flow.sandbox.account.restore(flow.one.agent.userId);
    flow.one.agent.choose('Away');
    await flow.advance(3 * MINUTE);
    expect((await link()).status.code).not.toBe('agent-archived');
    expect(shown()).toBe('Away');
  }, 120_000);

  test('[KP4] a deleted person is not written to, and comes back', async () => {
    await start({ agents: 2 });
    const { id, tenantId } = flow.one.person;
    flow.sandbox.graph.removePerson(tenantId, id);
    await flow.advance(30 * SECOND);
    expect((await link()).status.code).toBe('person-gone');
    flow.forget();
    flow.one.agent.choose('Lunch');
    await flow.advance(2 * MINUTE);
    expect(flow.graphWrites()).toEqual([]);
    flow.sandbox.graph.restorePerson(tenantId, id);
    await flow.advance(2 * MINUTE);
    expect((await link()).status.code).not.toBe('person-gone');
    const person = flow.sandbox.graph.person(tenantId, id);
    expect(person?.shown().availability).toBe('Away');
  }, 120_000);

  test('[KP1][KP4] one deleted person does not blind the sweep where Graph refuses the whole list', async () => {
    await start({ agents: 3, prepare: ({ graph }) => void (graph.knobs.unknownIds = '404') });
    const [gone, ...others] = flow.linked;
    flow.sandbox.graph.removePerson(gone!.person.tenantId, gone!.person.id);
    for (const { person } of others) person.setByHand('DoNotDisturb');
    await flow.advance(30 * SECOND);
    const states = others.map(({ agent }) => agent.presence().definition.description);
    expect(states).toEqual(['Away', 'Away']);
    expect((await link()).status.code).toBe('person-gone');
  }, 120_000);
});

describe('webhooks of VCC', () => {
  test('[KP3] a subscription deleted behind our back is made again at the next start, exactly one', async () => {
    await start();
    const [held] = ours();
    await deleteAtVcc(held!.subscriptionId);
    expect(ours()).toHaveLength(0);
    const [service] = flow.services;
    await flow.stopService(service!);
    await flow.startAgain(service!);
    await flow.advance(10 * SECOND);
    expect(ours()).toHaveLength(1);
    flow.one.agent.choose('Lunch');
    await flow.advance(2 * SECOND);
    expect(shown()).toBe('Away');
  }, 120_000);

  test('[KP2][KP3] silence although the sweep finds changes is noticed before the hour is over', async () => {
    await start();
    const [held] = ours();
    await deleteAtVcc(held!.subscriptionId);
    for (const chosen of ['Lunch', 'Ready', 'Away', 'Ready']) {
      flow.one.agent.choose(chosen);
      await flow.advance(130 * SECOND);
    }
    expect(ours()).toHaveLength(1);
    expect(ours()[0]?.subscriptionId).not.toBe(held?.subscriptionId);
  }, 180_000);

  test('[KP3] a secret changed by somebody else is noticed by its signatures and replaced', async () => {
    await start();
    const [held] = ours();
    const secret = Buffer.alloc(32, 9).toString('base64');
    await patchAtVcc(held!.subscriptionId, { secret });
    for (const chosen of ['Lunch', 'Ready', 'Away', 'Lunch', 'Ready']) {
      flow.one.agent.choose(chosen);
      await flow.advance(20 * SECOND);
    }
    await flow.advance(MINUTE);
    expect(ours()).toHaveLength(1);
    expect(ours()[0]?.secret).not.toBe(secret);
    flow.one.agent.choose('Lunch');
    await flow.advance(2 * SECOND);
    expect(shown()).toBe('Away');
  }, 180_000);

  test('[KP2] thirty lost of a hundred events, ends of channels among them, leave nobody Busy', async () => {
    await start({
      agents: 8,
      prepare: ({ account }) => Object.assign(account.knobs, { lose: 0.3, seed: 11 }),
    });
    for (let round = 0; round < 3; round += 1) {
      for (const { agent } of flow.linked) agent.takeCall();
      await flow.advance(70 * SECOND);
      for (const { person } of flow.linked) expect(person.shown().availability).toBe('Busy');
      for (const { agent } of flow.linked) agent.endCall();
      await flow.advance(10 * SECOND);
      for (const { agent } of flow.linked) agent.endWrapUp();
      await flow.advance(130 * SECOND);
      for (const { person } of flow.linked) expect(person.shown().availability).toBe('Available');
    }
  }, 240_000);

  test('[KP2] without the scope for the stats every agent is read singly', async () => {
    await start({
      agents: 2,
      prepare: ({ account }) => Object.assign(account.knobs, { lose: 1, multiScope: 'refuse' }),
    });
    flow.sandbox.vcc.faults.add({ path: /\/stats\//, status: 403 });
    flow.one.agent.choose('Lunch');
    await flow.advance(70 * SECOND);
    expect(shown()).toBe('Away');
    expect(await connection()).toMatchObject({ status: 'connected' });
  }, 120_000);
});

describe('unlinking', () => {
  test('[KP5] nothing of the person or the agent is left anywhere but in the audit', async () => {
    await start({ agents: 2 });
    const { agent, person } = flow.one;
    agent.choose('Lunch');
    await flow.advance(20 * SECOND);
    expect(await tablesWith(person.id)).not.toEqual([]);
    await flow.api('DELETE', `/links/${flow.one.linkId}`);
    await flow.advance(20 * SECOND);
    expect(person.held().filter(({ by }) => by !== undefined)).toEqual([]);
    const mail = person.userPrincipalName;
    for (const word of [person.id, agent.userId, person.displayName, agent.name, mail]) {
      expect([word, await tablesWith(word)]).toEqual([word, []]);
    }
  }, 120_000);

  test('[KP5] an outage of Graph delays the end of a link by an hour at most', async () => {
    await start(SELDOM);
    flow.one.agent.choose('Lunch');
    await flow.advance(20 * SECOND);
    flow.sandbox.graph.faults.add({ status: 503 });
    await flow.api('DELETE', `/links/${flow.one.linkId}`);
    await flow.advance(50 * MINUTE);
    expect(await linkIds()).toEqual([flow.one.linkId]);
    await flow.advance(11 * MINUTE);
    expect(await linkIds()).toEqual([]);
  }, 240_000);
});

async function linkIds(): Promise<readonly string[]> {
  const rows = await rowsOf<{ id: string }>(flow, 'SELECT id FROM presence_link.links');
  return rows.map(({ id }) => id);
}

/** Tables of any schema, the audit apart, with a row in which the word stands anywhere. */
async function tablesWith(word: string): Promise<readonly string[]> {
  const tables = await rowsOf<{ name: string }>(
    flow,
    `SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
     WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')
       AND table_name <> 'audit'`,
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const sql = `SELECT 1 AS hit FROM ${name} AS one WHERE one::text ILIKE '%' || $1 || '%' LIMIT 1`;
    if ((await rowsOf(flow, sql, [word])).length > 0) found.push(name);
  }
  return found;
}

async function deleteAtVcc(subscriptionId: string): Promise<void> {
  await atVcc('DELETE', subscriptionId);
}

async function patchAtVcc(subscriptionId: string, change: object): Promise<void> {
  await atVcc('PATCH', subscriptionId, change);
}

/** As somebody else with an admin's credentials would. */
async function atVcc(method: string, subscriptionId: string, body?: object): Promise<void> {
  const { url } = flow.sandbox.vcc;
  const { clientId, clientSecret } = flow.sandbox.vccCredentials;
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: clientSecret,
    scope: 'admin:read admin:write',
  });
  const token = await fetch(`${url}/Auth/connect/token`, { method: 'POST', body: form });
  const { access_token: bearer } = (await token.json()) as { access_token: string };
  const answer = await fetch(`${url}/webhooks/subscriptions/${subscriptionId}`, {
    method,
    headers: {
      authorization: `Bearer ${bearer}`,
      accept: 'application/vnd.newvoicemedia.v1+json',
      'content-type': 'application/json',
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  expect(answer.ok).toBe(true);
}
