import { MovableClock } from '../../sandbox/clock';
import { createPostgresStore } from '../../src/store/postgres';
import type { Store } from '../../src/store/store';
import { startFlow } from './flow';
import type { Flow } from './flow';

const SECOND = 1_000;
const BUDGET = { requests: 60, windowMs: 4_000 };

let flow: Flow;
let store: Store;

/** Two services on a clock that runs, before a Graph with a small budget. */
async function start(agents: number): Promise<void> {
  flow = await startFlow({
    agents,
    services: 2,
    clock: new MovableClock({ start: Date.now(), running: true }),
    settings: { GRAPH_BUDGET: '60/4s', VCC_BUDGET: '10000/60s', SETTLE_MS: '3000' },
    prepare: ({ graph, account }) => {
      graph.knobs.budget = BUDGET;
      account.knobs.budget = { requests: 10_000, windowMs: 60_000 };
    },
  });
  store = await createPostgresStore({ url: flow.databaseUrl });
}

afterEach(async () => {
  await store.close();
  await flow.stop();
});

function graphStatuses(status: number): number {
  return flow.sandbox.graph.requests.filter((seen) => seen.status === status).length;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

async function eventually(
  holds: () => boolean | Promise<boolean>,
  atMostMs: number,
): Promise<void> {
  const end = performance.now() + atMostMs;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error('It did not come to pass.');
    await pause(50);
  }
}

/** Most requests Graph saw in any window. */
function densest(): number {
  const instants = flow.sandbox.graph.requests.map(({ at }) => at).sort((a, b) => a - b);
  const within = (from: number): number =>
    instants.filter((at) => at >= from && at < from + BUDGET.windowMs).length;
  return Math.max(...instants.map(within));
}

test('[TN5] two services under a flood of changes are never told that it is too much', async () => {
  await start(40);
  flow.forget();
  for (const chosen of ['Away', 'Lunch', 'Ready', 'Away']) {
    for (const { agent } of flow.linked) agent.choose(chosen);
    await pause(2 * SECOND);
  }
  await eventually(
    () => flow.linked.every(({ person }) => person.shown().availability === 'Away'),
    40 * SECOND,
  );
  expect(flow.graphWrites().length).toBeGreaterThan(60);
  expect(graphStatuses(429)).toBe(0);
  expect(densest()).toBeLessThanOrEqual(BUDGET.requests);
}, 120_000);

test('[TN5] what one service is told by a 429 both obey', async () => {
  await start(12);
  flow.forget();
  const { tenantId } = flow.one.person;
  flow.sandbox.graph.faults.add({ status: 429, headers: { 'retry-after': '2.5' }, times: 1 });
  for (const { agent } of flow.linked) agent.choose('Away');
  await eventually(() => graphStatuses(429) > 0, 10 * SECOND);
  const told = flow.sandbox.graph.requests.find(({ status }) => status === 429)?.at ?? 0;
  await eventually(
    () => flow.linked.every(({ person }) => person.shown().availability === 'Away'),
    30 * SECOND,
  );
  const during = flow.sandbox.graph.requests.filter(
    ({ at }) => at > told + 500 && at < told + 2_500,
  );
  expect({ tenantId, during }).toEqual({ tenantId, during: [] });
  expect(graphStatuses(429)).toBe(1);
}, 120_000);
