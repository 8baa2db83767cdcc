import type { CallResult } from '../call-result';
import { readGrantedRoles } from '../entra/token-claims';
import { createCaller } from '../pipeline/caller';
import type { CallerOptions } from '../pipeline/caller';
import type { Priority, Waiting } from '../pipeline/exchange';
import { readEmpty, readJson } from '../pipeline/read-json';
import type { GraphClient } from './client';
import { acceptNothingThere } from './errors';
import { proveRoles } from './prove-roles';
import { readPresences } from './read-presences';
import type { BulkReader } from './read-presences';
import {
  addressSearch,
  preferredBody,
  presenceWrite,
  sessionBody,
  toCall,
  userRead,
} from './requests';
import type { Ask, RequestTerms } from './requests';
import { user, userPage } from './wire';

export interface GraphClientOptions extends CallerOptions, RequestTerms {}

/** A Graph client whose calls can be given another place in the order of spending (TN5). */
export interface PrioritisedGraphClient extends GraphClient {
  /** The same client; each of its calls has this priority. */
  withPriority(priority: Priority): GraphClient;
  /** The same client for a write that may have to wait in line. */
  inLine(waiting: Waiting, priority?: Priority): GraphClient;
}

/**
 * The real Graph client. Writes are changes and reads are sweeps unless `withPriority` says
 * otherwise.
 */
export function createGraphClient(options: GraphClientOptions): PrioritisedGraphClient {
  const reader: BulkReader = {
    call: createCaller(options),
    terms: options,
    events: options.events,
  };
  return {
    ...operations(reader, {}),
    withPriority: (priority) => operations(reader, { priority }),
    inLine: (waiting, priority) =>
      operations(reader, { waiting, ...(priority === undefined ? {} : { priority }) }),
  };
}

interface Place {
  readonly priority?: Priority;
  readonly waiting?: Waiting;
}

function operations(reader: BulkReader, { priority, ...place }: Place): GraphClient {
  const { call, terms } = reader;
  const write = (tenantId: string, ask: Omit<Ask, 'priority'>): Promise<CallResult<null>> =>
    call(toCall(terms, tenantId, { ...ask, ...place, priority: priority ?? 'change' }), readEmpty);
  return {
    readPresences: (tenantId, personIds) =>
      readPresences(reader, { tenantId, personIds, priority: priority ?? 'sweep' }),
    setPresence: async (person, pair, expirationMs) => {
      const body = sessionBody(terms.clientId, pair, expirationMs);
      return write(person.tenantId, presenceWrite('setPresence', person, body));
    },
    clearPresence: async (person) => {
      const ask = presenceWrite('clearPresence', person, { sessionId: terms.clientId });
      return acceptNothingThere(await write(person.tenantId, ask));
    },
    setPreferredPresence: async (person, pair, expirationMs) => {
      const body = preferredBody(pair, expirationMs);
      return write(person.tenantId, presenceWrite('setUserPreferredPresence', person, body));
    },
    clearPreferredPresence: async (person) => {
      const ask = presenceWrite('clearUserPreferredPresence', person, {});
      return acceptNothingThere(await write(person.tenantId, ask));
    },
    getUser: (person) => {
      const ask = { ...userRead(person), priority: priority ?? 'sweep' };
      return call(toCall(terms, person.tenantId, ask), readJson(user));
    },
    findByAddress: (tenantId, addresses) => {
      const ask = { ...addressSearch(addresses), priority: priority ?? 'sweep' };
      return call(toCall(terms, tenantId, ask), readJson(userPage));
    },
    grantedRoles: (tenantId) => readRoles(reader, tenantId),
  };
}

async function readRoles(
  reader: BulkReader,
  tenantId: string,
): Promise<CallResult<readonly string[]>> {
  const token = await reader.terms.tokens.forTenant(tenantId).fresh();
  if (token.kind !== 'ok') return token;
  const roles = readGrantedRoles(token.value);
  return roles ? { kind: 'ok', value: roles, status: token.status } : proveRoles(reader, tenantId);
}
