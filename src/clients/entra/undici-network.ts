import type { INetworkModule, NetworkRequestOptions, NetworkResponse } from '@azure/msal-node';
import { parseJson } from '../pipeline/error-reason';
import { fromMsalUrl } from './authority';
import type { Call, Failure } from '../pipeline/exchange';
import type { Caller, Read } from '../pipeline/caller';

export interface EntraNetwork extends INetworkModule {
  /** What went wrong with the last request; MSAL reduces it to "network error". */
  takeFailure(): Failure | undefined;
}

export interface EntraNetworkOptions {
  readonly call: Caller;
  readonly tenantId: string;
  readonly entraUrl: string;
}

/** MSAL's requests through our pipeline: our timeouts, certificate authorities and events. */
export function createEntraNetwork({
  call,
  tenantId,
  entraUrl,
}: EntraNetworkOptions): EntraNetwork {
  let failure: Failure | undefined;
  const ask = (url: string, options?: NetworkRequestOptions): Call =>
    requestFor(tenantId, fromMsalUrl(entraUrl, url), options);
  const send = async <T>(request: Call): Promise<NetworkResponse<T>> => {
    const result = await call(request, readResponse<T>);
    failure = result.kind === 'ok' ? undefined : result;
    if (result.kind === 'ok') return result.value;
    throw new Error(`Entra answered: ${result.kind}`);
  };
  return {
    takeFailure: () => {
      const last = failure;
      failure = undefined;
      return last;
    },
    sendGetRequestAsync: (url, options) =>
      send({ ...ask(url, options), name: 'metadata', method: 'GET' }),
    sendPostRequestAsync: (url, options) => send(ask(url, options)),
  };
}

function requestFor(tenantId: string, url: string, options: NetworkRequestOptions = {}): Call {
  return {
    side: 'entra',
    name: 'token',
    effect: 'read',
    method: 'POST',
    url,
    paceKey: `entra:${tenantId}`,
    priority: 'change',
    who: { tenantId },
    ...(options.headers ? { headers: options.headers } : {}),
    ...(options.body === undefined ? {} : { body: options.body }),
  };
}

/** MSAL checks the members itself; that it is a JSON object is for us to see. */
function readResponse<T>(answer: Parameters<Read<T>>[0]): NetworkResponse<T> | undefined {
  const body = parseJson(answer.text);
  if (typeof body !== 'object' || body === null) return undefined;
  return { status: answer.status, headers: { ...answer.headers }, body: body as T };
}
