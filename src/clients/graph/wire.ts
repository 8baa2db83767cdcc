/** Answers of Microsoft Graph as they come (graph.md sections 1, 3, 6): tolerant where it is. */
import { z } from 'zod';
import type { GraphUser, PresenceReading } from './client';

/** An old sample wraps a single object in `value: […]` (graph.md 3). */
function unwrap(body: unknown): unknown {
  const wrapped = z.object({ value: z.tuple([z.unknown()]) }).safeParse(body);
  return wrapped.success ? wrapped.data.value[0] : body;
}

const presence = z
  .object({
    id: z.string(),
    availability: z.string(),
    activity: z.string().nullish(),
    sequenceNumber: z.string().nullish(),
  })
  .transform(({ id, availability, activity, sequenceNumber }): PresenceReading => ({
    personId: id,
    availability,
    activity: activity ?? availability,
    ...(sequenceNumber == null ? {} : { sequenceNumber }),
  }));

export interface PresencePage {
  readonly readings: readonly PresenceReading[];
  readonly unreadable: number;
  readonly nextLink: string | undefined;
}

/** One element that makes no sense must not hide the other 649; all of them do. */
export const presencePage = z
  .object({ value: z.array(z.unknown()), '@odata.nextLink': z.string().optional() })
  .transform((page): PresencePage => {
    const parsed = page.value.map((item) => presence.safeParse(item));
    const readings = parsed.flatMap((one) => (one.success ? [one.data] : []));
    return {
      readings,
      unreadable: parsed.length - readings.length,
      nextLink: page['@odata.nextLink'],
    };
  })
  .refine(({ readings, unreadable }) => unreadable === 0 || readings.length > 0);

export const user = z.preprocess(
  unwrap,
  z
    .object({
      id: z.string(),
      displayName: z.string().nullish(),
      userPrincipalName: z.string(),
      mail: z.string().nullish(),
      userType: z.string().nullish(),
    })
    .transform((raw): GraphUser => ({
      id: raw.id,
      displayName: raw.displayName ?? raw.userPrincipalName,
      userPrincipalName: raw.userPrincipalName,
      mail: raw.mail ?? null,
      userType: raw.userType ?? null,
    })),
);

export const userPage = z.object({ value: z.array(user) }).transform(({ value }) => value);
