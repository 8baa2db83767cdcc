import { initialLinkState } from '../../src/core/link-state';
import type { LinkState } from '../../src/core/link-state';
import { REASONS } from '../../src/core/reason';
import { describeStatus } from '../../src/desk/link-status';
import { ADMIN, joinJuniper, openDesk } from './rig';

const LUNCH = { presenceId: 'lunch', category: 'Away', name: 'Lunch' } as const;
const AWAY = { availability: 'Away', activity: 'Away' } as const;

function running(changes: Partial<LinkState> = {}): LinkState {
  const fresh = initialLinkState();
  return {
    ...fresh,
    phase: 'running',
    agent: { ...fresh.agent, settled: { state: LUNCH, at: 500, humanAt: 500 } },
    teams: { ...fresh.teams, settled: AWAY },
    ...changes,
  };
}

const MEANT = {
  presence: AWAY,
  code: 'agent-changed',
  since: 700,
  overrides: false,
  lift: 'no',
  force: 'no',
  stage: 'shown',
  counted: false,
} as const;

test('the status of a link shows both sides with what is known of since when', () => {
  expect(describeStatus(running({ meant: MEANT }))).toEqual({
    phase: 'running',
    pausedUntil: null,
    code: 'in-step',
    sentence: REASONS['in-step'],
    vcc: { state: LUNCH, occupancy: 'free', since: 500 },
    teams: { availability: 'Away', activity: 'Away', since: 700 },
  });
});

test('what somebody did in Teams by hand has no known beginning', () => {
  expect(describeStatus(running()).teams.since).toBeNull();
});

test.each<[string, Partial<LinkState>, string]>([
  ['new', { phase: 'new' }, 'first-reading'],
  ['paused', { phase: 'paused', pauseCode: 'paused' }, 'paused'],
  ['stopped for flapping', { phase: 'paused', pauseCode: 'flapping' }, 'flapping'],
  ['unlinking', { phase: 'unlinking' }, 'unlinked'],
  ['told something', { notice: { code: 'vcc-refused', at: 1 } }, 'vcc-refused'],
  ['waiting for VCC', { failures: { vcc: 2, teams: 0 } }, 'vcc-trouble'],
  ['waiting for Teams', { failures: { vcc: 0, teams: 1 } }, 'teams-trouble'],
  ['about to show', { meant: { ...MEANT, stage: 'write' } }, 'waiting-for-teams'],
])('a link that is %s says so', (_case, changes, code) => {
  expect(describeStatus(running(changes))).toMatchObject({ code });
});

test.each([
  ['engaged', { a: { phase: 'wrapping-up', at: 1 }, b: { phase: 'engaged', at: 2 } }],
  ['wrapping-up', { a: { phase: 'wrapping-up', at: 1 }, b: { phase: 'ended', at: 2 } }],
] as const)('[GD1] an agent is %s when a channel is', (occupancy, channels) => {
  const state = running({ occupancy: { channels, reported: null, endedAt: null } });
  expect(describeStatus(state).vcc.occupancy).toBe(occupancy);
});

test('the health of a connection names links in trouble', async () => {
  const rig = await openDesk();
  const { connectionId, linkId } = await joinJuniper(rig);
  const now = rig.clock.now();
  const turn = await rig.store.turns.claim(linkId, 'token', now, now + 1_000);
  if (!turn) throw new Error('The link is claimed.');
  const state = running({ notice: { code: 'agent-gone', at: 1 } });
  const end = { state, outcomes: [], wakeAt: null, teamsDueAt: null, record: null };
  await rig.store.turns.settle(turn.claim, end, now);
  expect(await rig.desk.getHealth(ADMIN, connectionId)).toEqual({
    connectionId,
    status: 'connected',
    reason: null,
    troubles: [],
    isSubscribed: true,
    definitionsAt: now,
    links: 1,
    silent: [],
    linksInTrouble: [{ linkId, code: 'agent-gone' }],
  });
  await rig.close();
});
