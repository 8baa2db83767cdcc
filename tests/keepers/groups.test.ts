import type { CallResult } from '../../src/clients/call-result';
import { DEFAULT_MAPPING } from '../../src/core/mapping';
import type { Mapping } from '../../src/core/mapping';
import { HOUR, MINUTE } from '../../src/core/time';
import { keepGroups } from '../../src/keepers/groups';
import type { GroupsDeps } from '../../src/keepers/groups';
import type { Store } from '../../src/store/store';
import { createHandClock } from '../clients/hand-clock';
import type { HandClock } from '../clients/hand-clock';
import { openTestStore } from '../store/open-store';
import type { OpenStore } from '../store/open-store';
import { sampleConnection, sampleLink, sampleState } from '../store/samples';

const WITH_GROUPS: Mapping = { ...DEFAULT_MAPPING, groups: [{ group: 'Night shift' }] };
/** A tenth of it in a pass of 15 s: two questions. */
const BUDGET = { requests: 80, windowMs: MINUTE };

type Answer = CallResult<readonly string[]>;

let open: OpenStore;
let store: Store;
let clock: HandClock;
let asked: string[];
let answer: Answer;
let failures: unknown[];

beforeEach(async () => {
  open = await openTestStore();
  store = open.store;
  clock = createHandClock();
  asked = [];
  failures = [];
  answer = { kind: 'ok', status: 200, value: ['g-1', 'Night shift'] };
});
afterEach(() => open.close());

function deps(changes: Partial<GroupsDeps> = {}): GroupsDeps {
  return {
    store,
    clock,
    owner: 'one',
    budget: BUDGET,
    groupsOf: async (_connection, agentUserId) => {
      asked.push(agentUserId);
      return answer;
    },
    onError: (error) => failures.push(error),
    ...changes,
  };
}

async function connect(
  agents: readonly string[],
  mapping = WITH_GROUPS,
): Promise<readonly string[]> {
  const connection = sampleConnection({ mapping });
  await store.connections.insert(connection);
  const links = agents.map((agentUserId) =>
    sampleLink(connection, { id: agentUserId, agentUserId }),
  );
  for (const link of links) await store.links.insert(link, sampleState('fresh'));
  return links.map(({ id }) => id);
}

async function groupsOf(linkId: string): Promise<readonly string[] | undefined> {
  return (await store.links.get(linkId))?.groups;
}

test('[MP4] learns the groups of each agent, a few at a time, and again after an hour', async () => {
  await connect(['basil', 'juniper', 'sage']);
  await keepGroups(deps());
  expect(asked).toEqual(['basil', 'juniper']);
  expect(await groupsOf('basil')).toEqual(['g-1', 'Night shift']);
  expect(await groupsOf('sage')).toEqual([]);
  await clock.advance(15_000);
  await keepGroups(deps());
  await keepGroups(deps());
  expect(asked).toEqual(['basil', 'juniper', 'sage']);
  answer = { kind: 'ok', status: 200, value: ['Day shift'] };
  await clock.advance(HOUR);
  await keepGroups(deps());
  expect(await groupsOf('basil')).toEqual(['Day shift']);
});

test('[MP4] asks nothing where no mapping has groups', async () => {
  await connect(['basil'], DEFAULT_MAPPING);
  await connect(['sage'], { ...DEFAULT_MAPPING, groups: [] });
  await keepGroups(deps());
  expect(asked).toEqual([]);
});

test.each(['gone', 'forbidden'] as const)(
  '[MP4] takes an agent for one without groups where VCC answers %s',
  async (kind) => {
    await connect(['basil']);
    await keepGroups(deps());
    answer = { kind, status: 404, reason: 'no' };
    await clock.advance(HOUR);
    await keepGroups(deps());
    expect(await groupsOf('basil')).toEqual([]);
  },
);

test('[MP4] keeps what is known where the answer says nothing, and goes on', async () => {
  await connect(['basil', 'juniper']);
  await keepGroups(deps());
  answer = { kind: 'refused', status: 400, reason: 'no' };
  await clock.advance(HOUR);
  await keepGroups(deps());
  expect(asked).toHaveLength(4);
  expect(await groupsOf('basil')).toEqual(['g-1', 'Night shift']);
});

test('[MP4] leaves the rest of a pass where VCC does not answer now, and asks again', async () => {
  await connect(['basil', 'juniper']);
  answer = { kind: 'retry', afterMs: 1_000, reason: 'away' };
  await keepGroups(deps());
  expect(asked).toEqual(['basil']);
  answer = { kind: 'ok', status: 200, value: ['Day shift'] };
  await keepGroups(deps());
  expect(await groupsOf('basil')).toEqual(['Day shift']);
});

test('[MP4] is left to one process at a time, and tells of failures', async () => {
  await connect(['basil']);
  await keepGroups(deps());
  await clock.advance(30_000);
  await connect(['sage']);
  await keepGroups(deps({ owner: 'other' }));
  expect(asked).toEqual(['basil', 'sage']);
  await clock.advance(HOUR);
  await keepGroups(
    deps({
      groupsOf: () => Promise.reject(new Error('broken')),
    }),
  );
  expect(failures).toHaveLength(2);
});
