import { randomUUID } from 'node:crypto';
import type { Proof } from '../../src/core/proof';
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

test('[JN10] a proof that two processes finish at once is linked, not refused by itself', async () => {
  const proof = await proved();
  // One has made the link and not said so yet; the other had looked before.
  jest.spyOn(rig.store.proofs, 'move').mockResolvedValueOnce(false);
  await rig.desk.finishProof(proof);
  jest.spyOn(rig.store.links, 'get').mockResolvedValueOnce(null);
  await rig.desk.finishProof(proof);
  expect(await rig.store.proofs.get(proof.id)).toMatchObject({ status: 'linked', code: null });
  expect(await rig.store.links.get(proof.id)).toMatchObject({ agentUserId: 'u-juniper' });
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
