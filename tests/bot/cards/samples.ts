/** Cards of invented people as the bot makes them, for tests that look at cards. */
import type {
  ColleagueList,
  LinkDetails,
  LinkView,
  PostBody,
  PostedRecord,
} from '../../../src/index';
import type { Card } from '../../../bot/cards/card';
import { button } from '../../../bot/cards/card';
import { makeExplainCard } from '../../../bot/cards/explain-card';
import { makeFindCard } from '../../../bot/cards/find-card';
import { createIconUrl } from '../../../bot/cards/icons';
import { makeJoinCard, makeProofCard } from '../../../bot/cards/link-cards';
import {
  makeAskCard,
  makeHelpCard,
  makeWelcomeCard,
  makeWhomCard,
} from '../../../bot/cards/say-cards';
import { makeStatusCard } from '../../../bot/cards/status-card';
import type { Ports } from '../../../bot/converse/ports';
import { renderPost } from '../../../bot/posts/render';
import { createVoice } from '../../../bot/say/voice';
import type { Voice } from '../../../bot/say/voice';
import type { Language } from '../../../bot/understand/command';

export const NOW = Date.UTC(2026, 10, 26, 9, 46);
const MINUTE = 60_000;

export const STATES: LinkView['states'] = [
  state('Ready', 'Ready'),
  state('Away', 'Away'),
  state('Extended Away', 'ExtendedAway'),
  state('Break', 'Away'),
  state('Lunch', 'ExtendedAway'),
];

function state(name: string, category: 'Ready' | 'Away' | 'ExtendedAway') {
  return { presenceId: `id-${name}`, category, name, selectable: true };
}

export function linkOf(status: Partial<LinkView['status']> = {}): LinkView {
  return {
    id: 'link-juniper',
    connectionId: 'connection',
    agent: { userId: 'u-juniper', agentId: '4021', name: 'Juniper Vale' },
    person: { id: 'juniper', name: 'Juniper Vale' },
    createdAt: NOW - 86_400_000,
    states: STATES,
    status: {
      phase: 'running',
      pausedUntil: null,
      code: 'in-step',
      sentence: 'The two sides are in step.',
      vcc: { state: STATES[0]!, occupancy: 'free', since: NOW - 5 * MINUTE },
      teams: { availability: 'Available', activity: 'Available', since: NOW - 5 * MINUTE },
      ...status,
    },
  };
}

export function detailsOf(more: Partial<LinkDetails> = {}): LinkDetails {
  return {
    now: NOW,
    inStep: true,
    shows: null,
    choices: [],
    overlay: null,
    troubles: [],
    noticeAt: null,
    ...more,
  };
}

export function recordOf(more: Partial<PostedRecord> = {}): PostedRecord {
  const at = NOW - 12_000;
  return {
    id: '17',
    linkId: 'link-juniper',
    at: at + 10,
    endedAt: at + 610,
    outcome: 'wrote',
    code: 'agent-changed',
    title: 'You chose Lunch',
    sentence: 'The newest change is in VCC.',
    rules: ['WW2', 'MP1'],
    seen: [
      {
        side: 'vcc',
        kind: 'agent-state',
        at,
        seenAt: at,
        via: 'webhook',
        text: 'VCC says: Lunch',
        outcome: 'taken',
        code: 'agent-changed',
        rules: ['WW2'],
        sentence: 'The newest change is in VCC.',
        told: { state: STATES[4]! },
      },
    ],
    wrote: [
      {
        side: 'teams',
        call: 'setUserPreferredPresence Away/Away',
        startedAt: at + 30,
        tookMs: 580,
        answer: '200',
        ok: true,
        text: 'Teams answered 200',
        told: {
          presence: { availability: 'Away', activity: 'Away' },
          why: 'agent-changed',
          endsAfterMs: 3_600_000,
        },
      },
    ],
    ...more,
  };
}

const refused = recordOf({
  outcome: 'refused',
  code: 'vcc-refused',
  seen: [
    {
      ...recordOf().seen[0]!,
      side: 'order',
      kind: 'set-state',
      code: 'ordered',
      told: { presenceId: 'id-Lunch', by: 'agent' },
    },
  ],
  wrote: [],
});

export const COLLEAGUES: ColleagueList = {
  more: 2,
  items: [
    colleague('Basil Thornwick', { isFree: true, availability: 'Available', minutes: 12 }),
    colleague('Fennel Marsh', {
      isFree: false,
      availability: 'Busy',
      activity: 'InACall',
      minutes: 3,
    }),
    colleague('Sage Underhill', { isFree: false, availability: 'BeRightBack', minutes: 4 }),
  ],
};

interface Sketch {
  readonly isFree: boolean;
  readonly availability: string;
  readonly activity?: string;
  readonly minutes: number;
}

function colleague(name: string, { isFree, availability, activity, minutes }: Sketch) {
  return {
    linkId: `link-${name}`,
    personId: name,
    name,
    isFree,
    vcc: { name: isFree ? 'Ready' : 'Lunch', category: 'Ready' },
    occupancy: 'free' as const,
    teams: { availability, activity: activity ?? availability },
    since: NOW - minutes * MINUTE,
    address: `${name.split(' ')[0]!.toLowerCase()}@meadowbank.example`,
  };
}

export async function makeSamples(
  language: Language,
  publicUrl: string,
): Promise<Readonly<Record<string, Card>>> {
  const voice = createVoice(language, 'Europe/Berlin');
  const iconUrl = createIconUrl(publicUrl);
  const status = (link: LinkView, details = detailsOf()) =>
    makeStatusCard({ voice, iconUrl, userId: '29:juniper' }, { now: NOW, link, details });
  const lunch = linkOf({
    vcc: { state: STATES[4]!, occupancy: 'free', since: NOW - 63 * MINUTE },
    teams: { availability: 'Away', activity: 'Away', since: null },
  });
  const nameOf = (id: string) => STATES.find(({ presenceId }) => presenceId === id)?.name;
  const tabUrl = 'https://teams.microsoft.com/l/entity/7d1c5a52-0b7e-4c1f-9a36-52f0c8e4b9d1/home';
  return {
    status: status(linkOf()),
    'status-lunch': status(lunch),
    'status-own': status(
      linkOf({
        code: 'own-status',
        teams: { availability: 'DoNotDisturb', activity: 'DoNotDisturb', since: null },
      }),
      detailsOf({ inStep: false }),
    ),
    'status-call': status(
      linkOf({
        vcc: { state: STATES[0]!, occupancy: 'engaged', since: NOW - MINUTE },
        teams: { availability: 'Busy', activity: 'InACall', since: NOW - MINUTE },
      }),
    ),
    'status-paused': status(
      linkOf({ phase: 'paused', pausedUntil: NOW + 30 * MINUTE, code: 'paused' }),
    ),
    'status-trouble': status(
      linkOf({ code: 'consent-lost', teams: { availability: null, activity: null, since: null } }),
      detailsOf({ troubles: [{ side: 'teams', code: 'consent-lost', since: NOW }] }),
    ),
    'status-out': status(
      linkOf({
        vcc: {
          state: { presenceId: 'out', category: 'LoggedOut', name: 'Logged Out' },
          occupancy: 'free',
          since: NOW,
        },
        teams: { availability: 'Offline', activity: 'Offline', since: null },
      }),
    ),
    explain: makeExplainCard({ voice, nameOf, tabUrl }, recordOf()),
    'explain-refused': makeExplainCard({ voice, nameOf, tabUrl: null }, refused),
    find: makeFindCard({ voice, iconUrl, now: NOW, words: 'billing' }, COLLEAGUES),
    free: makeFindCard(
      { voice, iconUrl, now: NOW, words: null },
      { items: COLLEAGUES.items.slice(0, 1), more: 0 },
    ),
    welcome: makeWelcomeCard({ voice, agent: null }),
    'welcome-linked': makeWelcomeCard({ voice, agent: '4021' }),
    help: makeHelpCard(voice, [button(voice.say('do.why'), { do: 'why' })]),
    ask: makeAskCard(voice.say('unsure.two', { one: 'Break', two: 'Comfort Break' }), [
      button('Break', { do: 'set', presenceId: 'id-Break' }),
      button('Comfort Break', { do: 'set', presenceId: 'id-Comfort' }),
    ]),
    'whom-find': makeWhomCard(voice, 'find'),
    'whom-tell': makeWhomCard(voice, 'tell'),
    'link-own': makeJoinCard(
      voice,
      account({ userId: 'u', agentId: '4021', name: 'Juniper Vale' }),
    ),
    'link-other': makeJoinCard(voice, account(null)),
    proof: makeProofCard(voice, { ...PROOF, states: [...PROOF.states] }, '29:juniper'),
    ...(await makePosts(voice, publicUrl)),
  };
}

const account = (agent: { userId: string; agentId: string; name: string } | null) => {
  return {
    connectionId: 'c',
    region: 'emea',
    accountKey: 'MEADOW',
    agent,
    code: null,
    sentence: null,
  };
};

const PROOF = {
  id: 'p',
  connectionId: 'c',
  agent: { userId: 'u', agentId: '4021', name: 'Juniper Vale' },
  states: [STATES[4]!, STATES[3]!],
  seen: 1,
  now: NOW,
  expiresAt: NOW + 90_000,
  status: 'open',
  code: null,
  sentence: null,
} as const;

const POSTS: Readonly<Record<string, PostBody>> = {
  'post-refused': { kind: 'problem', record: refused },
  'post-flapping': { kind: 'problem', record: recordOf({ code: 'flapping', outcome: 'stopped' }) },
  'post-not-taken': {
    kind: 'problem',
    record: recordOf({ code: 'not-taken', outcome: 'refused' }),
  },
  'post-healed': { kind: 'problem', record: recordOf({ code: 'healed' }) },
  'post-change': { kind: 'change', record: recordOf() },
  'post-trouble': { kind: 'trouble', code: 'agent-archived', since: NOW },
  'post-alert': { kind: 'alert', code: 'vcc-credentials', side: 'vcc', since: NOW, agents: 214 },
  'post-free': {
    kind: 'free',
    linkId: 'link-Basil Thornwick',
    name: 'Basil Thornwick',
    personId: 'basil',
  },
  'post-reminder': { kind: 'reminder', minutes: 15 },
  'post-joined': { kind: 'joined', agentId: '4021' },
};

/** What is told only to who is not linked. */
const UNLINKED_POSTS: Readonly<Record<string, PostBody>> = {
  'post-declined': { kind: 'declined', agentId: '4021' },
  'post-unproved-late': { kind: 'unproved', code: 'proof-expired' },
  'post-unproved-seen': { kind: 'unproved', code: 'agent-linked' },
};

async function makePosts(voice: Voice, publicUrl: string): Promise<Record<string, Card>> {
  const ports = {
    desk: { findColleagues: async () => COLLEAGUES },
    talks: { clock: { now: () => NOW } },
    iconUrl: createIconUrl(publicUrl),
    tabUrl: () => null,
  } as unknown as Ports;
  const person = { tenantId: 'meadow', personId: 'juniper', roles: [], wids: [] };
  const made: Record<string, Card> = {};
  for (const [name, body] of Object.entries({ ...POSTS, ...UNLINKED_POSTS })) {
    const link = name in POSTS ? linkOf() : null;
    const card = await renderPost({ ports, person, voice, link }, body);
    if (!card) throw new Error(`${name} says nothing.`);
    made[name] = card;
  }
  return made;
}
