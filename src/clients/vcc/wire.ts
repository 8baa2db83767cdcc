/** Answers of VCC as they come (vcc.md sections 1 to 5): tolerant where its pages disagree. */
import { z } from 'zod';
import { foldGuid, readCategory } from '../../core/agent-state';
import type { Definition } from '../../core/agent-state';
import type { AgentDoing, AgentPresence, AgentStatus, Subscription, VccUser } from './client';
import { readInstant } from './instant';

const instant = z.string().transform((text, context) => {
  const at = readInstant(text);
  if (at !== undefined) return at;
  context.addIssue({ code: 'custom', message: 'no instant' });
  return z.NEVER;
});

const word = z.string().nullish().catch(null);

/** The Agents API says `categoryType`, events say `type`; `subCategory` may be missing. */
const category = z
  .union([
    z.object({ categoryType: z.string(), subCategory: word }),
    z
      .object({ type: z.string(), subcategory: word })
      .transform(({ type, subcategory }) => ({ categoryType: type, subCategory: subcategory })),
  ])
  .transform(({ categoryType, subCategory }) => ({
    category: readCategory(categoryType),
    ...(subCategory ? { subCategory } : {}),
  }));

export const definition = z
  .object({
    presenceId: z.string().min(1).transform(foldGuid),
    selectable: z.boolean().optional(),
    category,
    description: z.string(),
  })
  .transform((raw): Definition => ({
    presenceId: raw.presenceId,
    name: raw.description,
    selectable: raw.selectable ?? true,
    ...raw.category,
  }));

/** One of the shapes of this family of APIs: `{"value": …}` around the thing itself. */
function unwrap(body: unknown): unknown {
  const wrapped = z.strictObject({ value: z.record(z.string(), z.unknown()) }).safeParse(body);
  return wrapped.data?.value ?? body;
}

const ownPresence = z
  .object({ userId: z.string().min(1), updated: instant, presence: definition })
  .transform(({ userId, updated, presence }): AgentPresence => ({
    userId,
    state: {
      presenceId: presence.presenceId,
      category: presence.category,
      name: presence.name,
    },
    updatedAt: updated,
  }));

export const agentPresence = z.preprocess(unwrap, ownPresence);

const agentConfiguration = z.object({ agentDisplayId: z.coerce.string() });

export const vccUser = z
  .object({
    userId: z.string().min(1),
    username: z.string().nullish(),
    name: z.string().nullish(),
    email: z.string().nullish(),
    active: z.boolean().nullish(),
    userAccountConfiguration: z
      .object({
        actAsAgent: z.boolean().nullish(),
        agentConfiguration: agentConfiguration.nullish().catch(null),
      })
      .nullish(),
  })
  .transform((raw): VccUser => {
    const account = raw.userAccountConfiguration;
    const agentId = account?.actAsAgent ? account.agentConfiguration?.agentDisplayId : undefined;
    return {
      userId: raw.userId,
      username: raw.username ?? '',
      name: raw.name ?? '',
      email: raw.email ?? '',
      active: raw.active ?? true,
      agentId: agentId ?? null,
    };
  });

/** Shape by analogy with skills (vcc.md 5, inferred). */
export interface UserGroup {
  readonly id: string;
  readonly name: string | null;
}

export const userGroup = z
  .object({ groupId: z.coerce.string().min(1), groupName: z.string().nullish().catch(null) })
  .transform(({ groupId, groupName }): UserGroup => ({ id: groupId, name: groupName ?? null }));

const load = z.number().nullish();

export const agentStatus = z
  .object({
    agentId: z.coerce.string().min(1),
    presence: z.object({
      since: instant,
      name: z.string(),
      description: z.string().nullish(),
      eligibleForRouting: z.boolean().nullish(),
    }),
    workload: z
      .object({ since: instant.nullish(), calls: load, semiLive: load, nonLive: load })
      .nullish(),
  })
  .transform(({ agentId, presence, workload }): AgentStatus => ({
    agentId,
    // `name` is the category's where the two differ (vcc.md 4.2 shows a Ready agent only: inferred).
    presenceName: presence.description ?? presence.name,
    presenceSince: presence.since,
    workload: (workload?.calls ?? 0) + (workload?.semiLive ?? 0) + (workload?.nonLive ?? 0),
    workloadSince: workload?.since ?? presence.since,
    isEligible: presence.eligibleForRouting ?? false,
  }));

/** `/stats/wfm/agent-states` (vcc.md 4.2). */
export const agentDoing = z
  .object({ agentId: z.coerce.string().min(1), start: instant, state: z.string() })
  .transform(({ agentId, start, state }): AgentDoing => ({ agentId, since: start, state }));

export const subscription = z
  .object({
    subscriptionId: z.string().min(1),
    name: z.string().nullish(),
    url: z.string(),
    events: z.array(z.string()),
    enabled: z.boolean().nullish(),
    secret: z.string().nullish(),
  })
  .transform((raw): Subscription => ({
    subscriptionId: raw.subscriptionId,
    name: raw.name ?? '',
    url: raw.url,
    events: raw.events,
    enabled: raw.enabled ?? true,
    ...(raw.secret == null ? {} : { secret: raw.secret }),
  }));

/** The name of an event an account knows (vcc.md 3.1). */
export const eventType = z.object({ name: z.string().min(1) }).transform(({ name }) => name);

/** `POST /Auth/connect/token` (vcc.md 1). */
export const token = z
  .object({
    access_token: z.string().min(1),
    expires_in: z.coerce.number().positive(),
    token_type: z.string().optional(),
  })
  .refine(({ token_type }) => (token_type ?? 'bearer').toLowerCase() === 'bearer')
  .transform((raw) => ({ token: raw.access_token, lifetimeMs: raw.expires_in * 1_000 }));
