/** Facts that arrive during every await of a turn, in any order the scheduler can think of. */
import * as fc from 'fast-check';
import { imageOfAgent } from '../../src/core/mapping-lookup';
import { stateNamed, TERMS } from '../core/driver';
import { RaceWorld } from './race-world';

type Act =
  | { readonly kind: 'choose' | 'order'; readonly name: string }
  | { readonly kind: 'call'; readonly phase: string }
  | { readonly kind: 'stand-still'; readonly ms: number };

/** Not the states of orders: an event of the same state as a write of ours is taken for its echo. */
const chosen = fc.constantFrom('Lunch', 'Extended Away');
const ordered = fc.constantFrom('Ready', 'Away', 'Ready (Outbound)');
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('choose' as const), name: chosen }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('order' as const), name: ordered }) },
  { weight: 1, arbitrary: fc.constant<Act>({ kind: 'call', phase: 'connected' }) },
  { weight: 1, arbitrary: fc.constant<Act>({ kind: 'call', phase: 'ended' }) },
  // Every process stands still: a long pause of the machine, in which claims run out.
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('stand-still' as const),
      ms: fc.integer({ min: 1_000, max: 15_000 }),
    }),
  },
);

function doAct(world: RaceWorld, one: Act): void {
  switch (one.kind) {
    case 'choose':
      // Choosing what stands is no change, and VCC tells nobody.
      if (world.vcc.state.name === one.name) return;
      return deliver(world, world.choose(one.name));
    case 'order':
      return world.store.append(world.order(one.name));
    case 'call':
      return deliver(world, world.channel(one.phase));
    case 'stand-still':
      world.now += one.ms;
  }
}

/** A webhook takes its time, and may be overtaken by another. */
function deliver(world: RaceWorld, fact: Parameters<RaceWorld['store']['append']>[0]): void {
  const arrive = (): void => world.store.append(fact);
  const { scheduler } = world;
  if (scheduler) void scheduler.schedule(Promise.resolve(), 'webhook').then(arrive);
  else arrive();
}

/** What is wrong at the end. */
function faultsOf(world: RaceWorld): readonly string[] {
  const { store, vcc, choices, faults } = world;
  const open = store.facts.filter(({ outcome }) => outcome !== 'taken' && outcome !== 'dropped');
  const newest = choices.at(-1);
  const wrong = newest && newest.name !== vcc.state.name;
  const believed = store.state.agent.settled?.state.name;
  const occupancy = store.state.occupancy.channels['one']?.phase === 'engaged' ? 'engaged' : 'free';
  const image = imageOfAgent(TERMS, stateNamed(vcc.state.name), occupancy);
  const meant = store.state.meant?.presence.availability;
  return [
    ...faults,
    ...open.map(({ fact }) => `[TN2] ${fact.id} is left open`),
    ...(wrong ? [`${newest.name} was chosen last, VCC stands at ${vcc.state.name}`] : []),
    ...(believed === vcc.state.name ? [] : [`VCC is at ${vcc.state.name}, believed ${believed}`]),
    ...(image.kind === 'shows' && image.presence.availability === meant
      ? []
      : [`${String(meant)} is meant for ${vcc.state.name} (${occupancy})`]),
    ...(store.state.inFlight || store.state.toAgent ? ['something is left to do'] : []),
  ];
}

test('[TN1][TN2][TN3][WW2] two processes, facts during every await: one turn at a time, none lost, the newest stands', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(act, { minLength: 1, maxLength: 6 }),
      async (scheduler, acts) => {
        const world = new RaceWorld(null, 'Ready');
        world.store.append(world.linked());
        await world.run();
        world.store.append(world.reading('Available'));
        await world.run();
        world.store.append(world.choose('Lunch'));
        await world.rest();
        world.scheduler = scheduler;
        const sequence = acts.flatMap((one, index) => [
          { builder: async () => doAct(world, one), label: `${index} ${JSON.stringify(one)}` },
        ]);
        void scheduler.scheduleSequence(sequence);
        const turns = [0, 1, 2, 3].map((at) =>
          scheduler.schedule(Promise.resolve(), `wake ${at}`).then(() => world.run()),
        );
        await scheduler.waitFor(Promise.all(turns));
        await scheduler.waitAll();
        await world.rest();
        expect(faultsOf(world)).toEqual([]);
      },
    ),
    { numRuns: 300, seed: 20_261_126 },
  );
});
