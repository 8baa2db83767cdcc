/** Who speaks, where and how, from a verified activity (BT1). */
import { z } from 'zod';
import { safeTimeZone } from '../understand/times';

const id = z.string().regex(/^[A-Za-z0-9-]{1,64}$/);
/** No store keeps the sign NUL, and no channel sends it. */
const channelId = z
  .string()
  .max(500)
  .regex(/^[^\0]+$/);

const activityShape = z.object({
  type: z.string().min(1).max(100),
  channelId: z.string().max(100),
  serviceUrl: z.url().max(500),
  conversation: z.object({
    id: channelId,
    conversationType: z.string().max(50).optional(),
    tenantId: id.optional(),
  }),
  from: z.object({
    id: channelId,
    name: z.string().max(500).optional(),
    aadObjectId: id.optional(),
  }),
  recipient: z.object({ id: channelId }),
  channelData: z.object({ tenant: z.object({ id: id.optional() }).optional() }).optional(),
  // What is no language is as good as none.
  locale: z
    .string()
    .max(50)
    .regex(/^[\w-]*$/)
    .optional()
    .catch(undefined),
  localTimezone: z.string().max(100).optional(),
  entities: z
    .array(z.object({ type: z.string().optional(), timezone: z.string().optional() }))
    .optional(),
});

export interface HeardSpeaker {
  readonly tenantId: string;
  readonly personId: string;
  /** The channel's own id of the person: for cards that refresh. */
  readonly userId: string;
  readonly conversationId: string;
  readonly locale: string;
  /** Null: not told. */
  readonly timeZone: string | null;
}

export type WhoSpeaks =
  | { readonly kind: 'person'; readonly speaker: HeardSpeaker }
  /** A group, a team or another channel. */
  | { readonly kind: 'elsewhere' }
  /** Nobody that can be known: no answer. */
  | { readonly kind: 'nobody' };

export function readSpeaker(activity: unknown): WhoSpeaks {
  const read = activityShape.safeParse(activity);
  if (!read.success) return { kind: 'nobody' };
  const { channelId, conversation, from, channelData, locale } = read.data;
  if (channelId !== 'msteams') return { kind: 'elsewhere' };
  if ((conversation.conversationType ?? 'personal') !== 'personal') return { kind: 'elsewhere' };
  const tenants = [channelData?.tenant?.id, conversation.tenantId].filter(
    (one) => one !== undefined,
  );
  const [tenantId, other] = tenants;
  const personId = from.aadObjectId;
  // Two that disagree are nobody's.
  if (tenantId === undefined || personId === undefined) return { kind: 'nobody' };
  if (other !== undefined && other !== tenantId) return { kind: 'nobody' };
  return {
    kind: 'person',
    speaker: {
      tenantId,
      personId,
      userId: from.id,
      conversationId: conversation.id,
      locale: locale ?? 'en',
      timeZone: readTimeZone(read.data),
    },
  };
}

function readTimeZone({ localTimezone, entities }: z.infer<typeof activityShape>): string | null {
  const told = localTimezone ?? entities?.find(({ type }) => type === 'clientInfo')?.timezone;
  return told === undefined || told === '' ? null : safeTimeZone(told);
}
