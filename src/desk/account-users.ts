import { MINUTE } from '../core/time';
import type { Clock } from '../runtime/clock';
import type { Connection, SealedText } from '../store/store';
import { loginOf, requireReached } from './reach';
import type { AccountUser, VccReach } from './reach';

/** All users of an account, archived ones as well, at most a minute old: VCC has no search (vcc.md 5). */
export type ReadUsers = (
  deps: UsersDeps,
  connection: Connection,
) => Promise<readonly AccountUser[]>;

/** As much of the desk's own things as reading takes. */
export interface UsersDeps {
  readonly clock: Pick<Clock, 'now'>;
  readonly vcc: Pick<VccReach, 'users'>;
  readonly open: (sealed: SealedText) => string;
}

interface Kept {
  readonly at: number;
  readonly users: Promise<readonly AccountUser[]>;
}

/** When a team starts in the morning, all of them look for their agent at once. */
export function createReadUsers(): ReadUsers {
  const kept = new Map<string, Kept>();
  return async (deps, connection) => {
    const now = deps.clock.now();
    for (const [id, { at }] of kept) if (now - at >= MINUTE) kept.delete(id);
    const known = kept.get(connection.id);
    if (known) return known.users;
    const users = read(deps, connection);
    kept.set(connection.id, { at: now, users });
    users.catch(() => kept.delete(connection.id));
    return users;
  };
}

async function read(deps: UsersDeps, connection: Connection): Promise<readonly AccountUser[]> {
  const reached = await deps.vcc.users(loginOf(connection, deps.open), 'All');
  return requireReached(reached, 'vcc-unreachable');
}
