/** JN8: our own call to the address VCC is to post to, signed as VCC signs (vcc.md 3.2). */
import { createHash, createHmac, randomUUID } from 'node:crypto';
import type { Clock } from '../runtime/clock';
import type { CallResult } from './call-result';
import { withinMs } from './pipeline/deadline';
import { parseJson } from './pipeline/error-reason';
import type { Call, Reply } from './pipeline/exchange';
import type { Transport } from './pipeline/transport';

/** An event of no meaning; the door knows it by its type. */
const OWN_CALL_TYPE = 'presencelink.owncall.v1';
/** What the door answers to it, so that no other server can pass for ours. */
const OWN_CALL_CODE = 'own-call';

export interface OwnHookOptions {
  readonly transport: Transport;
  readonly clock: Clock;
  /** Without a slash at its end. */
  readonly publicUrl: string;
}

export interface OwnHookAsk {
  readonly connectionId: string;
  /** Base64, as VCC gave it. */
  readonly secret: string;
}

/** Answers whether the call arrived at a service that knows the connection and its secret. */
export type CallOwnHook = (ask: OwnHookAsk) => Promise<CallResult<null>>;

const TIMEOUT_MS = 8_000;
const LIFETIME_S = 300;
const AGAIN_MS = 60_000;

export function createOwnHook({ transport, clock, publicUrl }: OwnHookOptions): CallOwnHook {
  const exchange = withinMs(TIMEOUT_MS, transport.exchange);
  return async ({ connectionId, secret }) => {
    const url = `${publicUrl}/hooks/vcc/${connectionId}`;
    return judge(await exchange(ownCall(url, secret, clock.now())));
  };
}

function ownCall(url: string, secret: string, now: number): Call {
  const id = randomUUID();
  const source = 'presence-link';
  const body = JSON.stringify({ specversion: '1.0', type: OWN_CALL_TYPE, id, source, data: {} });
  return {
    side: 'vcc',
    name: 'ownHook',
    effect: 'read',
    method: 'POST',
    url,
    headers: {
      'content-type': 'application/cloudevents+json',
      'vonage-signature': sign(body, secret, now),
    },
    body,
    paceKey: 'own-hook',
    priority: 'change',
  };
}

function sign(body: string, secret: string, now: number): string {
  const issuedAt = Math.floor(now / 1_000);
  const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
  const text = [
    encode({ alg: 'HS256', typ: 'JWT' }),
    encode({
      iat: issuedAt,
      exp: issuedAt + LIFETIME_S,
      payload_hash: createHash('sha256').update(body).digest('hex'),
    }),
  ].join('.');
  const key = Buffer.from(secret, 'base64');
  return `${text}.${createHmac('sha256', key).update(text).digest('base64url')}`;
}

function judge(reply: Reply): CallResult<null> {
  if (reply.kind !== 'answer') return { kind: 'retry', afterMs: AGAIN_MS, reason: 'no answer' };
  const answered = parseJson(reply.text);
  const isOurs =
    typeof answered === 'object' &&
    answered !== null &&
    'code' in answered &&
    answered.code === OWN_CALL_CODE;
  if (isOurs) return { kind: 'ok', status: reply.status, value: null };
  return { kind: 'refused', status: reply.status, reason: `HTTP ${reply.status}` };
}
