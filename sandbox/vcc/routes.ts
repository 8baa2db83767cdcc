import type { Ask, Handle, Reply } from '../http/message';
import { createRouter } from '../http/router';
import type { Router } from '../http/router';
import type { Account } from './account';
import {
  AGENTS_RULES,
  getPresence,
  getPresences,
  listDefinitions,
  patchPresence,
} from './agents-api';
import { countAvailability, listReadyAgents } from './availability-api';
import { V0_RULES, forOwnAccount, startCall } from './calls-api';
import { guard } from './guard';
import type { ApiRules, FindAccess } from './guard';
import { STATS_RULES, listAgentStatus, listWfmStates } from './stats-api';
import {
  USER_ADMIN_RULES,
  getUser,
  listGroups,
  listGroupsOfUser,
  listSkills,
  listSkillsOfUser,
  listUsers,
  listUsersOfGroup,
  listUsersOfSkill,
} from './user-admin-api';
import {
  WEBHOOKS_RULES,
  createSubscription,
  deleteSubscription,
  editSubscription,
  getSubscription,
  listEventTypes,
  listSubscriptions,
} from './webhooks-api';

type Endpoint = readonly [
  method: string,
  pattern: string,
  scopes: readonly string[],
  handle: (ask: Ask, account: Account) => Reply,
];

const READ_USERS = ['users:read', 'users:write'];
const READ_ADMIN = ['admin:read'];
const WRITE_ADMIN = ['admin:write'];

const AGENTS: readonly Endpoint[] = [
  ['GET', '/agents/presence-definitions', READ_USERS, listDefinitions],
  ['GET', '/agents/presences/users', READ_USERS, getPresences],
  ['GET', '/agents/{userId}/presence', READ_USERS, getPresence],
  ['PATCH', '/agents/{userId}/presence', ['users:write'], patchPresence],
  ['GET', '/agents-availability', ['agents-availability:read'], countAvailability],
];

const WEBHOOKS: readonly Endpoint[] = [
  ['GET', '/webhooks/event-types', READ_ADMIN, listEventTypes],
  ['GET', '/webhooks/subscriptions', READ_ADMIN, listSubscriptions],
  ['GET', '/webhooks/subscriptions/{subscriptionId}', READ_ADMIN, getSubscription],
  ['POST', '/webhooks/subscriptions', WRITE_ADMIN, createSubscription],
  ['PATCH', '/webhooks/subscriptions/{subscriptionId}', WRITE_ADMIN, editSubscription],
  ['DELETE', '/webhooks/subscriptions/{subscriptionId}', WRITE_ADMIN, deleteSubscription],
];

const USER_ADMIN: readonly Endpoint[] = [
  ['GET', '/useradmin/users', READ_USERS, listUsers],
  ['GET', '/useradmin/users/{userId}', READ_USERS, getUser],
  ['GET', '/useradmin/users/{userId}/skills', READ_USERS, listSkillsOfUser],
  ['GET', '/useradmin/users/{userId}/groups', READ_USERS, listGroupsOfUser],
  ['GET', '/useradmin/skills', READ_USERS, listSkills],
  ['GET', '/useradmin/groups', READ_USERS, listGroups],
  ['GET', '/useradmin/skills/{id}/users', READ_USERS, listUsersOfSkill],
  ['GET', '/useradmin/groups/{id}/users', READ_USERS, listUsersOfGroup],
];

const STATS: readonly Endpoint[] = [
  ['GET', '/stats/agent-status', ['stats'], listAgentStatus],
  ['GET', '/stats/wfm/agent-states', ['stats'], listWfmStates],
];

const V0: readonly Endpoint[] = [
  ['POST', '/v0/{accountKey}/calls', [], forOwnAccount(startCall)],
  ['GET', '/v0/{accountKey}/agents', [], forOwnAccount(listReadyAgents)],
];

/** Every endpoint of the gateway and of the portal host, one table for both. */
export function createRoutes(find: FindAccess, answerToken: Handle): Router {
  const router = createRouter({ ignoreCase: true });
  router.on('POST', '/Auth/connect/token', answerToken);
  const add = (rules: ApiRules, endpoints: readonly Endpoint[]) => {
    for (const [method, pattern, scopes, handle] of endpoints) {
      router.on(method, pattern, guard(find, { rules, scopes, handle }));
    }
  };
  add(AGENTS_RULES, AGENTS);
  add(WEBHOOKS_RULES, WEBHOOKS);
  add(USER_ADMIN_RULES, USER_ADMIN);
  add(STATS_RULES, STATS);
  add(V0_RULES, V0);
  return router;
}
