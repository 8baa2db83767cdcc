import type { CallResult } from '../call-result';
import type { AccountAccess, AgentDoing, VccClient } from './client';
import { readList } from './list';
import { readJson } from '../pipeline/read-json';
import { readAllPages } from './pages';
import type { Ask } from './requests';
import type { Sender } from './sender';
import { agentDoing, agentStatus, userGroup, vccUser } from './wire';
import type { UserGroup } from './wire';

const MEGABYTE = 1024 * 1024;
/** User Admin documents 5,000 as the most (vcc.md 5). */
const USER_LIMITS = [5_000];
/** Skills of a user take as many (vcc.md 5). */
const GROUP_LIMITS = [5_000];
/** The Stats API documents no most (vcc.md 4.2). */
const STATUS_LIMITS = [5_000, 1_000, 100, 25];

type DirectoryOperations = Pick<
  VccClient,
  'users' | 'user' | 'groupsOf' | 'agentStatus' | 'agentDoings'
>;

/** The User Admin and the Stats API (vcc.md 4.2, 5): whole lists. */
export function directoryOperations(sender: Sender): DirectoryOperations {
  let statusLimits = STATUS_LIMITS;
  return {
    user: (access, userId) => sender.send(access, userAsk(userId), readJson(vccUser)),
    users: (access, include = 'Active') =>
      readAllPages(
        {
          name: 'users',
          keyOf: (user) => user.userId,
          limits: USER_LIMITS,
          read: (page, limit) =>
            sender.send(
              access,
              usersAsk(include, page, limit),
              readList(vccUser, ['users', 'items']),
            ),
        },
        sender.events,
      ),
    groupsOf: (access, userId) => readGroups(sender, access, userId),
    agentStatus: (access, onCall) =>
      readAllPages(
        {
          name: 'agentStatus',
          keyOf: (status) => status.agentId,
          limits: statusLimits,
          onAccepted: (accepted) => {
            statusLimits = statusLimits.filter((limit) => limit <= accepted);
          },
          read: (page, limit) => {
            onCall?.();
            return sender.send(access, statusAsk(page, limit), readList(agentStatus, ['items']));
          },
        },
        sender.events,
      ),
    agentDoings: (access, onCall) => readDoings(sender, access, onCall),
  };
}

/** Of several entries of an agent the newest is what holds. */
async function readDoings(
  sender: Sender,
  access: AccountAccess,
  onCall: (() => void) | undefined,
): Promise<CallResult<readonly AgentDoing[]>> {
  const read = await readAllPages<AgentDoing>(
    {
      name: 'agentDoings',
      keyOf: ({ agentId, since }) => `${agentId}|${since}`,
      limits: STATUS_LIMITS,
      read: (page, limit) => {
        onCall?.();
        return sender.send(access, doingsAsk(page, limit), readList(agentDoing, ['items']));
      },
    },
    sender.events,
  );
  if (read.kind !== 'ok') return read;
  const newest = new Map<string, AgentDoing>();
  for (const one of read.value) {
    const known = newest.get(one.agentId);
    if (!known || one.since > known.since) newest.set(one.agentId, one);
  }
  return { ...read, value: [...newest.values()] };
}

async function readGroups(
  sender: Sender,
  access: AccountAccess,
  userId: string,
): Promise<CallResult<readonly string[]>> {
  const read = await readAllPages<UserGroup>(
    {
      name: 'groupsOf',
      keyOf: (group) => group.id,
      limits: GROUP_LIMITS,
      read: (page, limit) =>
        sender.send(
          access,
          groupsAsk(userId, page, limit),
          readList(userGroup, ['groups', 'items']),
        ),
    },
    sender.events,
  );
  if (read.kind !== 'ok') return read;
  return { ...read, value: read.value.flatMap(({ id, name }) => (name ? [id, name] : [id])) };
}

function groupsAsk(userId: string, page: number, limit: number): Ask {
  return {
    api: 'useradmin',
    name: 'groupsOf',
    effect: 'read',
    method: 'GET',
    path: `/users/${encodeURIComponent(userId)}/groups?limit=${limit}&page=${page}`,
    scope: 'users:read',
    priority: 'sweep',
  };
}

function userAsk(userId: string): Ask {
  return {
    api: 'useradmin',
    name: 'user',
    effect: 'read',
    method: 'GET',
    path: `/users/${encodeURIComponent(userId)}`,
    scope: 'users:read',
    priority: 'change',
  };
}

function usersAsk(include: 'Active' | 'All', page: number, limit: number): Ask {
  return {
    api: 'useradmin',
    name: 'users',
    effect: 'read',
    method: 'GET',
    path: `/users?include=${include}&limit=${limit}&page=${page}`,
    scope: 'users:read',
    priority: 'sweep',
    maxBytes: 32 * MEGABYTE,
  };
}

function statusAsk(page: number, limit: number): Ask {
  return {
    api: 'stats',
    name: 'agentStatus',
    effect: 'read',
    method: 'GET',
    path: `/agent-status?page=${page}&limit=${limit}`,
    scope: 'stats',
    priority: 'sweep',
    maxBytes: 32 * MEGABYTE,
  };
}

function doingsAsk(page: number, limit: number): Ask {
  return {
    ...statusAsk(page, limit),
    name: 'agentDoings',
    path: `/wfm/agent-states?page=${page}&limit=${limit}`,
  };
}
