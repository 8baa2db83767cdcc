/** WW2: whoever sweeps a tenant knows since when a person can have changed, also from who swept before. */
import { createTeamsRounds } from '../../src/keepers/teams-rounds';
import type { TeamsRounds } from '../../src/keepers/teams-rounds';
import type { PresenceFact } from '../../src/core/fact';
import type { Link } from '../../src/store/store';
import { AWAY, openKeeperRig } from './rig';
import type { KeeperRig } from './rig';

const SECOND = 1_000;
const AIM_MS = 2 * SECOND;
/** Longer than the lease of a process that has died. */
const LAPSED_MS = 11 * SECOND;

let rig: KeeperRig;
let link: Link;

beforeEach(async () => {
  rig = await openKeeperRig();
  link = await rig.join(await rig.connect(), 'yarrow');
});

afterEach(() => rig.close());

function service(owner: string): TeamsRounds {
  return createTeamsRounds({
    ...rig.deps,
    owner,
    aimMs: AIM_MS,
    budget: { requests: 1_500, windowMs: 30 * SECOND },
    onMissing: () => undefined,
    onShutOut: () => undefined,
    onPass: () => undefined,
    onError: (error) => {
      throw error;
    },
  });
}

async function sweep(rounds: TeamsRounds, availability: string): Promise<number> {
  rig.sides.people.set(link.personId, { availability, activity: availability });
  const at = rig.clock.now();
  await rounds.pass();
  await rounds.rest();
  return at;
}

async function readings(): Promise<readonly (readonly [string, number | null])[]> {
  const facts = await rig.store.facts.unread(link.id);
  const presences = facts.filter((fact): fact is PresenceFact => fact.kind === 'presence');
  return presences.map(({ availability, since }) => [availability, since] as const);
}

test('[WW2] a change found after a restart lies after the last whole pass before it', async () => {
  const first = await sweep(service('one'), 'Available');
  await rig.clock.advance(LAPSED_MS);
  await sweep(service('two'), 'Busy');
  expect(await readings()).toEqual([
    ['Available', null],
    ['Busy', first],
  ]);
});

test('[WW2] a pass that failed says nothing about since when', async () => {
  const one = service('one');
  const first = await sweep(one, 'Available');
  await rig.clock.advance(AIM_MS);
  rig.sides.people.set(link.personId, AWAY);
  await one.pass();
  await one.rest();
  await rig.clock.advance(LAPSED_MS);
  await sweep(service('two'), 'Busy');
  expect((await readings()).at(-1)).toEqual(['Busy', first]);
});

test('[WW2][TN2] who was paused while another swept takes nothing for known', async () => {
  const one = service('one');
  await sweep(one, 'Available');
  await rig.clock.advance(LAPSED_MS);
  const second = await sweep(service('two'), 'Busy');
  await rig.clock.advance(LAPSED_MS);
  await sweep(one, 'Available');
  expect((await readings()).map(([availability]) => availability)).toEqual([
    'Available',
    'Busy',
    'Available',
  ]);
  expect((await readings()).at(-1)?.[1]).toBe(second);
});

test('[WW2][KP1] whoever has swept alone for a while knows what was read, however slow it was', async () => {
  const one = service('one');
  await sweep(one, 'Available');
  await rig.clock.advance(LAPSED_MS);
  await sweep(one, 'Available');
  expect(await readings()).toEqual([['Available', null]]);
});
