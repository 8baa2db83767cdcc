import type { EntraSandbox, GraphSandbox, PersonSeed, ServerOptions } from '../contract';
import { startServer } from '../http/server';
import { createFrontDoor } from './front-door';
import { defaultKnobs } from './knobs';
import type { AllGraphKnobs } from './knobs';
import { createPeople } from './people';
import type { People } from './people';
import { addPresenceRoutes } from './presence/routes';
import { createStore } from './store';
import { createNotifier } from './subscriptions/notifier';
import type { Notifier } from './subscriptions/notifier';
import { addSubscriptionRoutes } from './subscriptions/routes';
import { addUserRoutes } from './users/routes';

export type { AllGraphKnobs } from './knobs';

export interface GraphServer
  extends
    GraphSandbox,
    Pick<People, 'updatePerson' | 'removePerson' | 'restorePerson' | 'resetDelta'>,
    Pick<Notifier, 'subscriptions' | 'sendLifecycle' | 'idle'> {
  readonly knobs: AllGraphKnobs;
}

/** Starts the sandbox's Graph on http. It believes the tokens of the given Entra. */
export async function createGraphSandbox(
  options: ServerOptions & {
    readonly entra: EntraSandbox;
    readonly knobs?: Partial<AllGraphKnobs>;
  },
): Promise<GraphServer> {
  const { clock, entra } = options;
  const knobs: AllGraphKnobs = { ...defaultKnobs(), ...options.knobs };
  const store = createStore();
  const people = createPeople({ clock, knobs, store });
  const notifier = createNotifier({ clock, entra, knobs });
  people.onPresence((person) => notifier.presenceChanged(person));
  const door = createFrontDoor({ clock, entra, knobs, store });
  let serverUrl = '';
  addPresenceRoutes(door, { clock, knobs });
  addUserRoutes(door, { clock, serverUrl: () => serverUrl });
  addSubscriptionRoutes(door, notifier.surroundings);
  const server = await startServer({
    clock,
    ...(options.port === undefined ? {} : { port: options.port }),
    handle: (ask) => door.handle(ask),
  });
  serverUrl = server.url;
  return {
    ...server,
    ...people,
    knobs,
    addTenant: (tenantId) => void store.addTenant(tenantId),
    addPerson: (tenantId: string, seed: PersonSeed) => people.addPerson(tenantId, seed),
    person: (tenantId, personId) => store.person(tenantId, personId)?.simulated,
    subscriptions: notifier.subscriptions,
    sendLifecycle: notifier.sendLifecycle,
    idle: notifier.idle,
    async close() {
      notifier.close();
      await server.close();
    },
  };
}
