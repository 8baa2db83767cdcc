import type { SandboxClock } from '../clock';
import type { EntraSandbox } from '../contract';
import { bearerToken } from '../http/message';
import type { Ask, Reply } from '../http/message';
import { createRouter } from '../http/router';
import { serveBatch } from './batch';
import type { GraphCall, GraphHandle } from './call';
import { badRequest, invalidToken, stampReply } from './graph-error';
import type { AllGraphKnobs } from './knobs';
import type { GraphStore } from './store';
import { createThrottle } from './throttle';

export interface FrontDoorParts {
  readonly clock: SandboxClock;
  readonly entra: EntraSandbox;
  readonly knobs: AllGraphKnobs;
  readonly store: GraphStore;
}

export interface FrontDoor {
  on(method: string, pattern: string, handle: GraphHandle): void;
  handle(ask: Ask): Promise<Reply>;
}

const VERSIONS = ['/v1.0', '/beta'];
const PRESENCE_PATH = /\/presences?(\/|$)|\/getPresencesByUserId$/i;
const SUBSCRIPTION_PATH = /^\/(v1\.0|beta)\/subscriptions/i;
/** The lower of the published versions (graph.md 5.1), for writes. */
const SUBSCRIPTION_BUDGET = { requests: 1000, windowMs: 20_000 };

/** Tokens, throttling, batches and routes: what every call to Graph passes first. */
export function createFrontDoor(parts: FrontDoorParts): FrontDoor {
  const router = createRouter<GraphCall>({ ignoreCase: true });
  const refuseTooMany = createGate(parts);

  const serveOne = async (ask: Ask): Promise<Reply> => {
    const call = believe({ ...ask, path: withoutKeys(ask.path) }, parts);
    const reply = call
      ? (refuseTooMany(call) ?? (await router.handle(call.ask, call)) ?? unknownPath(ask))
      : invalidToken();
    return stampReply(reply, parts.clock.now(), clientRequestId(ask));
  };

  return {
    on(method, pattern, handle) {
      for (const version of VERSIONS) {
        router.on(method, `${version}${pattern}`, (ask, call) => handle({ ...call, ask }));
      }
    },
    async handle(ask) {
      const isBatch = ask.method === 'POST' && /^\/(v1\.0|beta)\/\$batch$/i.test(ask.path);
      if (!isBatch) return serveOne(ask);
      const reply = believe(ask, parts) ? await serveBatch(ask, serveOne) : invalidToken();
      return stampReply(reply, parts.clock.now(), clientRequestId(ask));
    },
  };
}

/** Answers 429 for what goes beyond the budgets. */
function createGate({ clock, knobs }: FrontDoorParts): (call: GraphCall) => Reply | undefined {
  const throttle = createThrottle(clock);
  return ({ ask, claims }) => {
    const key = `${claims.appId} ${claims.tenantId}`;
    const { budget, sendRetryAfter } = knobs;
    if (PRESENCE_PATH.test(ask.path)) {
      return throttle.take(`presence ${key}`, { budget, sendRetryAfter });
    }
    const isSubscriptionWrite = SUBSCRIPTION_PATH.test(ask.path) && ask.method !== 'GET';
    return isSubscriptionWrite
      ? throttle.take(`subscriptions ${key}`, { budget: SUBSCRIPTION_BUDGET, sendRetryAfter })
      : undefined;
  };
}

function clientRequestId({ headers }: Ask): string | undefined {
  const id = headers['client-request-id'];
  return typeof id === 'string' ? id : undefined;
}

function believe(ask: Ask, { entra, store }: FrontDoorParts): GraphCall | undefined {
  const token = bearerToken(ask);
  const claims = token === undefined ? undefined : entra.readAccessToken(token);
  const tenant = claims && store.tenant(claims.tenantId);
  return token !== undefined && claims && tenant ? { ask, token, claims, tenant } : undefined;
}

/** `users('x')` is another spelling of `users/x`. */
function withoutKeys(path: string): string {
  return path.replace(/\((?:'|%27)([^']*?)(?:'|%27)\)/gi, '/$1');
}

function unknownPath(ask: Ask): Reply {
  return badRequest(`Resource not found for the segment in '${ask.path}'.`);
}
