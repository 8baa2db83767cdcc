import { initialLinkState } from '../../src/core/link-state';
import type { LinkState } from '../../src/core/link-state';
import type { Person } from '../../src/desk/access';
import type { TurnRecord } from '../../src/core/record';
import { sampleRecord } from '../store/samples';
import { ADMIN, AGENT, joinJuniper, openDesk, STRANGER } from './rig';
import type { DeskRig } from './rig';

const READY = { presenceId: 'ready', category: 'Ready', name: 'Ready' } as const;
const AVAILABLE = { availability: 'Available', activity: 'Available' } as const;
const BUSY = { availability: 'Busy', activity: 'Busy' } as const;

let rig: DeskRig;
let linkId: string;
let connectionId: string;

beforeAll(async () => void (rig = await openDesk()));
beforeEach(async () => void ({ linkId, connectionId } = await joinJuniper(rig)));
afterEach(() => rig.clear());
afterAll(() => rig.close());

const read = () => rig.desk.getLinkDetails(AGENT, linkId);

/** A turn that leaves the link in this state, with this record. */
async function settle(changes: Partial<LinkState>, record: Partial<TurnRecord> = {}) {
  const now = rig.clock.now();
  const turn = await rig.store.turns.claim(linkId, `t-${Math.random()}`, now, now + 1_000);
  if (!turn) throw new Error('Somebody else has the turn.');
  const fresh = initialLinkState();
  const state: LinkState = {
    ...fresh,
    phase: 'running',
    agent: { ...fresh.agent, settled: { state: READY, at: 5, humanAt: 5 } },
    teams: { ...fresh.teams, settled: AVAILABLE },
    ...changes,
  };
  const end = { state, outcomes: [], wakeAt: null, teamsDueAt: null };
  const told = { ...sampleRecord(linkId, now), ...record };
  await rig.store.turns.settle(turn.claim, { ...end, record: told }, now);
}

const line = (side: 'vcc' | 'teams', ok: boolean, startedAt: number) => {
  return { side, call: 'x', startedAt, tookMs: 1, answer: '', ok, text: '' };
};

test('[TB3] tells what Teams shows for each state that can be chosen', async () => {
  const { choices, inStep, shows } = await read();
  expect(choices.map(({ name, shows: pair }) => [name, pair?.availability])).toEqual([
    ['Ready', 'Available'],
    ['Away', 'Away'],
    ['Lunch', 'Away'],
    ['Extended Away', 'Away'],
  ]);
  expect([inStep, shows]).toEqual([null, null]);
});

test('[TB3] says in step only where the mapping does', async () => {
  await settle({});
  expect(await read()).toMatchObject({ inStep: true, shows: AVAILABLE, overlay: null });
  const { teams } = initialLinkState();
  await settle({ teams: { ...teams, settled: BUSY } });
  expect(await read()).toMatchObject({ inStep: false, shows: AVAILABLE });
});

test('[TB3] shows no presence for what the mapping leaves blank', async () => {
  const { mapping } = (await rig.store.connections.get(connectionId))!;
  const rows = mapping.agentToPresence.rows.map((row) => ({ ...row, shows: null }));
  const blank = { ...mapping, agentToPresence: { ...mapping.agentToPresence, rows } };
  await rig.store.connections.edit(connectionId, { mapping: blank });
  expect((await read()).choices.map(({ shows }) => shows)).toEqual([null, null, null, null]);
});

test('[TB9] tells a mark of the connection or the link with its side and since when', async () => {
  const trouble = { vcc: { code: 'vcc-credentials', since: 77 } } as const;
  await rig.store.connections.edit(connectionId, { trouble });
  await rig.store.links.mark(linkId, 'teams', { code: 'no-licence', since: 88 });
  expect((await read()).troubles).toEqual([
    { side: 'vcc', code: 'vcc-credentials', since: 77 },
    { side: 'teams', code: 'no-licence', since: 88 },
  ]);
});

test('[TB9] tells since which call a side has not answered', async () => {
  await settle({}, { wrote: [line('vcc', false, 10)] });
  await settle({}, { wrote: [line('vcc', true, 20), line('teams', true, 21)] });
  await settle({}, { wrote: [line('vcc', false, 30), line('teams', true, 31)] });
  await settle({ failures: { vcc: 2, teams: 0 } }, { wrote: [line('vcc', false, 40)] });
  expect((await read()).troubles).toEqual([{ side: 'vcc', code: 'vcc-trouble', since: 30 }]);
});

test('[KP4] the health tells the side that does not answer, since when and for how many', async () => {
  const health = () => rig.desk.getHealth(ADMIN, connectionId);
  await rig.store.sweeps.note('meadow', rig.clock.now());
  expect(await health()).toMatchObject({ status: 'connected', silent: [] });
  await settle({}, { wrote: [line('vcc', false, 30)] });
  await settle({ failures: { vcc: 2, teams: 0 } }, { wrote: [line('vcc', false, 40)] });
  expect((await health()).silent).toEqual([{ side: 'vcc', since: 30, links: 1 }]);
  const sweptAt = rig.clock.now();
  await rig.clock.advance(46_000);
  expect((await health()).silent).toEqual([
    { side: 'vcc', since: 30, links: 1 },
    { side: 'teams', since: sweptAt, links: 1 },
  ]);
  await rig.store.links.mark(linkId, 'teams', { code: 'person-gone', since: 88 });
  expect((await health()).silent).toEqual([{ side: 'vcc', since: 30, links: 1 }]);
});

test('[TB9] what the health tells of a side is told to the agent of a waiting link, and to no other', async () => {
  const other = { connectionId, agentUserId: 'u-fennel', personId: 'fennel' };
  const { id: otherId } = await rig.desk.createLink(ADMIN, other);
  await settle({ failures: { vcc: 1, teams: 0 } }, { wrote: [line('vcc', false, 30)] });
  const [silent] = (await rig.desk.getHealth(ADMIN, connectionId)).silent;
  expect(silent).toEqual({ side: 'vcc', since: 30, links: 1 });
  const ofVcc = async (person: Person, id: string) =>
    (await rig.desk.getLinkDetails(person, id)).troubles.filter(({ side }) => side === 'vcc');
  // Neither how many others wait, nor anything else of them.
  expect(await ofVcc(AGENT, linkId)).toEqual([{ side: 'vcc', code: 'vcc-trouble', since: 30 }]);
  const fennel = { ...AGENT, personId: 'fennel' };
  expect(await ofVcc(fennel, otherId)).toEqual([]);
  await expect(rig.desk.getLinkDetails(fennel, linkId)).rejects.toMatchObject({
    code: 'not-found',
  });
  await expect(rig.desk.getHealth(AGENT, connectionId)).rejects.toMatchObject({
    code: 'admin-only',
  });
});

test('[TB9] tells since which sweep nobody was read in Teams', async () => {
  const now = rig.clock.now();
  await rig.store.sweeps.note('meadow', now - 44_000);
  expect((await read()).troubles).toEqual([]);
  await rig.clock.advance(2_000);
  expect((await read()).troubles).toEqual([
    { side: 'teams', code: 'teams-trouble', since: now - 44_000 },
  ]);
});

test('is for the person of the link and for admins of the tenant', async () => {
  await expect(rig.desk.getLinkDetails(ADMIN, linkId)).resolves.toBeDefined();
  await expect(rig.desk.getLinkDetails(STRANGER, linkId)).rejects.toMatchObject({
    code: 'not-found',
  });
});

test('[BT2] link and details come together, as they come one by one', async () => {
  const together = await rig.desk.getMyStanding(AGENT);
  expect(together).toEqual({ link: await rig.desk.getMyLink(AGENT), details: await read() });
  await expect(rig.desk.getMyStanding(STRANGER)).rejects.toBeInstanceOf(Error);
});
