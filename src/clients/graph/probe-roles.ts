/** Permissions of the app in a tenant, where its token does not tell: asked for by using them. */
import { randomUUID } from 'node:crypto';
import type { CallResult } from '../call-result';
import type { Caller } from '../pipeline/caller';
import { readNothing } from '../pipeline/read-json';
import { presenceWrite, toCall } from './requests';
import type { Ask, RequestTerms } from './requests';

interface Probe {
  readonly role: string;
  readonly ask: Omit<Ask, 'priority'>;
}

/** Nobody is written to: nobody has an id just made up. */
const writing = (clientId: string, tenantId: string): Probe => ({
  role: 'Presence.ReadWrite.All',
  ask: presenceWrite(
    'clearPresence',
    { tenantId, personId: randomUUID() },
    { sessionId: clientId },
  ),
});

const READING: Probe = {
  role: 'User.Read.All',
  ask: { name: 'listUsers', effect: 'read', method: 'GET', path: '/users?$top=1&$select=id' },
};

/** A role is granted unless Graph answers 403 to what it is needed for. */
export async function probeRoles(
  call: Caller,
  terms: RequestTerms,
  tenantId: string,
): Promise<CallResult<readonly string[]>> {
  const roles: string[] = [];
  for (const { role, ask } of [writing(terms.clientId, tenantId), READING]) {
    const result = await call(toCall(terms, tenantId, { ...ask, priority: 'change' }), readNothing);
    if (result.kind === 'retry' || result.kind === 'unknown') return { ...result, kind: 'retry' };
    if (result.kind !== 'forbidden') roles.push(role);
    else if (result.status !== 403) return result;
  }
  return { kind: 'ok', value: roles, status: 200 };
}
