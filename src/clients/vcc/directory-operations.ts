import type { VccClient } from './client';
import { readList } from './list';
import { readAllPages } from './pages';
import type { Ask } from './requests';
import type { Sender } from './sender';
import { agentStatus, vccUser } from './wire';

const MEGABYTE = 1024 * 1024;
/** User Admin documents 5,000 as the most (vcc.md 5). */
const USER_LIMITS = [5_000];
/** The Stats API documents no most (vcc.md 4.2). */
const STATUS_LIMITS = [5_000, 1_000, 100, 25];

/** The User Admin and the Stats API (vcc.md 4.2, 5): whole lists. */
export function directoryOperations(sender: Sender): Pick<VccClient, 'users' | 'agentStatus'> {
  let statusLimits = STATUS_LIMITS;
  return {
    users: (access) =>
      readAllPages(
        {
          name: 'users',
          keyOf: (user) => user.userId,
          limits: USER_LIMITS,
          read: (page, limit) =>
            sender.send(access, usersAsk(page, limit), readList(vccUser, ['users', 'items'])),
        },
        sender.events,
      ),
    agentStatus: (access) =>
      readAllPages(
        {
          name: 'agentStatus',
          keyOf: (status) => status.agentId,
          limits: statusLimits,
          onAccepted: (accepted) => {
            statusLimits = statusLimits.filter((limit) => limit <= accepted);
          },
          read: (page, limit) =>
            sender.send(access, statusAsk(page, limit), readList(agentStatus, ['items'])),
        },
        sender.events,
      ),
  };
}

function usersAsk(page: number, limit: number): Ask {
  return {
    api: 'useradmin',
    name: 'users',
    effect: 'read',
    method: 'GET',
    path: `/users?include=Active&limit=${limit}&page=${page}`,
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
