/** A link that is in step, to be changed by what a test is about. */
import type { LinkDetails, LinkView, RecordView } from '../../tab/api/types';
import { en } from '../../tab/words/en';
import { createFormat } from '../../tab/words/format';
import { createSay } from '../../tab/words/words';

export const say = createSay(en);
export const format = createFormat('en-GB', 'Today');
export const NOON = new Date(2026, 10, 23, 12, 0).getTime();

const READY = { presenceId: 'ready', category: 'Ready', name: 'Ready' } as const;
const LUNCH = { presenceId: 'lunch', category: 'ExtendedAway', name: 'Lunch' } as const;
export const STATES: LinkView['states'] = [
  { ...READY, selectable: true },
  { ...LUNCH, selectable: true },
];
export const pair = (availability: string, activity = availability) => ({ availability, activity });

type Status = LinkView['status'];
export interface Changes {
  readonly status?: Partial<Omit<Status, 'vcc' | 'teams'>>;
  readonly vcc?: Partial<Status['vcc']>;
  readonly teams?: Partial<Status['teams']>;
  readonly details?: Partial<LinkDetails>;
}

export function situation(changes: Changes = {}): { link: LinkView; details: LinkDetails } {
  const status: Status = {
    phase: 'running',
    pausedUntil: null,
    code: 'in-step',
    sentence: '',
    ...changes.status,
    vcc: { state: READY, occupancy: 'free', since: NOON, ...changes.vcc },
    teams: { ...pair('Available'), since: NOON, ...changes.teams },
  };
  const link: LinkView = {
    id: 'link',
    connectionId: 'connection',
    agent: { userId: 'u', agentId: '4021', name: 'Juniper Vale' },
    person: { id: 'p', name: 'Juniper Vale' },
    createdAt: NOON,
    states: STATES,
    status,
  };
  const details: LinkDetails = {
    now: NOON,
    inStep: true,
    shows: pair('Available'),
    choices: [],
    overlay: null,
    troubles: [],
    noticeAt: null,
    ...changes.details,
  };
  return { link, details };
}

type Seen = RecordView['seen'][number];
type Wrote = RecordView['wrote'][number];

export function seen(changes: Partial<Seen>): Seen {
  return {
    side: 'vcc',
    kind: 'agent-state',
    at: NOON,
    seenAt: NOON,
    via: 'webhook',
    text: '',
    outcome: 'taken',
    code: 'agent-changed',
    rules: ['WW2'],
    sentence: '',
    ...changes,
  };
}

export function wrote(changes: Partial<Wrote>): Wrote {
  return {
    side: 'teams',
    call: 'setPresence',
    startedAt: NOON + 20,
    tookMs: 580,
    answer: 'accepted',
    ok: true,
    text: '',
    ...changes,
  };
}

export function record(changes: Partial<RecordView>): RecordView {
  return {
    id: '7',
    linkId: 'link',
    at: NOON + 10,
    endedAt: NOON + 700,
    outcome: 'wrote',
    code: 'agent-changed',
    title: '',
    sentence: '',
    rules: ['MP1'],
    seen: [],
    wrote: [],
    ...changes,
  };
}

export const LUNCH_SHOWN = record({
  seen: [seen({ told: { state: LUNCH } })],
  wrote: [
    wrote({
      call: 'setUserPreferredPresence Away/Away',
      told: { presence: pair('Away'), why: 'change', endsAfterMs: 3_600_000 },
    }),
    wrote({
      call: 'setPresence Away/Away',
      told: { presence: pair('Away'), why: 'change', endsAfterMs: 3_600_000 },
    }),
  ],
});
