import type { PresenceDefinition } from '../contract';
import { isRecord, jsonBody, replyJson } from '../http/message';
import type { Ask, Reply } from '../http/message';
import type { Account } from './account';
import type { Agent } from './agent';
import { findDefinition, isLoggedOut } from './definitions';
import { DENIED } from './guard';
import type { ApiRules } from './guard';
import { isGuid } from './ids';
import { toIso } from './instants';
import { checkVersion1 } from './versioned-api';

const MAX_IDS = 50;

export const AGENTS_RULES: ApiRules = {
  unauthorized: () => replyJson(401, DENIED),
  forbidden: () => replyJson(403, DENIED),
  checkVersion: checkVersion1,
};

/** `GET /agents/presence-definitions` (2.2) */
export function listDefinitions(_ask: Ask, account: Account): Reply {
  return replyJson(200, { presenceDefinitions: account.definitions });
}

/** `GET /agents/{userId}/presence` (2.3) */
export function getPresence(ask: Ask, account: Account): Reply {
  const userId = ask.params['userId'] ?? '';
  if (!isGuid(userId)) return malformed();
  const agent = workingAgent(account, userId);
  return agent ? replyJson(200, presenceOf(agent)) : notFound('The user was not found.');
}

/** `GET /agents/presences/users?userId=…` (2.4): a bare array */
export function getPresences(ask: Ask, account: Account): Reply {
  const ids = (ask.query.get('userId') ?? '').split(',').map((id) => id.trim());
  if (ids.length > MAX_IDS) return tooManyIds();
  if (ids.join('') === '') return invalid('The UserId field is required.', 'userId');
  if (!ids.every(isGuid)) return malformed();
  const unique = [...new Set(ids.map((id) => id.toLowerCase()))];
  const agents = unique.map((id) => workingAgent(account, id));
  if (account.knobs.unknownIds === '404' && agents.includes(undefined)) {
    return notFound('A user was not found.');
  }
  return replyJson(200, agents.filter((agent) => agent !== undefined).map(presenceOf));
}

/** `PATCH /agents/{userId}/presence` (2.5) */
export function patchPresence(ask: Ask, account: Account): Reply {
  const userId = ask.params['userId'] ?? '';
  const body = jsonBody(ask);
  if (!isGuid(userId) || !isRecord(body)) return malformed();
  const presenceId = body['presenceId'];
  if (presenceId === undefined || presenceId === null || presenceId === '') {
    return invalid('The PresenceId field is required.', 'presenceId');
  }
  if (typeof presenceId !== 'string' || !isGuid(presenceId)) return malformed();
  const agent = workingAgent(account, userId);
  if (!agent) return notFound('The user was not found.');
  const definition = findDefinition(account.definitions, presenceId);
  if (!definition) return notFound('The presence was not found.');
  return takePresence(account, agent, definition);
}

function takePresence(account: Account, agent: Agent, definition: PresenceDefinition): Reply {
  const { knobs } = account;
  if (knobs.patchNonSelectable === 'refuse' && !definition.selectable) {
    return conflict('The presence is not selectable.');
  }
  if (knobs.patchLoggedOut === 'refuse' && isLoggedOut(agent.presence().definition)) {
    return conflict('The user is logged out.');
  }
  if (knobs.patchWhileEngaged === 'refuse' && agent.occupancy() === 'engaged') {
    return conflict('The user is on an interaction.');
  }
  agent.request(definition, { bumpSame: knobs.patchSamePresence === 'bump' });
  return replyJson(200, presenceOf(agent));
}

function workingAgent(account: Account, userId: string): Agent | undefined {
  const agent = account.agent(userId);
  return agent?.isWorking ? agent : undefined;
}

function presenceOf(agent: Agent): Readonly<Record<string, unknown>> {
  const { definition, since } = agent.presence();
  return { userId: agent.userId, updated: toIso(since), presence: definition };
}

function malformed(): Reply {
  return replyJson(400, { message: 'The request is invalid.' });
}

function invalid(message: string, path: string): Reply {
  return replyJson(400, {
    status: 400,
    title: 'One or more validation errors occurred.',
    errors: [{ message, path }],
  });
}

function tooManyIds(): Reply {
  return replyJson(400, {
    status: 400,
    title: 'Query limit',
    detail: `Request exceeded maximum number for users of ${MAX_IDS} in one query.`,
  });
}

function notFound(detail: string): Reply {
  return replyJson(404, { status: 404, title: 'Not Found', detail });
}

function conflict(detail: string): Reply {
  return replyJson(409, { status: 409, title: 'Conflict', detail });
}
