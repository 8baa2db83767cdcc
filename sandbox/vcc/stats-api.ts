import { replyJson } from '../http/message';
import type { Ask, Reply } from '../http/message';
import { acceptedVersion } from './accept-version';
import type { Account } from './account';
import type { Agent } from './agent';
import { isLive } from './channel';
import type { Channel } from './channel';
import { isOutboundOnly } from './definitions';
import { DENIED } from './guard';
import type { ApiRules } from './guard';
import { toIso } from './instants';
import type { StatePeriod } from './journal';
import { cutPage, readPageAsk } from './paging';

const MAX_WINDOW_MS = 31 * 24 * 60 * 60 * 1000;

type Shape = Readonly<Record<string, unknown>>;

export const STATS_RULES: ApiRules = {
  unauthorized: () => replyJson(401, DENIED),
  forbidden: () => replyJson(403, DENIED),
  checkVersion,
};

/** Version check of 4.2: v2 and v3. */
function checkVersion(ask: Ask): Reply | undefined {
  const version = acceptedVersion(ask);
  if (version === 2 || version === 3) return undefined;
  return refuseVersion(
    version === undefined ? 'Invalid Accept header!' : 'Invalid api-version! Valid values: 2,3',
  );
}

function refuseVersion(message: string): Reply {
  return replyJson(400, { statusCode: 400, error: 'Bad Request', message });
}

/** `GET /stats/agent-status`: everybody, by agent id */
export function listAgentStatus(ask: Ask, account: Account): Reply {
  const pageAsk = readPageAsk(ask);
  if (typeof pageAsk === 'string') return refuse(pageAsk);
  const { meta, items } = cutPage(account.workingByAgentId(), pageAsk);
  return replyJson(200, { meta, items: items.map(statusOf) });
}

function statusOf(agent: Agent): Shape {
  const { definition, since } = agent.presence();
  const live = agent.channels().filter(isLive);
  const isReady = definition.category.categoryType === 'Ready' && !isOutboundOnly(definition);
  return {
    agentId: agent.agentId,
    presence: {
      since: toIso(since),
      name: definition.category.description,
      description: definition.description,
      eligibleForRouting: isReady && agent.occupancy() === 'free',
    },
    workload: { since: toIso(agent.workloadSince()), calls: live.length, semiLive: 0, nonLive: 0 },
    interaction: live.map(interactionOf),
  };
}

const INTERACTION_STATES = { alerted: 'Alerting', connected: 'Connected', held: 'Held' } as const;

function interactionOf(channel: Readonly<Channel>): Shape {
  return {
    guid: channel.interactionId,
    channelGuid: null,
    since: toIso(channel.since),
    medium: 'Phone',
    mediumManager: 'CC',
    direction: 'Inbound',
    state: channel.state === 'wrapping-up' ? null : INTERACTION_STATES[channel.state],
    reason: null,
  };
}

interface Window {
  readonly start: number;
  readonly end: number;
}

/**
 * `GET /stats/wfm/agent-states`: what each agent is now, or, with `start` and `end`, every state
 * within that window.
 */
export function listWfmStates(ask: Ask, account: Account): Reply {
  const pageAsk = readPageAsk(ask);
  const window = readWindow(ask, account.clock.now());
  if (typeof pageAsk === 'string') return refuse(pageAsk);
  if (typeof window === 'string') return refuse(window);
  const rows = account
    .workingByAgentId()
    .flatMap((agent) => periodsOf(agent, window).map((period) => wfmRowOf(agent, period)));
  const { meta, items } = cutPage(rows, pageAsk);
  return replyJson(200, { meta, items });
}

function periodsOf({ journal }: Agent, window: Window | undefined): readonly StatePeriod[] {
  if (window) return journal.within(window.start, window.end);
  const current = journal.current();
  return current ? [current] : [];
}

function wfmRowOf({ agentId }: Agent, { start, end, state, description }: StatePeriod): Shape {
  const duration = end === undefined ? null : end - start;
  return { agentId, start: toIso(start), duration, state, description };
}

/** Undefined when the request names no window; a sentence when the window is a bad one. */
function readWindow(ask: Ask, nowMs: number): Window | string | undefined {
  const start = ask.query.get('start');
  const end = ask.query.get('end');
  if (start === null && end === null) return undefined;
  const window = {
    start: start === null ? 0 : Date.parse(start),
    end: end === null ? nowMs : Date.parse(end),
  };
  if (start === null || Number.isNaN(window.start) || Number.isNaN(window.end)) {
    return 'start and end must be ISO 8601 date-times';
  }
  const isTooLong = window.end - window.start > MAX_WINDOW_MS;
  return isTooLong ? 'Request window size limit exceeded 31 days' : window;
}

function refuse(message: string): Reply {
  return replyJson(400, { message });
}
