/** TN5: a write that waits in line gives way when a newer change of its link makes it needless. */
import type { Waiting } from '../clients/pipeline/exchange';
import type { Action } from '../core/action';
import type { Draft } from '../core/draft';
import { isOvertaken } from '../core/overtake';
import { SECOND } from '../core/time';
import type { Clock } from '../runtime/clock';
import type { Store } from '../store/store';
import type { Nudges } from './nudges';

export interface GiveWayDeps {
  readonly store: Pick<Store, 'facts'>;
  readonly clock: Clock;
  readonly nudges?: Nudges;
}

export interface WaitingWrite {
  readonly linkId: string;
  readonly draft: Draft;
  readonly action: Action;
}

/**
 * Runs the call with what it needs to know while it waits. A wake in this process has it look at
 * once; what came through another is looked for after the wait. It keeps its place unless the
 * news really overtakes it.
 */
export async function givingWay<T>(
  deps: GiveWayDeps,
  write: WaitingWrite,
  call: (waiting: Waiting) => Promise<T>,
): Promise<T> {
  const over = new AbortController();
  const look = (): void => {
    isOvertakenNow(deps, write).then(
      (isOvertaken) => (isOvertaken ? over.abort() : undefined),
      // The database is away: the wait goes on and the claim decides.
      () => undefined,
    );
  };
  const end = deps.nudges?.watch(write.linkId, look);
  const since = sinceOf(write);
  const waiting: Waiting = {
    ...(since === undefined ? {} : { since }),
    givesWay: over.signal,
    isStillWanted: async () => !(await isOvertakenNow(deps, write)),
  };
  return call(waiting).finally(() => end?.());
}

/** What a turn read before may be long past: then the write is worth a look before it leaves (TN2). */
const LONG_TURN_MS = SECOND;

/** Has the turn taken so long that something newer made the write needless? */
export async function isPastBy(deps: GiveWayDeps, write: WaitingWrite): Promise<boolean> {
  if (deps.clock.now() - write.draft.startedAt < LONG_TURN_MS) return false;
  return isOvertakenNow(deps, write).catch(() => false);
}

async function isOvertakenNow(
  { store, clock }: GiveWayDeps,
  { linkId, draft, action }: WaitingWrite,
): Promise<boolean> {
  const facts = await store.facts.unread(linkId);
  return isOvertaken(draft, action, { facts, now: clock.now() });
}

/** What is renewed waits for nobody. */
function sinceOf({ draft, action }: WaitingWrite): number | undefined {
  const { toAgent, meant } = draft.state;
  if (action.kind === 'set-agent') return toAgent?.at;
  if (action.kind === 'read-agent' || action.why === 'renewal') return undefined;
  return meant?.since;
}
