import type { Clock } from '../../runtime/clock';
import type { CallResult } from '../call-result';
import type { TokenSource } from './exchange';

export interface FreshToken {
  readonly token: string;
  /** From now. */
  readonly lifetimeMs: number;
}

export interface TokenCacheOptions {
  readonly clock: Clock;
  readonly fetch: () => Promise<CallResult<FreshToken>>;
}

/** A token source that can also be told to fetch at once. */
export interface TokenCache extends TokenSource {
  /** Always asks; for proof of credentials or consent. */
  fresh(): Promise<CallResult<string>>;
}

interface HeldToken {
  readonly token: string;
  readonly since: number;
  readonly renewAt: number;
  readonly endsAt: number;
}

const RENEW_AT = 0.9;
const TRUST_MS = 60_000;

/** One token for one principal, renewed at 90 % of its life; however many ask, one request. */
export function createTokenCache({ clock, fetch }: TokenCacheOptions): TokenCache {
  let held: HeldToken | undefined;
  let flight: Promise<CallResult<string>> | undefined;

  const fetchOne = async (): Promise<CallResult<string>> => {
    const fetched = await fetch();
    if (fetched.kind !== 'ok') return fetched;
    held = hold(fetched.value, clock.now());
    return { ...fetched, value: held.token };
  };
  const fresh = (): Promise<CallResult<string>> => {
    flight ??= fetchOne().finally(() => {
      flight = undefined;
    });
    return flight;
  };

  return {
    fresh,
    get: async () => {
      if (held && clock.now() < held.renewAt) return ok(held.token);
      const before = held;
      const renewed = await fresh();
      const isPassing = renewed.kind === 'retry' || renewed.kind === 'unknown';
      return isPassing && before && clock.now() < before.endsAt ? ok(before.token) : renewed;
    },
    replace: (refused) => {
      if (held?.token === refused) held = undefined;
      return held ? Promise.resolve(ok(held.token)) : fresh();
    },
    distrust: (token) => {
      // A young token tells the truth: fetching another for every 403 would only cost requests.
      if (held?.token === token && clock.now() - held.since >= TRUST_MS) held = undefined;
    },
  };
}

function hold({ token, lifetimeMs }: FreshToken, nowMs: number): HeldToken {
  return {
    token,
    since: nowMs,
    renewAt: nowMs + lifetimeMs * RENEW_AT,
    endsAt: nowMs + lifetimeMs,
  };
}

function ok(token: string): CallResult<string> {
  return { kind: 'ok', value: token, status: 200 };
}
