import { z } from 'zod';
import type { Door } from './door';
import { createGraphDoor, LIFECYCLE_EVENTS } from './graph-delivery';
import type { GraphDoorDeps } from './graph-delivery';

const lifecycleShape = z.object({ lifecycleEvent: z.enum(LIFECYCLE_EVENTS) });

/** `POST /hooks/graph/lifecycle`: reauthorize, make anew, read everybody (graph.md 4.8). */
export function createGraphLifecycleDoor(deps: GraphDoorDeps): Door {
  return createGraphDoor(deps, {
    name: 'graph-lifecycle',
    take: async ({ item, subscription }) => {
      const told = lifecycleShape.safeParse(item).data;
      if (!told) return 'unknown-type';
      await subscription.lifecycle(told.lifecycleEvent);
      return null;
    },
  });
}
