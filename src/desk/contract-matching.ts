/** Linking many, and what is kept of a person, as API v1 has it; `contract.ts` is where others get it. */
import { z } from 'zod';
import { instant, text } from './contract-words';

const person = z.object({ id: z.string(), name: z.string() });

const matchRow = z
  .object({
    agent: z.object({
      userId: z.string(),
      agentId: z.string().nullable(),
      name: z.string(),
      email: z.string(),
    }),
    kind: z.enum(['exact', 'ambiguous', 'missing', 'linked']),
    code: z.enum([
      'exact',
      'agent-linked',
      'person-linked',
      'agents-share-address',
      'people-share-address',
      'person-has-several',
      'no-address',
      'nobody-has-address',
      'not-an-agent',
    ]),
    sentence: z.string(),
    people: z.array(person).meta({ description: 'Those who have the mail address.' }),
  })
  .meta({ id: 'Match' });

export const matchReportShape = z
  .object({
    counts: z.object({
      exact: z.number().int(),
      ambiguous: z.number().int(),
      missing: z.number().int(),
      linked: z.number().int(),
    }),
    items: z.array(matchRow),
  })
  .meta({ id: 'MatchReport' });

export const applyMatchesShape = z
  .strictObject({
    agentUserIds: z
      .array(text)
      .max(5_000)
      .exactOptional()
      .meta({ description: 'Absent: all exact ones.' }),
  })
  .meta({ id: 'ApplyMatches' });

export const matchesAppliedShape = z
  .object({
    linked: z.array(z.object({ agentUserId: z.string(), linkId: z.string() })),
    refused: z.array(z.object({ agentUserId: z.string(), code: z.string(), sentence: z.string() })),
    left: z.number().int().meta({ description: 'Exact ones for the next call.' }),
  })
  .meta({ id: 'MatchesApplied' });

const invitation = z
  .object({
    person,
    agents: z.array(z.object({ userId: z.string(), agentId: z.string(), name: z.string() })),
  })
  .meta({ id: 'Invitation' });

export const invitationListShape = z.object({ items: z.array(invitation) });

export const personDataShape = z
  .object({
    personId: z.string(),
    exportedAt: instant,
    links: z.array(z.unknown()),
    records: z.array(z.unknown()),
    proofs: z.array(z.unknown()),
    requests: z.array(z.unknown()),
    consentsBegun: z.number().int(),
    preferences: z.unknown(),
    watcher: z.unknown(),
    chat: z.unknown().meta({ description: 'The chat with the bot: where it is, and wishes.' }),
    audit: z.array(z.unknown()),
  })
  .meta({ id: 'PersonData', description: 'Everything kept about one person, without secrets.' });

export type MatchRow = z.infer<typeof matchRow>;
export type MatchReport = z.infer<typeof matchReportShape>;
export type MatchesApplied = z.infer<typeof matchesAppliedShape>;
export type Invitation = z.infer<typeof invitation>;
export type PersonData = z.infer<typeof personDataShape>;
