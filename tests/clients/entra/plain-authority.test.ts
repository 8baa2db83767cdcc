import { createAppTokens } from '../../../src/clients/entra/app-tokens';
import { createTransport } from '../../../src/clients/pipeline/transport';
import type { Transport } from '../../../src/clients/pipeline/transport';
import { systemClock } from '../../../src/runtime/clock';
import { silentEvents } from '../../../src/runtime/events';
import { startStub } from '../stub-server';
import type { StubServer } from '../stub-server';

let stub: StubServer;
let transport: Transport;

beforeEach(async () => {
  stub = await startStub(() => ({
    body: { token_type: 'Bearer', expires_in: 3599, access_token: 'a-token' },
  }));
  transport = createTransport();
});

afterEach(async () => {
  await stub.close();
  await transport.close();
});

/** MSAL knows https only; an Entra on this machine may do without. */
test('tokens come from an authority on this machine that speaks plain http', async () => {
  const tokens = createAppTokens({
    entraUrl: stub.url,
    clientId: 'our-app',
    credential: { secret: 's' },
    scope: 'https://graph.example/.default',
    transport,
    clock: systemClock,
    events: silentEvents,
  });
  expect(await tokens.forTenant('meadow').get()).toMatchObject({ kind: 'ok', value: 'a-token' });
  expect(stub.requests.map(({ path }) => path.split('?')[0])).toEqual([
    '/meadow/oauth2/v2.0/token',
  ]);
});
