import type { Failure } from '../pipeline/exchange';

/** Why a tenant gives us no token; each is for somebody else to mend. */
export type TokenTrouble =
  'consent-missing' | 'bad-secret' | 'expired-secret' | 'bad-certificate' | 'unknown-tenant';

/** AADSTS codes of graph.md 7.4. */
const TROUBLES: Readonly<Record<string, TokenTrouble>> = {
  '700016': 'consent-missing',
  '7000229': 'consent-missing',
  '65001': 'consent-missing',
  '7000215': 'bad-secret',
  '7000222': 'expired-secret',
  '700027': 'bad-certificate',
  '90002': 'unknown-tenant',
};

/**
 * Turns a refusal of the token endpoint into `forbidden` with one of the words above as reason;
 * everything that passes by itself stays `retry`.
 */
export function readTokenTrouble(failure: Failure): Failure {
  if (failure.kind === 'retry' || failure.kind === 'unknown') return { ...failure, kind: 'retry' };
  const code = /AADSTS(\d+)/.exec(failure.reason)?.[1];
  const trouble = code === undefined ? undefined : TROUBLES[code];
  const reason = trouble ?? (code === undefined ? failure.reason : `AADSTS${code}`);
  return { kind: 'forbidden', status: failure.status, reason };
}
