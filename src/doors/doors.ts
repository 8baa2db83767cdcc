import { createConsentDoor } from './consent';
import { createDeskApiRoutes, API_ROOT } from './desk-api';
import type { DeskApiDeps } from './desk-api';
import { MAX_BYTES } from './door';
import type { Route } from './door';
import { createEventStreamDoor } from './event-stream';
import { createGraphLifecycleDoor } from './graph-lifecycle';
import { GRAPH_MAX_BYTES } from './graph-delivery';
import type { GraphDoorDeps } from './graph-delivery';
import { createGraphNotificationsDoor } from './graph-notifications';
import { createLiveDoor, createMetricsDoor, createReadyDoor } from './health';
import type { HealthDeps } from './health';
import { createOpenApiDoor } from './openapi';
import { createPublicPages } from './pages/public-pages';
import { createVccEventsDoor } from './vcc-events';
import type { VccEventsDeps } from './vcc-events';

export interface DoorsDeps extends VccEventsDeps, DeskApiDeps, GraphDoorDeps {
  /** Without a slash at its end. */
  readonly publicUrl: string;
  readonly explainDays: number;
  readonly metrics: HealthDeps['metrics'];
  readonly ping: HealthDeps['ping'];
}

/** All incoming requests, as routes for any host. */
export interface Doors {
  readonly routes: readonly Route[];
}

export function createDoors(deps: DoorsDeps): Doors {
  const open = (method: Route['method'], path: string, door: Route['door']): Route => {
    return { method, path, maxBytes: MAX_BYTES, door };
  };
  const hook = (path: string, door: Route['door']): Route => {
    return { method: 'POST', path, maxBytes: GRAPH_MAX_BYTES, door };
  };
  return {
    routes: [
      open('POST', '/hooks/vcc/:connectionId', createVccEventsDoor(deps)),
      hook('/hooks/graph', createGraphNotificationsDoor(deps)),
      hook('/hooks/graph/lifecycle', createGraphLifecycleDoor(deps)),
      ...createDeskApiRoutes(deps),
      open('GET', `${API_ROOT}/events`, createEventStreamDoor(deps)),
      open('GET', `${API_ROOT}/openapi.json`, createOpenApiDoor(deps.publicUrl)),
      open('GET', '/consent/callback', createConsentDoor(deps)),
      ...createPublicPages(deps),
      open('GET', '/health/live', createLiveDoor()),
      open('GET', '/health/ready', createReadyDoor(deps)),
      open('GET', '/metrics', createMetricsDoor(deps)),
    ],
  };
}
