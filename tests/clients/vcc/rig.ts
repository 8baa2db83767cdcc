import { systemClock } from '../../../src/runtime/clock';
import type { Clock } from '../../../src/runtime/clock';
import { silentEvents } from '../../../src/runtime/events';
import { createTransport } from '../../../src/clients/pipeline/transport';
import { createWindowPace } from '../../../src/clients/pipeline/window-pace';
import type { Budget } from '../../../src/clients/pipeline/pace';
import type { AccountAccess } from '../../../src/clients/vcc/client';
import { createVccClient } from '../../../src/clients/vcc/create-client';
import type { FullVccClient } from '../../../src/clients/vcc/full-client';
import { startStub } from '../stub-server';
import type { StubAction, StubRequest, StubServer } from '../stub-server';

export const ACCESS: AccountAccess = {
  key: 'meadow',
  region: 'emea',
  clientId: 'client-1',
  clientSecret: 'secret-1',
};

export interface VccRig {
  readonly stub: StubServer;
  readonly client: FullVccClient;
  readonly ignored: number[];
  /** Requests other than those for a token. */
  calls(): readonly StubRequest[];
  tokenScopes(): readonly (string | null)[];
  close(): Promise<void>;
}

export interface VccRigOptions {
  readonly token?: (request: StubRequest) => StubAction;
  readonly clock?: Clock;
  readonly budget?: Budget;
}

/** A stub VCC that gives tokens and answers everything else with the handler. */
export async function createVccRig(
  handler: (request: StubRequest) => StubAction,
  options: VccRigOptions = {},
): Promise<VccRig> {
  const token = options.token ?? giveToken;
  const stub = await startStub((request) => (isToken(request) ? token(request) : handler(request)));
  const transport = createTransport();
  const ignored: number[] = [];
  const clock = options.clock ?? systemClock;
  const budget = options.budget ?? { requests: 1_000, windowMs: 1_000 };
  const client = createVccClient({
    authUrl: `${stub.url}/{region}`,
    apiUrl: `${stub.url}/{region}/api`,
    transport,
    pace: createWindowPace({ clock, budget, marginMs: 0 }),
    clock,
    events: { ...silentEvents, itemsIgnored: (_side, _name, count) => ignored.push(count) },
    timeoutMs: 2_000,
  });
  return {
    stub,
    client,
    ignored,
    calls: () => stub.requests.filter((request) => !isToken(request)),
    tokenScopes: () =>
      stub.requests.filter(isToken).map(({ body }) => new URLSearchParams(body).get('scope')),
    close: async () => {
      await stub.close();
      await transport.close();
    },
  };
}

export function giveToken(): StubAction {
  return { body: { access_token: 'a-token', expires_in: 7200, token_type: 'bearer' } };
}

function isToken({ path }: StubRequest): boolean {
  return path.endsWith('/Auth/connect/token');
}

export function presenceOf(userId: string, change: object = {}): object {
  return {
    userId,
    updated: '2026-11-23T09:49:05.9469999Z',
    presence: {
      presenceId: 'p-lunch',
      selectable: true,
      category: { categoryType: 'extended_away', description: 'Extended Away' },
      description: 'Lunch',
    },
    ...change,
  };
}
