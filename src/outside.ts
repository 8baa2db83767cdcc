/** The way out: Graph and VCC as the configuration says where they are. Joined by `index.ts`. */
import { createAppTokens } from './clients/entra/app-tokens';
import { createGraphClient } from './clients/graph/create-client';
import type { PrioritisedGraphClient } from './clients/graph/create-client';
import type { Pace, SharedBudget } from './clients/pipeline/pace';
import type { Transport } from './clients/pipeline/transport';
import { createWindowPace } from './clients/pipeline/window-pace';
import { createVccClient } from './clients/vcc/create-client';
import { graphScope } from './clouds';
import type { Config } from './config/config';
import type { Clock } from './runtime/clock';
import type { Events } from './runtime/events';

export interface Outside {
  readonly graph: PrioritisedGraphClient;
  /** All calls to Graph pass it (TN5). */
  readonly graphPace: Pace;
  readonly vcc: ReturnType<typeof createVccClient>;
}

/** What the clients are made with. */
export interface OutsideParts {
  readonly clock: Clock;
  readonly events: Events;
  readonly transport: Transport;
  /** TN5: what all processes spend together. */
  readonly shared: SharedBudget;
}

/** Clients of both sides, on one transport, each side at the pace all processes share. */
export function createOutside(config: Config, { shared, ...run }: OutsideParts): Outside {
  const { entra } = config;
  const credential =
    entra.credential.kind === 'secret'
      ? { secret: entra.credential.secret.reveal() }
      : { certificatePem: entra.credential.pem.reveal() };
  const tokens = createAppTokens({
    ...run,
    entraUrl: entra.url,
    clientId: entra.clientId,
    credential,
    scope: graphScope(config.cloud, '.default'),
  });
  const graphPace = createWindowPace({ clock: run.clock, budget: config.graph.budget, shared });
  const graph = createGraphClient({
    ...run,
    pace: graphPace,
    graphUrl: config.graph.url,
    clientId: entra.clientId,
    tokens,
  });
  const vcc = createVccClient({
    ...run,
    pace: createWindowPace({ clock: run.clock, budget: config.vcc.budget, shared }),
    authUrl: config.vcc.authUrl,
    apiUrl: config.vcc.apiUrl,
  });
  return { graph, graphPace, vcc };
}
