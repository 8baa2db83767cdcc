/** What a tenant granted, where its token cannot be read: Microsoft says never to parse them (graph.md 7.3). */
import { randomUUID } from 'node:crypto';
import { SECOND } from '../../core/time';
import type { CallResult } from '../call-result';
import { readEmpty } from '../pipeline/read-json';
import type { BulkReader } from './read-presences';
import { presenceWrite, toCall, userRead } from './requests';
import type { Ask } from './requests';

const UNAUTHORIZED = 401;
const AGAIN_MS = 30 * SECOND;

/**
 * One harmless call per permission, about somebody who does not exist: who may not make it is
 * answered 403, who may is answered that there is nobody (that permission is looked at first is
 * inferred). A 401 tells nothing of permissions: the token is not believed, so nothing can be told now.
 */
export async function proveRoles(
  reader: BulkReader,
  tenantId: string,
): Promise<CallResult<readonly string[]>> {
  const nobody = { tenantId, personId: randomUUID() };
  const { clientId } = reader.terms;
  const calls = {
    'User.Read.All': userRead(nobody),
    'Presence.ReadWrite.All': presenceWrite('clearPresence', nobody, { sessionId: clientId }),
  };
  const granted: string[] = [];
  for (const [role, ask] of Object.entries(calls)) {
    const result = await attempt(reader, tenantId, ask);
    if (result.kind === 'retry' || result.kind === 'unknown') return { ...result, kind: 'retry' };
    if (result.status === UNAUTHORIZED) return later(result.status);
    if (result.kind !== 'forbidden') granted.push(role);
  }
  return { kind: 'ok', value: granted, status: 200 };
}

function later(status: number): CallResult<never> {
  return { kind: 'retry', afterMs: AGAIN_MS, status, reason: 'token-not-believed' };
}

function attempt(
  { call, terms }: BulkReader,
  tenantId: string,
  ask: Omit<Ask, 'priority'>,
): Promise<CallResult<null>> {
  return call(toCall(terms, tenantId, { ...ask, priority: 'change' }), readEmpty);
}
