import { randomUUID } from 'node:crypto';
import type { Proof } from '../../src/core/proof';
import { viewProof } from '../../src/desk/proofs';
import type { SealedText } from '../../src/store/store';
import { sampleConnection, sampleProof } from '../store/samples';
import { ADMIN, AGENT, NEW_CONNECTION, openDesk } from './rig';
import type { DeskRig } from './rig';

let rig: DeskRig;
beforeAll(async () => void (rig = await openDesk()));
afterEach(async () => {
  jest.restoreAllMocks();
  await rig.clear();
});
afterAll(() => rig.close());

/** Both states were seen; the link is still to be made. */
async function proved(): Promise<Proof> {
  const { id: connectionId } = await rig.desk.createConnection(ADMIN, NEW_CONNECTION);
  const { tenantId, personId } = AGENT;
  const startedAt = rig.clock.now();
  const proof: Proof = {
    id: randomUUID(),
    connectionId,
    tenantId,
    personId,
    personName: 'Juniper Vale',
    agentUserId: 'u-juniper',
    agentId: '4021',
    agentName: 'Juniper Vale',
    first: { presenceId: 'lunch', name: 'Lunch' },
    second: { presenceId: 'away', name: 'Away' },
    since: startedAt - 1_000,
    startedAt,
    expiresAt: startedAt + 120_000,
    step: 2,
    status: 'proved',
    code: null,
  };
  await rig.store.proofs.open(proof);
  return proof;
}

const status = async ({ id }: Proof) => {
  const found = await rig.store.proofs.get(id);
  return [found?.status, found?.code];
};
const links = async ({ connectionId }: Proof) => rig.store.links.list(connectionId);

test('[JN10] a proof that two processes finish at once is linked once, with all that belongs to it', async () => {
  const proof = await proved();
  await Promise.all([rig.desk.finishProof(proof), rig.desk.finishProof(proof)]);
  expect(await status(proof)).toEqual(['linked', null]);
  const [link, ...others] = await links(proof);
  if (!link) throw new Error('Not linked.');
  expect(others).toEqual([]);
  expect(await rig.store.facts.unread(link.id)).toEqual([
    expect.objectContaining({ kind: 'linked', by: 'agent' }),
  ]);
  const lines = await rig.store.audit.list('meadow', 50);
  expect(lines.filter(({ what }) => what === 'link-created')).toMatchObject([
    { who: 'person:juniper', after: { linkId: link.id, way: 'proof' } },
  ]);
});

test('[JN10] a proof that is asked for tells the time of the service, to count down by', async () => {
  const proof = await proved();
  const { now, expiresAt } = await rig.desk.getProof(AGENT, proof.id);
  expect([now, expiresAt - now]).toEqual([rig.clock.now(), 120_000]);
});

test('[JN10][KP5] one that was linked and unlinked is not linked again by who looked before', async () => {
  const proof = await proved();
  await rig.desk.finishProof(proof);
  for (const { id } of await links(proof)) await rig.store.links.remove(id);
  await rig.desk.finishProof(proof);
  expect(await links(proof)).toEqual([]);
  expect(await status(proof)).toEqual(['linked', null]);
});

test('[JN10] who has become a guest meanwhile is not linked', async () => {
  const proof = await proved();
  rig.outside.people = [person('Guest')];
  await rig.desk.finishProof(proof);
  expect(await links(proof)).toEqual([]);
  expect(await status(proof)).toEqual(['failed', 'person-is-guest']);
});

describe('an account that cannot be used when both states were seen', () => {
  const shut = { vcc: { code: 'vcc-credentials', since: 1 } } as const;

  test('[JN10] is waited for', async () => {
    const proof = await proved();
    await rig.store.connections.edit(proof.connectionId, { trouble: shut });
    await expect(rig.desk.finishProof(proof)).rejects.toMatchObject({
      code: 'connection-not-ready',
    });
    expect(await status(proof)).toEqual(['proved', null]);
    await rig.store.connections.edit(proof.connectionId, { trouble: {} });
    await rig.desk.finishProof(proof);
    expect(await status(proof)).toEqual(['linked', null]);
  });

  test('[JN10] is waited for ten minutes and no longer', async () => {
    const proof = await proved();
    await rig.store.connections.edit(proof.connectionId, { trouble: shut });
    await rig.clock.advance(proof.expiresAt - rig.clock.now() + 10 * 60_000 + 1);
    await rig.desk.finishProof(proof);
    expect(await status(proof)).toEqual(['failed', 'connection-not-ready']);
  });
});

test('[JN10] a proof whose agent was linked to somebody else meanwhile fails and says so', async () => {
  const proof = await proved();
  const body = { agentUserId: 'u-juniper', personId: 'fennel' };
  await rig.desk.createLink(ADMIN, { connectionId: proof.connectionId, ...body });
  await rig.desk.finishProof(proof);
  expect(await rig.store.proofs.get(proof.id)).toMatchObject({
    status: 'failed',
    code: 'agent-linked',
  });
});

test('[JN10] one whose account has a secret that cannot be opened is given up after ten minutes', async () => {
  const proof = await proved();
  const vccClientSecret = 'v1.00000000.AAAA' as SealedText;
  await rig.store.connections.edit(proof.connectionId, { vccClientSecret });
  await expect(rig.desk.finishProof(proof)).rejects.toMatchObject({ name: 'SealError' });
  expect(await status(proof)).toEqual(['proved', null]);
  await rig.clock.advance(proof.expiresAt - rig.clock.now() + 10 * 60_000 + 1);
  await rig.desk.finishProof(proof);
  expect(await status(proof)).toEqual(['failed', 'internal']);
});

test.each(['not-found', 'request-decided', 'connection-not-ready', 'vcc-busy', 'internal'])(
  '[JN10] that a proof ended with %s is told by a sentence',
  (code) => {
    const proof: Proof = { ...sampleProof(sampleConnection()), status: 'failed', code };
    expect(viewProof(proof, 0).sentence).toMatch(/^[A-Z].* .*\.$/);
  },
);

test('[JN10] an account that is removed while it is joined is told as gone', async () => {
  const proof = await proved();
  const asRead = await rig.store.connections.get(proof.connectionId);
  await rig.store.connections.remove(proof.connectionId);
  jest.spyOn(rig.store.connections, 'get').mockResolvedValueOnce(asRead);
  const asked = rig.desk.createLink(ADMIN, {
    connectionId: proof.connectionId,
    agentUserId: 'u-juniper',
    personId: 'juniper',
  });
  await expect(asked).rejects.toMatchObject({ code: 'not-found' });
});

test('[JN11] an approval is noted with the link it makes, both or neither', async () => {
  const { id: connectionId } = await rig.desk.createConnection(ADMIN, NEW_CONNECTION);
  const request = await rig.desk.requestLink(AGENT, { connectionId, agentId: '4021' });
  const append = jest.spyOn(rig.store.audit, 'append').mockRejectedValue(new Error('Cut off.'));
  await rig.desk.approveRequest(ADMIN, request.id);
  expect(append).not.toHaveBeenCalled();
  const lines = (await rig.store.audit.list('meadow', 2)).map(({ what }) => what);
  expect(lines.sort()).toEqual(['link-created', 'link-request-approved']);
});

test('[JN11] of two admins who approve at once one is told that it is decided', async () => {
  const { id: connectionId } = await rig.desk.createConnection(ADMIN, NEW_CONNECTION);
  const request = await rig.desk.requestLink(AGENT, { connectionId, agentId: '4021' });
  const both = [1, 2].map(() => rig.desk.approveRequest(ADMIN, request.id));
  const refused = (await Promise.allSettled(both)).filter(({ status }) => status === 'rejected');
  expect(refused).toMatchObject([{ reason: { code: 'request-decided' } }]);
  expect(await rig.store.links.list(connectionId)).toHaveLength(1);
});

test('[JN11] a request taken back in the moment of its approval links nobody', async () => {
  const { id: connectionId } = await rig.desk.createConnection(ADMIN, NEW_CONNECTION);
  const request = await rig.desk.requestLink(AGENT, { connectionId, agentId: '4021' });
  const asRead = await rig.store.requests.get(request.id);
  await rig.desk.withdrawRequest(AGENT, request.id);
  jest.spyOn(rig.store.requests, 'get').mockResolvedValueOnce(asRead);
  await expect(rig.desk.approveRequest(ADMIN, request.id)).rejects.toMatchObject({
    code: 'request-decided',
  });
  expect(await rig.store.links.list(connectionId)).toEqual([]);
});

function person(userType: string) {
  const mail = 'juniper@meadow.example';
  return { id: 'juniper', displayName: 'Juniper Vale', userPrincipalName: mail, mail, userType };
}
