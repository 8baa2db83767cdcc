/**
 * KP1: what notifications tell is a hint where to look, no more. The person is read by the sweep's
 * own path, and the reading decides: a late, repeated or lying notification can move nobody.
 */
import { SECOND } from '../core/time';
import type { Clock } from '../runtime/clock';
import type { Store } from '../store/store';
import type { Hint } from '../store/watching';
import { createHintQueue } from './hint-queue';
import type { HintQueue, Noted } from './hint-queue';
import type { TeamsRounds } from './teams-rounds';

export interface TeamsHintsDeps {
  readonly store: Pick<Store, 'links' | 'hints'>;
  readonly clock: Clock;
  readonly rounds: Pick<TeamsRounds, 'look' | 'lastWords' | 'swept' | 'hurry'>;
  /** Does any tenant have watchers? Without them nobody leaves hints. */
  isUsed(): boolean;
  onError(error: unknown): void;
}

export interface TeamsHints {
  /** Ends as soon as the hint is noted; the looking follows. */
  take(hint: Hint): Promise<void>;
  /** Picks up what other processes were told; answers the pause until the next time. */
  pass(): Promise<number>;
  /** Ends when no look is under way. */
  rest(): Promise<void>;
  isBusy(): boolean;
  /** Forgets what waits: the sweep finds it. */
  stop(): Promise<void>;
}

/** By then a sweep has come by. */
const KEPT_MS = 60 * SECOND;
const PASS_MS = SECOND;
const UNUSED_PASS_MS = 10 * SECOND;
/** A reading may lag behind the notification (graph.md 2.6): so long after it is looked again. */
const AGAIN_AFTER_MS: readonly number[] = [2 * SECOND, 4 * SECOND];

export function createTeamsHints(deps: TeamsHintsDeps): TeamsHints {
  const queue = createHintQueue({ ...deps, look: (tenantId, some) => look(deps, tenantId, some) });
  return {
    take: async (hint) => {
      if (deps.rounds.swept().includes(hint.tenantId)) takeHint(deps, queue, hint);
      else await deps.store.hints.leave(hint, deps.clock.now());
    },
    pass: async () => {
      if (!deps.isUsed()) return UNUSED_PASS_MS;
      const since = deps.clock.now() - KEPT_MS;
      const left = await deps.store.hints.take(deps.rounds.swept(), since);
      for (const hint of left) takeHint(deps, queue, { ...hint, isPassedOn: true });
      return PASS_MS;
    },
    rest: () => queue.rest(),
    isBusy: () => queue.isBusy(),
    stop: () => queue.stop(),
  };
}

type TakenHint = Hint & { readonly isPassedOn?: boolean };

function takeHint({ rounds }: TeamsHintsDeps, queue: HintQueue, hint: TakenHint): void {
  const { tenantId, personId, words, isPassedOn = false } = hint;
  if (personId === null) return rounds.hurry(tenantId);
  // Nothing to learn: it was read so already. Repeats cost no request.
  if (words !== null && rounds.lastWords(tenantId, personId) === words) return;
  queue.note(tenantId, { personId, words, isPassedOn, looks: 0 });
}

/** Reads them and answers whom to look at again, and when. */
async function look(
  { store, rounds, clock }: TeamsHintsDeps,
  tenantId: string,
  some: readonly Noted[],
): Promise<readonly (readonly [Noted, number])[]> {
  const ids = some.map(({ personId }) => personId);
  const people = await store.links.watchedAmong(tenantId, ids);
  if (people.length === 0) return [];
  const linked = new Set(people.map(({ personId }) => personId));
  const hints = some.filter(({ personId }) => linked.has(personId));
  const pass = await rounds.look(tenantId, people);
  if (pass === null) {
    // Once only, or two processes would hand it to and fro.
    for (const { personId, words } of hints.filter(({ isPassedOn }) => !isPassedOn)) {
      await store.hints.leave({ tenantId, personId, words }, clock.now());
    }
    return [];
  }
  return hints.flatMap((hint) => {
    const isSeen = hint.words === null || rounds.lastWords(tenantId, hint.personId) === hint.words;
    const afterMs = pass.trouble === null && isSeen ? undefined : AGAIN_AFTER_MS[hint.looks];
    return afterMs === undefined ? [] : [[hint, Math.max(afterMs, pass.pauseMs)] as const];
  });
}
