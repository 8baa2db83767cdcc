/** As an agent: linked by address, by proof in ContactPad, by an admin's yes, and each refusal. */
import { MEADOWBANK } from '../../sandbox/world/personas';
import type { SimulatedAgent } from '../../sandbox/contract';
import { ADMIN, startJoining } from './joining';
import type { Answer, JoiningFlow } from './joining';

const SECOND = 1_000;
const { tenantId } = MEADOWBANK;

let flow: JoiningFlow;
let connectionId: string;
let serial = 0;
beforeAll(async () => {
  flow = await startJoining({ services: 2 });
  const made = await flow.ask(ADMIN, 'POST /connections', { body: flow.account() });
  connectionId = String(made.body['id']);
});
afterAll(() => flow.stop());

interface Somebody {
  readonly personId: string;
  readonly ask: (row: string, body?: unknown) => Promise<Answer>;
}

/** A person of the tenant, with a mail address of their own unless said otherwise. */
function somebody(seed: Readonly<Record<string, unknown>> = {}): Somebody {
  serial += 1;
  const personId = `7ea35000-2c4d-4f6b-9e1a-${String(700_000 + serial)}000000`;
  const userPrincipalName = `somebody.${serial}@meadowbank.example`;
  const given = { id: personId, displayName: `Somebody ${serial}`, userPrincipalName, ...seed };
  flow.sandbox.graph.addPerson(tenantId, given);
  return {
    personId,
    ask: async (row, body) => {
      const { clientId } = flow.sandbox.app;
      const token = await flow.sandbox.entra.ssoToken({ tenantId, personId, clientId });
      return flow.ask('nobody', row, { token, ...(body === undefined ? {} : { body }) });
    },
  };
}

function newAgent(email: string, more: Readonly<Record<string, unknown>> = {}): SimulatedAgent {
  serial += 1;
  const userId = `a9e47c00-5b1e-4d2a-8c3f-${String(700_000 + serial)}000000`;
  const agentId = String(700_000 + serial);
  const seed = { userId, agentId, name: `Agent ${serial}`, email, presence: 'Ready', ...more };
  return flow.sandbox.account.addAgent(seed);
}

/** The account's users are looked at once a minute. */
const forgetUsers = (): Promise<void> => flow.advance(61 * SECOND);

const linkMyself = (who: Somebody): Promise<Answer> => who.ask('POST /me/link', { connectionId });

function begin(who: Somebody, agent: Pick<SimulatedAgent, 'agentId'>): Promise<Answer> {
  return who.ask('POST /me/proofs', { connectionId, agentId: agent.agentId });
}

function statesOf(begun: Answer): readonly [string, string] {
  const [first, second] = begun.body['states'] as { name: string }[];
  return [first?.name ?? '', second?.name ?? ''];
}

async function proofOf(who: Somebody, begun: Answer): Promise<Record<string, unknown>> {
  return (await who.ask(`GET /me/proofs/${String(begun.body['id'])}`)).body;
}

describe('by address', () => {
  test('[JN9] the one agent with the person’s mail is linked with one confirmation', async () => {
    const who = somebody({ mail: 'Chamomile.Field@meadowbank.example' });
    const agent = newAgent('chamomile.field@MEADOWBANK.example');
    await forgetUsers();
    const joining = await who.ask('GET /me/joining');
    expect(joining.body).toMatchObject({
      linkId: null,
      accounts: [{ connectionId, agent: { agentId: agent.agentId }, code: null }],
    });
    const linked = await linkMyself(who);
    expect(linked).toMatchObject({ status: 201, body: { person: { id: who.personId } } });
    expect((await who.ask('GET /me/link')).status).toBe(200);
    expect(await linkMyself(who)).toMatchObject({ status: 409, code: 'person-linked' });
  });

  test('[JN9] a user principal name will do as well', async () => {
    const who = somebody({ userPrincipalName: 'comfrey@meadowbank.example' });
    newAgent('comfrey@meadowbank.example');
    await forgetUsers();
    expect((await linkMyself(who)).status).toBe(201);
  });

  test.each<[string, string, (mail: string) => Somebody]>([
    ['nobody has the address', 'no-own-agent', (mail) => somebody({ mail })],
    [
      'several agents have it',
      'agent-ambiguous',
      (mail) => (newAgent(mail), newAgent(mail), somebody({ mail })),
    ],
    [
      'another person has it, too',
      'address-shared',
      (mail) => (newAgent(mail), somebody({ userPrincipalName: mail }), somebody({ mail })),
    ],
    [
      'the agent is archived',
      'agent-archived',
      (mail) => (flow.sandbox.account.archive(newAgent(mail).userId), somebody({ mail })),
    ],
    [
      'the user is no agent',
      'not-an-agent',
      (mail) => (newAgent(mail, { actAsAgent: false }), somebody({ mail })),
    ],
    [
      'the person is a guest',
      'person-is-guest',
      (mail) => (newAgent(mail), somebody({ mail, userType: 'Guest' })),
    ],
  ])('[JN9][JN12] is refused where %s: %s', async (_case, code, arrange) => {
    const who = arrange(`clash.${serial}@meadowbank.example`);
    await forgetUsers();
    const answer = await linkMyself(who);
    expect([answer.code, answer.status]).toEqual([code, 422]);
    expect(answer.body['title']).toEqual(expect.stringMatching(/\.$/));
    expect((await who.ask('GET /me/link')).code).toBe('not-linked');
  });

  test('[JN12] is refused where the agent is linked already', async () => {
    const mail = 'taken@meadowbank.example';
    const agent = newAgent(mail);
    const other = somebody();
    const body = { agentUserId: agent.userId, personId: other.personId };
    await flow.ask(ADMIN, `POST /connections/${connectionId}/links`, { body });
    const who = somebody({ mail });
    await forgetUsers();
    expect(await linkMyself(who)).toMatchObject({ status: 409, code: 'agent-linked' });
  });
});

describe('by proof', () => {
  test('[JN10] two states in order link, whichever process sees them, also after a restart', async () => {
    const who = somebody();
    const agent = newAgent('unlike@meadowbank.example');
    await forgetUsers();
    const begun = await begin(who, agent);
    expect(begun).toMatchObject({ status: 201, body: { status: 'open', seen: 0 } });
    const [first, second] = statesOf(begun);
    expect(new Set([first, second, 'Ready']).size).toBe(3);
    await flow.advance(SECOND);
    agent.choose(first);
    await flow.until('the first is seen', async () => (await proofOf(who, begun))['seen'] === 1);
    await flow.restart();
    agent.choose(second);
    await flow.until(
      'it is linked',
      async () => (await proofOf(who, begun))['status'] === 'linked',
    );
    expect((await who.ask('GET /me/link')).body).toMatchObject({
      agent: { userId: agent.userId },
      person: { id: who.personId },
    });
  });

  test('[JN10] reading finds the states no event told of', async () => {
    const who = somebody();
    const agent = newAgent('quiet@meadowbank.example');
    await forgetUsers();
    const begun = await begin(who, agent);
    flow.sandbox.account.knobs.lose = 1;
    const [first, second] = statesOf(begun);
    await flow.advance(SECOND);
    agent.choose(first);
    await flow.advance(5 * SECOND);
    agent.choose(second);
    await flow.until(
      'it is linked',
      async () => (await proofOf(who, begun))['status'] === 'linked',
    );
    flow.sandbox.account.knobs.lose = 0;
  });

  test.each<[string, (agent: SimulatedAgent, states: readonly [string, string]) => Promise<void>]>([
    ['nothing happens', async () => undefined],
    [
      'the order is turned round',
      async (agent, [first, second]) => {
        agent.choose(second);
        await flow.advance(SECOND);
        agent.choose(first);
      },
    ],
    [
      'another state comes between',
      async (agent, [first, second]) => {
        agent.choose(first);
        await flow.advance(SECOND);
        agent.choose('Ready');
        await flow.advance(SECOND);
        agent.choose(second);
      },
    ],
    [
      'the second is too late',
      async (agent, [first, second]) => {
        agent.choose(first);
        await flow.advance(125 * SECOND);
        agent.choose(second);
      },
    ],
  ])('[JN10] fails where %s, and nobody is linked', async (_case, act) => {
    const who = somebody();
    const agent = newAgent('wrong@meadowbank.example');
    await forgetUsers();
    const begun = await begin(who, agent);
    await flow.advance(SECOND);
    await act(agent, statesOf(begun));
    await flow.advance(140 * SECOND);
    expect(await proofOf(who, begun)).toMatchObject({ status: 'failed', code: 'proof-expired' });
    expect((await who.ask('GET /me/link')).code).toBe('not-linked');
  });

  test('[JN10] one at a time for an agent, and another’s proof does not exist', async () => {
    const [who, other] = [somebody(), somebody()];
    const agent = newAgent('busy@meadowbank.example');
    await forgetUsers();
    const begun = await begin(who, agent);
    expect(await begin(other, agent)).toMatchObject({ status: 409, code: 'proof-open' });
    const theirs = await other.ask(`GET /me/proofs/${String(begun.body['id'])}`);
    expect(theirs).toMatchObject({ status: 404, code: 'not-found' });
    await flow.advance(125 * SECOND);
    expect((await begin(other, agent)).status).toBe(201);
  });

  test('[JN4][JN10] begun too often is refused with the wait', async () => {
    const who = somebody();
    const agent = newAgent('often@meadowbank.example');
    await forgetUsers();
    const codes: string[] = [];
    for (let count = 0; count < 6; count += 1) codes.push((await begin(who, agent)).code);
    expect(codes.at(-1)).toBe('too-many-requests');
  });

  test.each([
    ['an agent the account does not have', '999999', 'agent-unknown'],
    ['an agent who is linked', '', 'agent-linked'],
  ])('[JN12] is refused for %s', async (_case, named, code) => {
    const links = (await flow.ask(ADMIN, `GET /connections/${connectionId}/links`)).body['items'];
    const linked = (links as { agent: { agentId: string } }[])[0]?.agent.agentId ?? '';
    const answer = await begin(somebody(), { agentId: named || linked });
    expect(answer.code).toBe(code);
  });
});

describe('by an admin', () => {
  async function request(): Promise<{ who: Somebody; agent: SimulatedAgent; asked: Answer }> {
    const who = somebody();
    const agent = newAgent('ask@meadowbank.example');
    await forgetUsers();
    const body = { connectionId, agentId: agent.agentId };
    return { who, agent, asked: await who.ask('POST /me/requests', body) };
  }

  test('[JN11] what a person asks for is linked when an admin approves', async () => {
    const { who, agent, asked } = await request();
    const id = String(asked.body['id']);
    const again = await who.ask('POST /me/requests', { connectionId, agentId: agent.agentId });
    expect(again).toMatchObject({ status: 409, code: 'request-open' });
    const listed = await flow.ask(ADMIN, `GET /connections/${connectionId}/requests`);
    expect(listed.body['items']).toEqual([expect.objectContaining({ id, status: 'open' })]);
    expect((await who.ask(`POST /requests/${id}/approve`, {})).code).toBe('admin-only');
    const approved = await flow.ask(ADMIN, `POST /requests/${id}/approve`, { body: {} });
    expect(approved).toMatchObject({ status: 201, body: { agent: { userId: agent.userId } } });
    expect((await who.ask('GET /me/link')).status).toBe(200);
    const late = await flow.ask(ADMIN, `POST /requests/${id}/decline`, { body: {} });
    expect(late).toMatchObject({ status: 409, code: 'request-decided' });
  });

  test('[JN11] a declined or withdrawn one links nobody, and the person sees it', async () => {
    const { who, asked } = await request();
    await flow.ask(ADMIN, `POST /requests/${String(asked.body['id'])}/decline`, { body: {} });
    expect((await who.ask('GET /me/joining')).body['request']).toMatchObject({
      status: 'declined',
    });
    const second = await request();
    const path = `/me/requests/${String(second.asked.body['id'])}`;
    expect((await who.ask(`DELETE ${path}`)).code).toBe('not-found');
    expect((await second.who.ask(`DELETE ${path}`)).status).toBe(204);
    expect((await second.who.ask('GET /me/link')).code).toBe('not-linked');
  });
});

test('[JN12] a second account of a person is linked only where an admin says so', async () => {
  const second = { clientId: 'second', clientSecret: 'yarrow' };
  const account = flow.sandbox.vcc.addAccount({ accountKey: 'SECOND', region: 'nam', ...second });
  account.knobs.activationDelayMs = 0;
  const body = flow.account({ region: 'nam', accountKey: 'SECOND', ...second });
  const made = await flow.ask(ADMIN, 'POST /connections', { body });
  const seed = { agentId: '1', name: 'Agent in nam', email: 'x@meadowbank.example' };
  const agent = account.addAgent({ userId: 'a9e47c00-5b1e-4d2a-8c3f-900000000001', ...seed });
  const [link] = (await flow.ask(ADMIN, `GET /connections/${connectionId}/links`)).body[
    'items'
  ] as { person: { id: string } }[];
  const pair = { agentUserId: agent.userId, personId: link?.person.id };
  const path = `POST /connections/${String(made.body['id'])}/links`;
  const refused = await flow.ask(ADMIN, path, { body: pair });
  expect(refused).toMatchObject({ status: 409, code: 'person-linked' });
  const allowed = await flow.ask(ADMIN, path, { body: { ...pair, evenIfLinked: true } });
  expect(allowed.status).toBe(201);
  await flow.advance(5 * SECOND);
});

test('[KP5] unlinking releases and forgets; who links anew begins at the start', async () => {
  const who = somebody({ mail: 'leaver@meadowbank.example' });
  newAgent('leaver@meadowbank.example');
  await forgetUsers();
  const linked = await linkMyself(who);
  const left = await who.ask(`DELETE /links/${String(linked.body['id'])}`);
  expect(left.status).toBe(202);
  await flow.until('it is gone', async () => (await who.ask('GET /me/link')).status === 404);
  expect((await linkMyself(who)).status).toBe(201);
});
