/** JN7: stored secrets are written anew under the current key, so that the one before can be dropped. */
import { HOUR } from '../core/time';
import type { SealedPlace, SealedStore } from '../store/joining';
import type { SealedText } from '../store/store';

export interface ResealDeps {
  readonly store: { readonly sealed: SealedStore };
  seal(text: string): SealedText;
  open(sealed: SealedText): string;
  isOutdated(sealed: SealedText): boolean;
  onError(error: unknown): void;
}

/** One pass; answers the pause until the next. */
export async function reseal(deps: ResealDeps): Promise<number> {
  for (const { sealed, ...place } of await deps.store.sealed.list()) {
    const text = sealed as SealedText;
    if (deps.isOutdated(text)) await resealOne(deps, place, text);
  }
  return HOUR;
}

/** One that cannot be opened keeps no other from being written anew. */
async function resealOne(deps: ResealDeps, place: SealedPlace, sealed: SealedText): Promise<void> {
  try {
    await deps.store.sealed.replace(place, sealed, deps.seal(deps.open(sealed)));
  } catch (error) {
    deps.onError(error);
  }
}
