/** What `src/watching.ts` joins, against the sandbox's Entra and Graph and a real store. */
import { followClock } from '../../demo/clock';
import { crowd } from '../../demo/crowd';
import { settingsFor } from '../../demo/settings';
import { MovableClock } from '../../sandbox/clock';
import { startSandbox } from '../../sandbox/start';
import type { Sandbox } from '../../sandbox/start';
import { MEADOWBANK } from '../../sandbox/world/personas';
import { createTransport } from '../../src/clients/pipeline/transport';
import { createWindowPace } from '../../src/clients/pipeline/window-pace';
import { createConfig } from '../../src/config/config';
import { createSealer } from '../../src/config/secrets';
import type { TeamsRounds } from '../../src/keepers/teams-rounds';
import { silentEvents } from '../../src/runtime/events';
import type { Store } from '../../src/store/store';
import type { Watcher } from '../../src/store/watching';
import { createWatching } from '../../src/watching';
import type { Watching } from '../../src/watching';
import { startReceiver } from '../sandbox/notification-receiver';
import type { Receiver } from '../sandbox/notification-receiver';
import { openTestStore } from '../store/open-store';
import { sampleConnection, sampleLink, sampleState } from '../store/samples';

export const TENANT = MEADOWBANK.tenantId;
export const WATCHER = 'bramble-oakes';

export interface WatchRig {
  readonly sandbox: Sandbox;
  readonly store: Store;
  readonly watching: Watching;
  readonly receiver: Receiver;
  readonly marks: (string | null)[];
  readonly watcherId: string;
  /** Makes somebody a watcher by the token they presented. */
  lend(key?: string): Promise<Watcher>;
  /** One pass of the keeper, as the clock of the service would make it. */
  pass(): Promise<void>;
  /** Moves time on, deliveries taking place; no keeper runs. */
  advance(ms: number): Promise<void>;
  /** Requests about subscriptions since the last time, as `POST 201`. */
  asked(): readonly string[];
  /** Ids of the subscriptions that live at Graph. */
  living(): readonly string[];
  /** Calls Graph in the watcher's name, past our client. */
  callGraph(method: string, path: string, body?: object): Promise<number>;
  close(): Promise<void>;
}

export async function startWatchRig(
  settings: Readonly<Record<string, string>> = {},
): Promise<WatchRig> {
  const clock = new MovableClock({ start: Date.UTC(2026, 10, 23, 9) });
  const sandbox = await startSandbox({ clock, personas: crowd(3) });
  const [opened, receiver] = await Promise.all([openTestStore(), startReceiver()]);
  const { store } = opened;
  const transport = createTransport({ extraCa: sandbox.entra.certificatePem });
  const marks: (string | null)[] = [];
  const env = { ...settingsFor(sandbox, { port: 3978 }), PUBLIC_URL: new URL(receiver.url).origin };
  const config = createConfig({ ...env, ...settings });
  const sealer = createSealer(config.secrets.key);
  const productClock = followClock(clock);
  const watching = createWatching({
    config,
    clock: productClock,
    store,
    sealer,
    transport,
    events: { ...silentEvents, watcherMarked: (code) => void marks.push(code) },
    graphPace: createWindowPace({ clock: productClock, budget: config.graph.budget }),
    rounds: idleRounds,
  });
  await linkEverybody(sandbox, store);
  const lend = async (key = WATCHER): Promise<Watcher> => {
    const assertion = await sandbox.tokenFor(key);
    const lent = await watching.desk.borrow({ tenantId: TENANT, assertion });
    if (lent.kind !== 'ok') throw new Error(lent.reason);
    const { person } = sandbox.find(key);
    const watcher: Watcher = {
      tenantId: TENANT,
      personId: person.id,
      name: person.displayName,
      refreshToken: sealer.seal(lent.value.refreshToken),
      addedAt: clock.now(),
      trouble: null,
      retryAt: 0,
    };
    await store.watchers.put(watcher);
    return watcher;
  };
  return {
    sandbox,
    store,
    watching,
    receiver,
    marks,
    watcherId: sandbox.find(WATCHER).person.id,
    lend,
    pass: async () => {
      await watching.passes[0]?.[1]();
      await watching.rest();
    },
    advance: (ms) => clock.advance(ms, () => sandbox.graph.idle()),
    asked: () =>
      sandbox.graph.requests
        .splice(0)
        .filter(({ path }) => path.includes('/subscriptions'))
        .map(({ method, status }) => `${method} ${status}`),
    living: () => sandbox.graph.subscriptions().map(({ id }) => String(id)),
    callGraph: async (method, path, body) => {
      const token = await takeToken(sandbox, transport);
      const answer = await fetch(`${sandbox.graph.url}/v1.0${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
      await answer.arrayBuffer();
      sandbox.graph.requests.length = 0;
      return answer.status;
    },
    close: async () => {
      await watching.stop();
      await transport.close();
      await Promise.all([receiver.close(), sandbox.close(), opened.close()]);
    },
  };
}

const idleRounds: TeamsRounds = {
  pass: async () => 1_000,
  look: async () => null,
  lastWords: () => null,
  swept: () => [],
  hurry: () => undefined,
  rest: async () => undefined,
  isBusy: () => false,
} as Partial<TeamsRounds> as TeamsRounds;

async function linkEverybody(sandbox: Sandbox, store: Store): Promise<void> {
  const connection = sampleConnection({ tenantId: TENANT });
  await store.connections.insert(connection);
  for (const { person, agent } of sandbox.inhabitants) {
    if (agent) {
      await store.links.insert(sampleLink(connection, { personId: person.id }), sampleState('new'));
    }
  }
}

/** An access token of the watcher, by the exchange itself. */
async function takeToken(
  sandbox: Sandbox,
  transport: ReturnType<typeof createTransport>,
): Promise<string> {
  const form = new URLSearchParams({
    grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
    client_id: sandbox.app.clientId,
    client_secret: sandbox.app.clientSecret,
    assertion: await sandbox.tokenFor(WATCHER),
    scope: 'https://graph.microsoft.com/Presence.Read.All',
    requested_token_use: 'on_behalf_of',
  });
  const reply = await transport.exchange(
    {
      side: 'entra',
      name: 'token',
      effect: 'read',
      method: 'POST',
      url: `${sandbox.entra.url}/${TENANT}/oauth2/v2.0/token`,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: form.toString(),
      paceKey: 'test',
      priority: 'change',
    },
    AbortSignal.timeout(5_000),
  );
  if (reply.kind !== 'answer') throw new Error('Entra gave no token.');
  return (JSON.parse(reply.text) as { access_token: string }).access_token;
}
