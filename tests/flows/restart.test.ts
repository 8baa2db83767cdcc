/** Services that come and go on one database. */
import { SWEEP_LEASE_MS as TEAMS_LEASE_MS } from '../../src/keepers/teams-rounds';
import { SWEEP_LEASE_MS as VCC_LEASE_MS } from '../../src/keepers/vcc-rounds';
import { CLAIM_MS } from '../../src/reconcile/turn';
import { createPostgresStore } from '../../src/store/postgres';
import { endFlow } from './ended';
import { startFlow } from './flow';
import type { Flow, FlowOptions, Service } from './flow';
import { describePair, isInStep } from './in-step';

const MINUTE = 60_000;

jest.setTimeout(2 * MINUTE);

let flow: Flow;
afterEach(() => endFlow(flow));

async function open(options: FlowOptions): Promise<void> {
  flow = await startFlow({ scanMs: 1_000, ...options });
  flow.forget();
}

const outOfStep = (): readonly string[] =>
  flow.linked.filter((pair) => !isInStep(pair)).map(describePair);

function serviceAt(index: number): Service {
  const service = flow.services[index];
  if (!service) throw new Error(`There is no service ${index}.`);
  return service;
}

describe('a restart', () => {
  test('[TN3] what people changed while nobody ran is found: both sides end in step', async () => {
    await open({ agents: 3, settings: { VCC_SWEEP_MS: '30000' } });
    const [first, second, third] = flow.linked;
    second?.agent.choose('Break');
    await flow.advance(30_000);
    flow.forget();
    const stopped = serviceAt(0);
    await flow.stopService(stopped);
    first?.agent.choose('Lunch');
    second?.person.setByHand('Busy');
    third?.agent.takeCall();
    await flow.advance(2 * MINUTE);
    expect([flow.graphWrites(), flow.vccWrites()]).toEqual([[], []]);
    await flow.startAgain(stopped);
    await flow.advance(MINUTE);
    expect(outOfStep()).toEqual([]);
    expect(first?.agent.presence().definition.description).toBe('Lunch');
    expect(second?.agent.presence().definition.description).toBe('Extended Away');
    expect(third?.person.shown().availability).toBe('Busy');
  });

  test('[TN3][EC1] what was written before a restart is still known as ours after it', async () => {
    await open({ agents: 2 });
    const [first, second] = flow.linked;
    first?.agent.choose('Lunch');
    second?.person.setByHand('Busy');
    await flow.advance(3_000);
    const stopped = serviceAt(0);
    await flow.stopService(stopped);
    await flow.startAgain(stopped);
    flow.forget();
    await flow.advance(3 * MINUTE);
    expect(first?.agent.presence().definition.description).toBe('Lunch');
    expect(second?.agent.presence().definition.description).toBe('Extended Away');
    expect(outOfStep()).toEqual([]);
    expect(flow.vccWrites()).toHaveLength(0);
  });

  test('[WT3] what a service held before it was away for two hours has faded, and moves nobody', async () => {
    await open({ scanMs: 5_000, settings: { TEAMS_SWEEP_MS: '10000', VCC_SWEEP_MS: '600000' } });
    flow.one.agent.choose('Lunch');
    await flow.advance(30_000);
    const stopped = serviceAt(0);
    await flow.stopService(stopped);
    await flow.advance(120 * MINUTE);
    expect(flow.one.person.shown().availability).not.toBe('Busy');
    expect(flow.one.person.held().filter(({ kind }) => kind !== 'client')).toEqual([]);
    await flow.startAgain(stopped);
    flow.forget();
    await flow.advance(5 * MINUTE);
    expect(flow.one.agent.presence().definition.description).toBe('Lunch');
    expect(flow.one.person.shown().availability).toBe('Away');
    expect(flow.vccWrites()).toHaveLength(0);
  });
});

/** What a process leaves behind that dies in the middle of its turns and sweeps. */
async function leaveAsDead(): Promise<void> {
  const store = await createPostgresStore({ url: flow.databaseUrl });
  const now = flow.clock.now();
  for (const { linkId } of flow.linked) {
    await store.turns.claim(linkId, `dead ${linkId}`, now, now + CLAIM_MS);
  }
  const tenant = `teams-sweep:${flow.one.person.tenantId}`;
  await store.leases.hold(tenant, 'dead', now + MINUTE, now + MINUTE);
  await store.leases.hold(tenant, 'dead', now, now + TEAMS_LEASE_MS);
  const account = `vcc-sweep:${flow.connectionId}`;
  await store.leases.hold(account, 'dead', now + MINUTE, now + MINUTE);
  await store.leases.hold(account, 'dead', now, now + VCC_LEASE_MS);
  await store.close();
}

describe('two services on one database', () => {
  test('[TN1][KP1][KP2] where one dies without a word the other has taken over all within fifteen seconds', async () => {
    await open({ agents: 4, scanMs: 250 });
    const stopped = serviceAt(0);
    await flow.stopService(stopped);
    await leaveAsDead();
    // Nobody hears of it: what VCC tells goes to the dead one.
    for (const [index, { agent, person }] of flow.linked.entries()) {
      if (index % 2 === 0) agent.choose('Lunch');
      else person.setByHand('Busy');
    }
    const diedAt = flow.clock.now();
    await flow.startAgain(stopped);
    await flow.until('all in step', () => outOfStep().length === 0, 16_000);
    expect(flow.clock.now() - diedAt).toBeLessThanOrEqual(15_000);
    expect(flow.linked.map(({ agent }) => agent.presence().definition.description)).toEqual([
      'Lunch',
      'Extended Away',
      'Lunch',
      'Extended Away',
    ]);
  });

  test('[TN1] share the work and never write a change twice', async () => {
    await open({ agents: 8, services: 2 });
    for (const chosen of ['Busy', 'Available', 'DoNotDisturb']) {
      for (const { person } of flow.linked) person.setByHand(chosen);
      await flow.advance(25_000);
    }
    expect(outOfStep()).toEqual([]);
    expect(flow.vccWrites()).toHaveLength(3 * flow.linked.length);
    flow.forget();
    for (const { agent } of flow.linked) agent.choose('Ready');
    await flow.advance(25_000);
    const sets = flow.graphWrites().filter(({ path }) => path.endsWith('/setPresence'));
    expect(sets).toHaveLength(flow.linked.length);
    expect(outOfStep()).toEqual([]);
  });

  test('[TN1][KP1] where one ends the other goes on with everything', async () => {
    await open({ agents: 3, services: 2, settings: { VCC_SWEEP_MS: '30000' } });
    // VCC knows the first one's address: without a balancer before them, its webhooks are lost.
    await flow.stopService(serviceAt(0));
    for (const { agent } of flow.linked) agent.choose('Lunch');
    await flow.advance(2 * MINUTE);
    expect(flow.linked.map(({ person }) => person.shown().availability)).toEqual(
      flow.linked.map(() => 'Away'),
    );
    for (const { person } of flow.linked) person.setByHand('Busy');
    await flow.advance(MINUTE);
    expect(flow.linked.map(({ agent }) => agent.presence().definition.description)).toEqual(
      flow.linked.map(() => 'Extended Away'),
    );
  });
});
