/** What can come of a call. Expected outcomes are values; nothing here is thrown. */
export type CallResult<T> =
  | { readonly kind: 'ok'; readonly value: T; readonly status: number }
  /** Certainly without effect; try again after the wait (429, 503, refused connection, no token). */
  | {
      readonly kind: 'retry';
      readonly afterMs: number;
      readonly status?: number;
      readonly reason: string;
      /** Nothing is wrong, it only did not leave: the line was long, or it gave way (TN5). */
      readonly unsent?: 'no-budget' | 'superseded';
    }
  /** It may have arrived (timeout after sending, cut connection, 500/502/504). */
  | {
      readonly kind: 'unknown';
      readonly afterMs: number;
      readonly status?: number;
      readonly reason: string;
    }
  /** 4xx other than those below. */
  | { readonly kind: 'refused'; readonly status: number; readonly reason: string }
  | { readonly kind: 'gone'; readonly status: number; readonly reason: string }
  /** 403, or 401 again after a fresh token; consent or scope missing. */
  | { readonly kind: 'forbidden'; readonly status: number; readonly reason: string };
