import { z } from 'zod';
import { importJWK } from 'jose';
import type { Clock } from '../../runtime/clock';
import type { Caller } from '../pipeline/caller';
import { readJson } from '../pipeline/read-json';
import { trimSlash } from './authority';

const keyShape = z.object({
  kty: z.literal('RSA'),
  kid: z.string(),
  n: z.string(),
  e: z.string(),
  issuer: z.string().optional(),
});

/** Keys of other kinds are not for us. */
const wire = z.object({ keys: z.array(z.unknown()) }).transform(({ keys }) =>
  keys.flatMap((key) => {
    const parsed = keyShape.safeParse(key);
    return parsed.success ? [parsed.data] : [];
  }),
);

export interface SigningKey {
  readonly kid: string;
  /** Issuer the key stands for, with `{tenantid}` as template (graph.md 7.6). */
  readonly issuer: string | undefined;
  readonly verifier: Awaited<ReturnType<typeof importJWK>>;
}

export interface TenantKeys {
  /** Undefined when the tenant has no such key, or its keys cannot be had now. */
  find(tenantId: string, kid: string): Promise<SigningKey | undefined>;
}

export interface TenantKeysOptions {
  readonly entraUrl: string;
  readonly clock: Clock;
  readonly call: Caller;
  /** Of all other tenants together no more is asked than of one; absent: there are no others. */
  readonly isEstablished?: (tenantId: string) => Promise<boolean>;
}

interface HeldKeys {
  readonly at: number;
  readonly keys: readonly SigningKey[];
}

const MINUTE_MS = 60_000;
const MAX_AGE_MS = 24 * 60 * MINUTE_MS;
/** An unknown kid may be an attacker's; not every one is worth a request. */
const REFETCH_AFTER_MS = MINUTE_MS;
const MAX_TENANTS = 10_000;

/** Signing keys per tenant: kept for a day, fetched again for an unknown kid (graph.md 7.6). */
export function createTenantKeys(options: TenantKeysOptions): TenantKeys {
  const { entraUrl, clock, call } = options;
  const held = new Map<string, HeldKeys>();
  const asked = new Map<string, number>();
  const flights = new Map<string, Promise<void>>();

  const fetchKeys = async (tenantId: string): Promise<void> => {
    if (asked.size >= MAX_TENANTS) asked.clear();
    asked.set(tenantId, clock.now());
    const url = `${trimSlash(entraUrl)}/${encodeURIComponent(tenantId)}/discovery/v2.0/keys`;
    // Anybody may write any tenant into a token, and nothing is proven before its keys are here.
    const isEstablished = (await options.isEstablished?.(tenantId)) ?? true;
    const paceOf = isEstablished ? tenantId : 'strangers';
    const result = await call(keysCall({ tenantId, url, paceOf }), readJson(wire));
    if (result.kind !== 'ok') return;
    if (held.size >= MAX_TENANTS) held.clear();
    held.set(tenantId, { at: clock.now(), keys: await importAll(result.value) });
  };
  const refresh = (tenantId: string): Promise<void> => {
    const flight =
      flights.get(tenantId) ?? fetchKeys(tenantId).finally(() => flights.delete(tenantId));
    flights.set(tenantId, flight);
    return flight;
  };
  const mayAsk = (tenantId: string): boolean =>
    flights.has(tenantId) || clock.now() - (asked.get(tenantId) ?? -Infinity) >= REFETCH_AFTER_MS;

  return {
    find: async (tenantId, kid) => {
      const known = held.get(tenantId);
      const isFresh = known !== undefined && clock.now() - known.at < MAX_AGE_MS;
      const key = pick(known, kid);
      if (key && isFresh) return key;
      if (mayAsk(tenantId)) await refresh(tenantId);
      return pick(held.get(tenantId), kid);
    },
  };
}

function pick(known: HeldKeys | undefined, kid: string): SigningKey | undefined {
  return known?.keys.find((key) => key.kid === kid);
}

async function importAll(keys: readonly z.infer<typeof keyShape>[]): Promise<SigningKey[]> {
  const imported = keys.map(async ({ kid, issuer, kty, n, e }) => {
    const verifier = await importJWK({ kty, n, e }, 'RS256').catch(() => undefined);
    return verifier ? [{ kid, issuer, verifier }] : [];
  });
  return (await Promise.all(imported)).flat();
}

interface KeysAsk {
  readonly tenantId: string;
  readonly url: string;
  readonly paceOf: string;
}

function keysCall({ tenantId, url, paceOf }: KeysAsk): Parameters<Caller>[0] {
  return {
    side: 'entra',
    name: 'keys',
    effect: 'read',
    method: 'GET',
    url,
    paceKey: `entra-keys:${paceOf}`,
    priority: 'change',
    who: { tenantId },
  };
}
