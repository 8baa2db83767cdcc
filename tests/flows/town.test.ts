/** A town of two hundred over two services, faults on both sides, half an hour by the clock. */
import type { SeenRequest } from '../../sandbox/contract';
import { Chance } from '../properties/world/chance';
import { factCounts, openFacts, rowsOf } from './accounts';
import { startFlow } from './flow';
import type { Flow } from './flow';
import { describePair, isInStep } from './in-step';
import { MISHAPS } from './mishaps';
import { Townsfolk } from './townsfolk';
import { busiestWindow, idlePatches, personIdIn, repeatedHolds, userIdIn } from './write-book';
import type { Change } from './write-book';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const LINKS = 200;
const SEED = Number(process.env['TOWN_SEED'] ?? 7);
const GRAPH_BUDGET = { requests: 600, windowMs: 30 * SECOND };
const VCC_BUDGET = { requests: 1_500, windowMs: MINUTE };
/** People act for twenty-two of the thirty minutes; the sweep of VCC then finds what was lost. */
const STEP_MS = 10 * SECOND;
const STEPS = 132;
const ACTS_A_STEP = 7;
const QUIET_MS = 7 * MINUTE;

jest.setTimeout(10 * MINUTE);

let flow: Flow;
let folk: readonly Townsfolk[];
/** Changes in VCC that none of the people made. */
const moved: Change[] = [];
let isActing = false;

beforeAll(async () => {
  flow = await startFlow({
    agents: LINKS,
    services: 2,
    scanMs: 5_000,
    patienceMs: 60,
    settings: {
      TEAMS_SWEEP_MS: '5000',
      VCC_SWEEP_MS: '120000',
      GRAPH_BUDGET: `${GRAPH_BUDGET.requests}/30s`,
      VCC_BUDGET: `${VCC_BUDGET.requests}/60s`,
    },
    prepare: ({ account, graph }) => {
      account.knobs.budget = VCC_BUDGET;
      graph.knobs.budget = GRAPH_BUDGET;
    },
  });
  folk = flow.linked.map((one, index) => new Townsfolk(one, index, SEED));
  flow.sandbox.account.onChange(({ userId }) => {
    if (!isActing) moved.push({ at: flow.clock.now(), userId });
  });
});
afterAll(() => flow.stop());

/** One side at a time goes wrong for half a minute, webhooks all the while. */
async function liveThroughIt(): Promise<void> {
  const chance = new Chance(SEED);
  const { knobs } = flow.sandbox.account;
  Object.assign(knobs, { lose: 0.1, deliverTwice: 0.2, shuffleMs: 3_000, seed: SEED });
  let end = (): void => undefined;
  for (let step = 0; step < STEPS; step += 1) {
    if (step % 6 === 0) end();
    if (step % 6 === 3) end = goWrong(chance, step);
    for (let act = 0; act < ACTS_A_STEP; act += 1) actOf(folk[chance.upTo(LINKS - 1, 'who')]);
    await flow.advance(STEP_MS);
  }
  end();
  Object.assign(knobs, { lose: 0, deliverTwice: 0, shuffleMs: 0 });
}

/** An answer of 200 that hides a request not worked on could not be told from a good one below. */
const TELLING = MISHAPS.filter(([, { status = 0, delayMs }]) => status !== 200 && !delayMs);

function goWrong(chance: Chance, step: number): () => void {
  const [first = ['', {}] as const, ...others] = TELLING;
  const [, mishap] = chance.pick([first, ...others], 'mishap');
  const isVcc = Math.floor(step / 6) % 2 === 0;
  const path = isVcc ? /\/agents\// : /presence/i;
  const { faults } = isVcc ? flow.sandbox.vcc : flow.sandbox.graph;
  return faults.add({ ...mishap, path });
}

function actOf(one: Townsfolk | undefined): void {
  isActing = true;
  one?.act();
  isActing = false;
}

async function comeToRest(): Promise<void> {
  isActing = true;
  for (const one of folk) one.finish();
  isActing = false;
  await flow.advance(MINUTE);
  isActing = true;
  for (const one of folk) one.choose();
  isActing = false;
  await flow.advance(QUIET_MS - 2 * MINUTE);
  await flow.quiet();
}

const writesOf = (one: Townsfolk, writes: readonly SeenRequest[]): readonly SeenRequest[] =>
  writes.filter(
    ({ path }) =>
      personIdIn(path) === one.person.id.toLowerCase() ||
      userIdIn(path) === one.agent.userId.toLowerCase(),
  );

const TURNS = `
  SELECT link_id AS "linkId", at, (body->>'endedAt')::bigint AS "endedAt"
  FROM presence_link.records ORDER BY link_id, at, id`;

interface TurnSpan {
  readonly linkId: string;
  readonly at: number;
  readonly endedAt: number;
}

/** Of one service, as its metrics tell. */
async function countTurns(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const lines = text.split('\n').filter((line) => line.startsWith('presence_link_turns_ended'));
  return lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}

test('[TN1][TN2][TN5][WW3][WW4] two hundred links over two services, faults on both sides, half an hour: all in step, nothing written in vain, no budget overdrawn, every fact accounted for', async () => {
  flow.forget();
  await liveThroughIt();
  await comeToRest();
  const [graph, vcc] = [flow.graphWrites(), flow.vccWrites()];
  const requests = { graph: flow.sandbox.graph.requests, vcc: flow.sandbox.vcc.requests };

  const apart = folk
    .filter((one) => !isInStep(one))
    .map((one) => `${one.manner} ${describePair(one)}`);
  expect(apart).toEqual([]);

  expect(idlePatches(vcc, moved)).toEqual([]);
  const inVccOnly = folk.filter(({ manner }) => manner === 'vcc');
  const inTeamsOnly = folk.filter(({ manner }) => manner === 'teams');
  expect(inVccOnly.flatMap((one) => writesOf(one, vcc)).map(({ path }) => path)).toEqual([]);
  expect(inTeamsOnly.flatMap((one) => writesOf(one, graph)).map(({ path }) => path)).toEqual([]);
  expect(repeatedHolds(inVccOnly.flatMap((one) => writesOf(one, graph)))).toEqual([]);

  expect(busiestWindow(requests.graph, GRAPH_BUDGET.windowMs)).toBeLessThanOrEqual(
    GRAPH_BUDGET.requests,
  );
  const calls = requests.vcc.filter(({ path }) => !path.includes('connect/token'));
  expect(busiestWindow(calls, VCC_BUDGET.windowMs)).toBeLessThanOrEqual(VCC_BUDGET.requests);

  expect(await openFacts(flow)).toEqual([]);
  const turns = await rowsOf<TurnSpan>(flow, TURNS);
  const overlapping = turns.filter(({ linkId, at }, index) => {
    const before = turns[index - 1];
    return before?.linkId === linkId && Number(before.endedAt) > Number(at);
  });
  expect(overlapping).toEqual([]);

  flow.forget();
  await flow.advance(2 * MINUTE);
  expect([...flow.graphWrites(), ...flow.vccWrites()].map(({ path }) => path)).toEqual([]);

  const turnsEnded = await Promise.all(flow.services.map(({ url }) => countTurns(url)));
  expect(turnsEnded.filter((count) => count === 0)).toEqual([]);

  const counts = await factCounts(flow);
  const facts = counts.reduce((sum, { count }) => sum + count, 0);
  const acts = folk.reduce((sum, one) => sum + one.acts, 0);
  process.stdout.write(
    `${LINKS} links, 2 services, ${acts} acts: ${facts} facts, ` +
      `${turnsEnded.join(' + ')} turns, ${turns.length} of them on record, ` +
      `${graph.length} writes to Teams, ${vcc.length} to VCC\n`,
  );
});
