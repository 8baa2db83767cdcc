/** Which side does not answer, and since when, where no mark of KP4 says so. */
import type { Side } from '../core/trouble';
import type { Connection, Link, Store } from '../store/store';
import type { HealthView } from './contract';

/** No whole sweep for so long: Teams does not answer (KP1 aims at two seconds). */
const SWEEP_LATE_MS = 45_000;
/** Records looked through for the first call that was not answered. */
const LOOK_BACK = 100;

/** Of the links that wait those are looked at that have waited longest. */
const LOOKED_AT = 5;

/** What is looked into. */
export interface Looking {
  readonly records: Pick<Store['records'], 'list'>;
  readonly sweeps: Pick<Store['sweeps'], 'readAt'>;
}

/** Since when a side has not answered for a link; null: it does. */
export async function silentSince(
  store: Looking,
  { link, now }: { readonly link: Link; readonly now: number },
  side: Side,
): Promise<number | null> {
  if (link.state.failures[side] > 0) {
    const records = await store.records.list(link.id, { limit: LOOK_BACK });
    return firstUnanswered(records, side) ?? now;
  }
  if (side === 'vcc' || link.trouble.teams) return null;
  const readAt = await store.sweeps.readAt(link.tenantId);
  return readAt !== null && now - readAt > SWEEP_LATE_MS ? readAt : null;
}

function firstUnanswered(
  newestFirst: Awaited<ReturnType<Store['records']['list']>>,
  side: Side,
): number | null {
  let first: number | null = null;
  const lines = newestFirst.flatMap(({ wrote }) => [...wrote].reverse());
  for (const line of lines) {
    if (line.side !== side) continue;
    if (line.ok) break;
    first = line.startedAt;
  }
  return first;
}

/** KP4: the sides of a connection that do not answer now, how many links wait, and since when. */
export async function listSilent(
  store: Store,
  connection: Connection,
  { links, now }: { readonly links: readonly Link[]; readonly now: number },
): Promise<HealthView['silent']> {
  const sides: readonly Side[] = ['vcc', 'teams'];
  const found = await Promise.all(
    sides.map(async (side) => {
      if (connection.trouble[side]) return null;
      const well = links.filter(({ trouble }) => !trouble[side]);
      const waiting = well.filter(({ state }) => state.failures[side] > 0);
      // With none waiting, the sweep alone can tell of Teams, and then it tells of all.
      const looked = waiting.length > 0 ? longestFirst(waiting, side) : well.slice(0, 1);
      const some = looked.map((link) => silentSince(store, { link, now }, side));
      const since = (await Promise.all(some)).filter((one) => one !== null);
      const count = waiting.length > 0 ? waiting.length : well.length;
      return since.length > 0 ? { side, since: Math.min(...since), links: count } : null;
    }),
  );
  return found.filter((one) => one !== null);
}

/** The more often in a row a side has failed a link, the longer the link has waited. */
function longestFirst(waiting: readonly Link[], side: Side): readonly Link[] {
  const sorted = [...waiting].sort((a, b) => b.state.failures[side] - a.state.failures[side]);
  return sorted.slice(0, LOOKED_AT);
}
