import type { Door } from './door';
import { createGraphDoor } from './graph-notifications';
import type { GraphDoorDeps } from './graph-notifications';

/** `POST /hooks/graph/lifecycle`: reauthorize, recreate, resync (graph.md 4.8). */
export function createGraphLifecycleDoor(deps: GraphDoorDeps): Door {
  return createGraphDoor(deps, 'graph-lifecycle');
}
