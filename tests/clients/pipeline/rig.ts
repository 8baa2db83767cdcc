import type { CallEnd, Events } from '../../../src/runtime/events';
import { silentEvents } from '../../../src/runtime/events';
import { systemClock } from '../../../src/runtime/clock';
import type { Clock } from '../../../src/runtime/clock';
import { createCaller } from '../../../src/clients/pipeline/caller';
import type { Caller } from '../../../src/clients/pipeline/caller';
import type { Call, TokenSource } from '../../../src/clients/pipeline/exchange';
import type { Budget, Pace } from '../../../src/clients/pipeline/pace';
import { createTransport } from '../../../src/clients/pipeline/transport';
import type { Transport } from '../../../src/clients/pipeline/transport';
import { createWindowPace } from '../../../src/clients/pipeline/window-pace';
import { startStub } from '../stub-server';
import type { StubHandler, StubServer } from '../stub-server';

export interface Rig {
  readonly stub: StubServer;
  readonly call: Caller;
  readonly ended: CallEnd[];
  readonly transport: Transport;
  readonly pace: Pace;
  readonly events: Events;
  close(): Promise<void>;
}

export interface RigOptions {
  readonly clock?: Clock;
  readonly budget?: Budget;
  readonly timeoutMs?: number;
}

/** A stub server and a caller with everything real behind it. */
export async function createRig(handler: StubHandler, options: RigOptions = {}): Promise<Rig> {
  const stub = await startStub(handler);
  const transport = createTransport();
  const clock = options.clock ?? systemClock;
  const budget = options.budget ?? { requests: 1_000, windowMs: 1_000 };
  const pace = createWindowPace({ clock, budget, marginMs: 0 });
  const ended: CallEnd[] = [];
  const events: Events = { ...silentEvents, callEnded: (end) => ended.push(end) };
  const timeoutMs = options.timeoutMs ?? 2_000;
  return {
    stub,
    transport,
    pace,
    ended,
    events,
    call: createCaller({ transport, pace, clock, events, timeoutMs, random: () => 1 }),
    close: async () => {
      await stub.close();
      await transport.close();
    },
  };
}

export function readCall(rig: Rig, change: Partial<Call> = {}): Call {
  return {
    side: 'vcc',
    name: 'look',
    effect: 'read',
    method: 'GET',
    url: `${rig.stub.url}/look`,
    paceKey: 'vcc:meadow',
    priority: 'sweep',
    ...change,
  };
}

export function writeCall(rig: Rig, change: Partial<Call> = {}): Call {
  return readCall(rig, {
    name: 'change',
    effect: 'write',
    method: 'POST',
    url: `${rig.stub.url}/change`,
    body: '{"plant":"juniper"}',
    headers: { 'content-type': 'application/json' },
    priority: 'change',
    ...change,
  });
}

/** Gives `token-1`, then after each refusal the next number. */
export function countingTokens(): TokenSource & { readonly given: () => number } {
  let number = 1;
  const ok = () => Promise.resolve({ kind: 'ok' as const, value: `token-${number}`, status: 200 });
  return {
    given: () => number,
    get: ok,
    replace: () => {
      number += 1;
      return ok();
    },
    distrust: () => undefined,
  };
}
