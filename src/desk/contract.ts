/**
 * What goes over the wire of API v1, as shapes and as types. The tab shares this file and the
 * OpenAPI document is made from it. Instants are epoch milliseconds.
 */
import { z } from 'zod';
import {
  REGIONS,
  category,
  definitionView,
  instant,
  presenceId,
  presencePairView,
  text,
} from './contract-words';
import type { LinkDetails } from './contract-tab';

export { linkDetailsShape, preferencesShape } from './contract-tab';
export type { LinkDetails, Preferences } from './contract-tab';
export {
  agentAskShape,
  joiningViewShape,
  myLinkShape,
  proofViewShape,
  requestListShape,
  requestViewShape,
} from './contract-joining';
export type { AgentAsk, JoiningView, ProofView, RequestView } from './contract-joining';
export {
  applyMatchesShape,
  invitationListShape,
  matchesAppliedShape,
  matchReportShape,
  personDataShape,
} from './contract-matching';
export type {
  Invitation,
  MatchesApplied,
  MatchReport,
  MatchRow,
  PersonData,
} from './contract-matching';
export {
  mappingRestoreShape,
  mappingShape,
  mappingVerdictShape,
  policiesShape,
  savedMappingShape,
} from './contract-mapping';

// ---- Tenant ---------------------------------------------------------------------------------

export const begunConsentShape = z
  .object({
    url: z.string().meta({ description: 'Open it in a window of the browser.' }),
    expiresAt: instant,
  })
  .meta({ id: 'BegunConsent' });

export const tenantViewShape = z
  .object({
    tenantId: z.string(),
    isAdmin: z.boolean().meta({ description: 'May the asking person administer here?' }),
    isConnected: z.boolean(),
    consent: z
      .object({
        at: instant,
        missing: z.array(z.object({ role: z.string(), label: z.string() })),
      })
      .nullable(),
  })
  .meta({ id: 'Tenant' });

// ---- Connections ----------------------------------------------------------------------------

export const regionShape = z.enum(REGIONS);

export const newConnectionShape = z
  .strictObject({
    region: regionShape,
    accountKey: z
      .string()
      .trim()
      .regex(/^[A-Za-z0-9_-]{1,100}$/),
    clientId: text,
    clientSecret: text,
  })
  .meta({ id: 'NewConnection' });

export const credentialsShape = z
  .strictObject({ clientId: text, clientSecret: text })
  .meta({ id: 'Credentials' });

export const credentialsViewShape = z
  .object({ clientId: z.string() })
  .meta({ id: 'CredentialsView', description: 'The secret is never shown.' });

export const accountTrialShape = z
  .object({
    isReady: z.boolean(),
    steps: z.array(
      z.object({
        step: z.enum(['allowed', 'consent', 'token', 'definitions', 'users', 'webhooks']),
        isOk: z.boolean(),
        sentence: z.string().meta({ description: 'What to do about it, where it failed.' }),
      }),
    ),
    region: regionShape.nullable().meta({ description: 'Where the credentials work instead.' }),
  })
  .meta({ id: 'AccountTrial' });

export const connectionViewShape = z
  .object({
    id: z.string(),
    region: z.string(),
    accountKey: z.string(),
    clientId: z.string(),
    status: z.enum(['draft', 'connected', 'degraded', 'disconnected']),
    reason: z.string().nullable(),
    definitions: z.array(definitionView),
    createdAt: instant,
  })
  .meta({ id: 'Connection' });

export const connectionListShape = z.object({ items: z.array(connectionViewShape) });

export const removalShape = z
  .object({ linksLeft: z.number().int() })
  .meta({ id: 'Removal', description: 'Links still releasing; delete again until none is left.' });

export const healthViewShape = z
  .object({
    connectionId: z.string(),
    status: z.enum(['draft', 'connected', 'degraded', 'disconnected']),
    reason: z.string().nullable(),
    isSubscribed: z.boolean(),
    definitionsAt: instant,
    links: z.number().int(),
    troubles: z.array(
      z.object({
        side: z.enum(['teams', 'vcc', 'webhooks']),
        code: z.string(),
        since: instant,
        sentence: z.string().meta({ description: 'What to do about it.' }),
      }),
    ),
    silent: z
      .array(z.object({ side: z.enum(['teams', 'vcc']), since: instant, links: z.number().int() }))
      .meta({ description: 'Sides that do not answer now, and how many links wait for them.' }),
    linksInTrouble: z.array(z.object({ linkId: z.string(), code: z.string() })),
  })
  .meta({ id: 'ConnectionHealth' });

// ---- Agents and links -----------------------------------------------------------------------

const personView = z.object({ id: z.string(), name: z.string() });

export const agentViewShape = z
  .object({
    userId: z.string(),
    agentId: z.string(),
    name: z.string(),
    email: z.string(),
    linkId: z.string().nullable(),
    match: personView.nullable().meta({ description: 'The person with this mail address.' }),
  })
  .meta({ id: 'Agent' });

export const agentListShape = z.object({
  items: z.array(agentViewShape),
  next: z.string().nullable().meta({ description: 'Give it as `after` for the next page.' }),
});

export const newLinkShape = z
  .strictObject({
    agentUserId: text,
    personId: text,
    evenIfLinked: z
      .boolean()
      .exactOptional()
      .meta({ description: 'Also where the person has an agent in another account.' }),
  })
  .meta({ id: 'NewLink' });

const vccSideView = z.object({
  state: z.object({ presenceId: z.string(), category, name: z.string() }).nullable(),
  occupancy: z.enum(['free', 'engaged', 'wrapping-up']),
  since: instant.nullable(),
});
const teamsSideView = z.object({
  availability: z.string().nullable(),
  activity: z.string().nullable(),
  since: instant.nullable(),
});

export const linkStatusShape = z
  .object({
    phase: z.enum(['new', 'running', 'paused', 'unlinking']),
    pausedUntil: instant.nullable(),
    code: z.string(),
    sentence: z.string(),
    vcc: vccSideView,
    teams: teamsSideView,
  })
  .meta({ id: 'LinkStatus' });

export const linkViewShape = z
  .object({
    id: z.string(),
    connectionId: z.string(),
    agent: z.object({ userId: z.string(), agentId: z.string(), name: z.string() }),
    person: personView,
    createdAt: instant,
    status: linkStatusShape,
    states: z.array(definitionView).meta({ description: 'What the agent may choose from.' }),
  })
  .meta({ id: 'Link' });

export const linkListShape = z.object({
  items: z.array(linkViewShape),
  next: z.string().nullable().meta({ description: 'Give it as `after` for the next page.' }),
});

// ---- Orders ---------------------------------------------------------------------------------

export const stateOrderShape = z.strictObject({ presenceId }).meta({ id: 'StateOrder' });

export const pauseOrderShape = z
  .strictObject({ until: instant.nullable().default(null) })
  .meta({ id: 'PauseOrder', description: 'Without an end the pause lasts until resumed.' });

export const emptyShape = z.strictObject({}).meta({ id: 'Empty' });

export const orderedShape = z.object({ orderId: z.string(), at: instant }).meta({ id: 'Ordered' });

// ---- Records, audit -------------------------------------------------------------------------

const told = z
  .object({
    state: z.object({ presenceId: z.string(), category, name: z.string() }).exactOptional(),
    presenceId: z.string().exactOptional(),
    phase: z.string().exactOptional(),
    occupancy: z.enum(['free', 'engaged', 'wrapping-up']).exactOptional(),
    presence: presencePairView.exactOptional(),
    until: instant.nullable().exactOptional(),
    by: z.string().exactOptional(),
    why: z.string().exactOptional(),
    endsAfterMs: z.number().exactOptional(),
  })
  .meta({ description: 'The same as values, to be told in any language.' });
const seenLine = z.object({
  side: z.enum(['vcc', 'teams', 'order', 'service']),
  kind: z.string(),
  at: instant,
  seenAt: instant,
  via: z.string(),
  text: z.string(),
  outcome: z.enum(['taken', 'dropped', 'waits']),
  code: z.string(),
  rules: z.array(z.string()),
  sentence: z.string(),
  told: told.exactOptional(),
});
const wroteLine = z.object({
  side: z.enum(['vcc', 'teams']),
  call: z.string(),
  startedAt: instant,
  tookMs: z.number(),
  answer: z.string(),
  ok: z.boolean(),
  text: z.string(),
  told: told.exactOptional(),
});

export const recordShape = z
  .object({
    id: z.string(),
    linkId: z.string(),
    at: instant,
    endedAt: instant,
    outcome: z.enum(['wrote', 'nothing', 'waits', 'refused', 'stopped']),
    code: z.string(),
    title: z.string(),
    sentence: z.string(),
    rules: z.array(z.string()),
    seen: z.array(seenLine),
    wrote: z.array(wroteLine),
  })
  .meta({ id: 'Record', description: 'What one turn saw, decided, wrote and was answered.' });

export const recordListShape = z.object({ items: z.array(recordShape) });

export const auditListShape = z.object({
  items: z.array(
    z
      .object({
        at: instant,
        connectionId: z.string().nullable(),
        who: z.string(),
        what: z.string(),
        before: z.unknown(),
        after: z.unknown(),
      })
      .meta({ id: 'AuditLine' }),
  ),
});

// ---- Watchers -------------------------------------------------------------------------------

export const watcherViewShape = z
  .object({
    personId: z.string(),
    name: z.string(),
    addedAt: instant,
    code: z.string().nullable().meta({ description: 'Why nothing is held; null: all is well.' }),
    sentence: z.string().nullable(),
    people: z.number().int().meta({ description: 'Watched in this name, at most 650.' }),
    expiresAt: instant.nullable(),
  })
  .meta({ id: 'Watcher' });

export const watcherListShape = z.object({ items: z.array(watcherViewShape) });

// ---- Queries --------------------------------------------------------------------------------

const recordId = z.string().regex(/^\d{1,18}$/);
const limit = (max: number, usual: number) =>
  z.coerce.number().int().min(1).max(max).default(usual);

export const recordQueryShape = z.strictObject({
  after: recordId.exactOptional(),
  before: recordId.exactOptional(),
  limit: limit(200, 50),
});
export const agentQueryShape = z.strictObject({
  after: text.exactOptional(),
  limit: limit(200, 50),
});
export const linkQueryShape = z.strictObject({
  after: text.exactOptional(),
  limit: limit(500, 100),
});
export const auditQueryShape = z.strictObject({ limit: limit(500, 100) });
export const noQueryShape = z.strictObject({});

// ---- Problems -------------------------------------------------------------------------------

export const problemShape = z
  .looseObject({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    code: z.string(),
    detail: z.string().exactOptional(),
  })
  .meta({ id: 'Problem', description: 'RFC 9457' });

export type NewConnection = z.infer<typeof newConnectionShape>;
export type Credentials = z.infer<typeof credentialsShape>;
export type AccountTrial = z.infer<typeof accountTrialShape>;
export type BegunConsentView = z.infer<typeof begunConsentShape>;
export type TenantView = z.infer<typeof tenantViewShape>;
export type ConnectionView = z.infer<typeof connectionViewShape>;
export type HealthView = z.infer<typeof healthViewShape>;
export type AgentView = z.infer<typeof agentViewShape>;
export type AgentList = z.infer<typeof agentListShape>;
export type AgentQuery = z.infer<typeof agentQueryShape>;
export type NewLinkAsk = z.infer<typeof newLinkShape>;
export type LinkList = z.infer<typeof linkListShape>;
export type LinkQuery = z.infer<typeof linkQueryShape>;
export type LinkView = z.infer<typeof linkViewShape>;
export type LinkStatus = z.infer<typeof linkStatusShape>;
export type StateOrderAsk = z.infer<typeof stateOrderShape>;
export type PauseOrderAsk = z.infer<typeof pauseOrderShape>;
export type Ordered = z.infer<typeof orderedShape>;
export type RecordView = z.infer<typeof recordShape>;
export type RecordQuery = z.infer<typeof recordQueryShape>;
export type Removal = z.infer<typeof removalShape>;
export type WatcherView = z.infer<typeof watcherViewShape>;

/** A link and its details as of one instant. */
export interface LinkStanding {
  readonly link: LinkView;
  readonly details: LinkDetails;
}
