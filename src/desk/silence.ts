/** Which side does not answer, and since when, where no mark of KP4 says so. */
import type { Side } from '../core/trouble';
import type { Connection, Link, Store } from '../store/store';
import type { HealthView } from './contract';

/** No whole sweep for so long: Teams does not answer (KP1 aims at two seconds). */
const SWEEP_LATE_MS = 45_000;
/** Records looked through for the first call that was not answered. */
const LOOK_BACK = 100;

/** Links of a connection looked at for the first of them to wait. */
const LOOKED_AT = 20;

/** Since when a side has not answered for a link; null: it does. */
export async function silentSince(
  store: Store,
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
      const waiting = links.filter(({ state }) => state.failures[side] > 0);
      // With nobody waiting, the sweep alone can tell of Teams.
      const looked = waiting.length > 0 ? waiting.slice(0, LOOKED_AT) : links.slice(0, 1);
      const some = looked.map((link) => silentSince(store, { link, now }, side));
      const since = (await Promise.all(some)).filter((one) => one !== null);
      return since.length > 0 ? { side, since: Math.min(...since), links: waiting.length } : null;
    }),
  );
  return found.filter((one) => one !== null);
}
