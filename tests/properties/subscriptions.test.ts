/** After one undisturbed visit exactly one subscription lives for each need, whatever was before. */
import * as fc from 'fast-check';
import { HOUR, MINUTE } from '../../src/core/time';
import { GraphHouse } from './world/graph-subscriptions';
import { anyTrouble, NO_TROUBLE } from './world/power';
import type { Trouble } from './world/power';
import { proveOf } from './world/prove-of';
import { VccHouse } from './world/vcc-subscriptions';

const VISITS_APART_MS = 10 * MINUTE;
const URLS = ['https://one.example', 'https://two.example'];
const passed = fc.oneof(
  fc.integer({ max: 20 * MINUTE, min: 0 }),
  fc.integer({ max: 3 * HOUR, min: 0 }),
);

type GraphAct =
  | { readonly kind: 'people'; readonly people: readonly string[] }
  | { readonly kind: 'certificate'; readonly id: string | null }
  | { readonly kind: 'address'; readonly url: string }
  | { readonly kind: 'time'; readonly ms: number }
  | { readonly kind: 'ended' | 'foreign' | 'wants-token'; readonly who: string }
  /** The database is put back to what it was, or has lost it. */
  | { readonly kind: 'rows-old' | 'rows-lost' }
  | { readonly kind: 'visit'; readonly who: string; readonly trouble: Trouble };

const who = fc.constantFrom('basil', 'sorrel');
const graphAct: fc.Arbitrary<GraphAct> = fc.oneof(
  fc.record({
    kind: fc.constant('people' as const),
    people: fc.oneof(fc.constant([]), fc.subarray(['p1', 'p2', 'p3'])),
  }),
  fc.record({
    kind: fc.constant('certificate' as const),
    id: fc.constantFrom(null, 'c1', 'c2'),
  }),
  fc.record({ kind: fc.constant('address' as const), url: fc.constantFrom(...URLS) }),
  fc.record({ kind: fc.constant('time' as const), ms: passed }),
  fc.record({ kind: fc.constantFrom('ended' as const, 'foreign', 'wants-token'), who }),
  fc.record({ kind: fc.constantFrom('rows-old' as const, 'rows-lost' as const) }),
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('visit' as const), who, trouble: anyTrouble }),
  },
);

async function playGraph(house: GraphHouse, acts: readonly GraphAct[]): Promise<void> {
  const past = [house.held];
  for (const act of acts) {
    house.now += 1;
    await actAtGraph(house, act, past);
    past.push(house.held);
  }
}

async function actAtGraph(
  house: GraphHouse,
  act: GraphAct,
  past: readonly GraphHouse['held'][],
): Promise<void> {
  switch (act.kind) {
    case 'people':
      house.wanted.people = act.people;
      return;
    case 'certificate':
      house.wanted.certificateId = act.id;
      return;
    case 'address':
      house.wanted.url = act.url;
      return;
    case 'time':
      house.now += act.ms;
      return;
    case 'ended':
      return house.endUnseen(act.who);
    case 'foreign':
      return house.makeForeign(act.who);
    case 'wants-token':
      house.held = house.held.map((one) =>
        one.watcherId === act.who ? { ...one, reauthorize: true } : one,
      );
      return;
    case 'rows-old':
      house.held = past[Math.floor(past.length / 2)] ?? [];
      return;
    case 'rows-lost':
      house.held = [];
      return;
    case 'visit':
      await house.visit(act.who, act.trouble);
  }
}

async function oneEach(house: GraphHouse): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const name of ['basil', 'sorrel']) {
    const end = await house.visit(name, NO_TROUBLE);
    if (!end?.ok) faults.push(`${name}: the visit ended with ${JSON.stringify(end)}`);
    faults.push(...house.faults(name).map((fault) => `${name}: ${fault}`));
    const before = house.writes;
    await house.visit(name, NO_TROUBLE);
    if (house.writes > before) faults.push(`${name}: a second visit found something to do`);
  }
  return faults;
}

/** Visited in time it never lapses, and one call in each visit is enough. */
async function neverLapses(house: GraphHouse): Promise<readonly string[]> {
  const faults: string[] = [];
  for (let visits = 0; visits < 24; visits += 1) {
    house.now += VISITS_APART_MS;
    const lapsed = house.wanted.people.length > 0 && house.living('basil').length === 0;
    if (lapsed) faults.push(`nothing lives before visit ${visits}`);
    const before = house.writes;
    await house.visit('basil', NO_TROUBLE);
    if (house.writes > before + 1) faults.push(`visit ${visits} made several calls`);
  }
  return faults;
}

type VccAct =
  | { readonly kind: 'address'; readonly url: string }
  | { readonly kind: 'events'; readonly events: readonly string[] }
  | { readonly kind: 'edited'; readonly change: object }
  | { readonly kind: 'ended' | 'doubled' | 'row-lost' | 'row-old' }
  | { readonly kind: 'visit'; readonly trouble: Trouble; readonly isDistrusted: boolean };

const EVENTS = ['agent.presencechanged.v1', 'channel.ended.v1', 'channel.alerted.v1'];
const someEvents = fc.subarray(EVENTS, { minLength: 1 });
const vccAct: fc.Arbitrary<VccAct> = fc.oneof(
  fc.record({ kind: fc.constant('address' as const), url: fc.constantFrom(...URLS) }),
  fc.record({ kind: fc.constant('events' as const), events: someEvents }),
  fc.record({
    kind: fc.constant('edited' as const),
    change: fc.oneof(
      fc.constant({ enabled: false }),
      fc.record({ events: someEvents }),
      fc.record({ url: fc.constantFrom(...URLS) }),
    ),
  }),
  fc.record({
    kind: fc.constantFrom('ended' as const, 'doubled' as const, 'row-lost', 'row-old'),
  }),
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('visit' as const),
      trouble: anyTrouble,
      isDistrusted: fc.boolean(),
    }),
  },
);

async function playVcc(house: VccHouse, acts: readonly VccAct[]): Promise<void> {
  const past = [house.held];
  for (const act of acts) {
    house.now += MINUTE;
    await actAtVcc(house, act, past);
    past.push(house.held);
  }
}

async function actAtVcc(
  house: VccHouse,
  act: VccAct,
  past: readonly VccHouse['held'][],
): Promise<void> {
  switch (act.kind) {
    case 'address':
      house.url = act.url;
      return;
    case 'events':
      house.events = act.events;
      return;
    case 'edited':
      return house.edit(act.change);
    case 'ended':
      return house.endUnseen();
    case 'doubled':
      return house.makeDouble();
    case 'row-lost':
      house.held = null;
      return;
    case 'row-old':
      house.held = past[Math.floor(past.length / 2)] ?? null;
      return;
    case 'visit':
      await house.visit(act.trouble, act.isDistrusted);
  }
}

async function oneOfOurs(house: VccHouse): Promise<readonly string[]> {
  const visit = await house.visit(NO_TROUBLE);
  const failed = visit?.failure ? [`the visit failed: ${visit.failure.reason}`] : [];
  const faults = [...failed, ...house.faults()];
  const before = house.writes;
  await house.visit(NO_TROUBLE);
  return house.writes > before ? [...faults, 'a second visit found something to do'] : faults;
}

describe('leases of subscriptions', () => {
  it('[KP3] one lives in each watcher’s name after one visit, whatever was held, listed, ended or cut off', async () => {
    await proveOf({
      arbitrary: fc.array(graphAct, { maxLength: 12, size: 'max' }),
      judge: async (acts) => {
        const house = new GraphHouse();
        await playGraph(house, acts);
        return oneEach(house);
      },
      sharePercent: 30,
      number: 74,
    });
  });

  it('[KP3] visited in time it never lapses and costs one call a visit', async () => {
    await proveOf({
      arbitrary: fc.array(graphAct, { maxLength: 8, size: 'max' }),
      judge: async (acts) => {
        const house = new GraphHouse();
        await playGraph(house, acts);
        await house.visit('basil', NO_TROUBLE);
        return neverLapses(house);
      },
      sharePercent: 10,
      number: 75,
    });
  });

  it('[KP3] one of ours lives at VCC after one visit, with a secret we know, and strangers’ stay', async () => {
    await proveOf({
      arbitrary: fc.array(vccAct, { maxLength: 12, size: 'max' }),
      judge: async (acts) => {
        const house = new VccHouse();
        await playVcc(house, acts);
        return oneOfOurs(house);
      },
      sharePercent: 30,
      number: 76,
    });
  });
});
