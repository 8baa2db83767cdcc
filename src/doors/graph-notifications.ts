import { z } from 'zod';
import type { Door } from './door';
import { encryptedShape } from './graph-content';
import { createGraphDoor } from './graph-delivery';
import type { GraphDoorDeps, GraphItem, OwnItem } from './graph-delivery';
import type { DropCode } from './verdict';

/** Both shapes of a path are about; the id stands in `resourceData` in either (graph.md 4.6). */
const plainShape = z.object({ resourceData: z.object({ id: z.string().min(1).max(64) }) });
const sealedShape = z.object({ encryptedContent: encryptedShape });
const insideShape = z.object({
  id: z.string(),
  availability: z.string().min(1).max(64),
  activity: z.string().min(1).max(64),
});

/** `POST /hooks/graph`: somebody's presence has changed. */
export function createGraphNotificationsDoor(deps: GraphDoorDeps): Door {
  return createGraphDoor(deps, {
    name: 'graph-notifications',
    take: (own, vouched) => takeNews(deps, own, vouched),
  });
}

/** Values that come in the clear prove nothing, so only sealed ones are handed on (graph.md 4.6). */
async function takeNews(
  deps: GraphDoorDeps,
  { item, subscription }: OwnItem,
  vouched: ReadonlySet<string>,
): Promise<DropCode | null> {
  const about = plainShape.safeParse(item).data?.resourceData.id.toLowerCase();
  if (about === undefined) return 'no-person';
  if (!isSealed(item)) {
    await subscription.notify({ personId: about, words: null });
    return null;
  }
  if (!vouched.has(subscription.tenantId.toLowerCase())) return 'bad-validation-token';
  const sealed = sealedShape.safeParse(item).data;
  const inside = insideShape.safeParse(sealed && deps.openContent(sealed.encryptedContent)).data;
  if (inside?.id.toLowerCase() !== about) return 'bad-content';
  await subscription.notify({
    personId: about,
    words: `${inside.availability}/${inside.activity}`,
  });
  return null;
}

function isSealed(item: GraphItem): boolean {
  return item['encryptedContent'] != null;
}
