/** Linking oneself, as API v1 has it; `contract.ts` is where others get it. */
import { z } from 'zod';
import { instant, text } from './contract-words';

const agent = z.object({ userId: z.string(), agentId: z.string(), name: z.string() });
const person = z.object({ id: z.string(), name: z.string() });

export const myLinkShape = z.strictObject({ connectionId: text }).meta({ id: 'MyLink' });

export const agentAskShape = z
  .strictObject({
    connectionId: text,
    agentId: text.meta({ description: 'As ContactPad shows it.' }),
  })
  .meta({ id: 'AgentAsk' });

export const proofViewShape = z
  .object({
    id: z.string(),
    connectionId: z.string(),
    agent,
    states: z
      .array(z.object({ presenceId: z.string(), name: z.string() }))
      .meta({ description: 'To be set in ContactPad in this order.' }),
    seen: z.number().int().meta({ description: 'How many of them were seen.' }),
    now: instant.meta({ description: 'To count down by: other clocks may be wrong.' }),
    expiresAt: instant,
    status: z.enum(['open', 'proved', 'linked', 'failed']),
    code: z.string().nullable(),
    sentence: z.string().nullable(),
  })
  .meta({ id: 'Proof' });

export const requestViewShape = z
  .object({
    id: z.string(),
    connectionId: z.string(),
    agent,
    person,
    askedAt: instant,
    status: z.enum(['open', 'approved', 'declined', 'withdrawn']),
    decidedAt: instant.nullable(),
  })
  .meta({ id: 'LinkRequest' });

export const requestListShape = z.object({ items: z.array(requestViewShape) });

export const joiningViewShape = z
  .object({
    linkId: z.string().nullable(),
    accounts: z.array(
      z.object({
        connectionId: z.string(),
        region: z.string(),
        accountKey: z.string(),
        agent: agent.nullable().meta({ description: 'To be linked with one confirmation.' }),
        code: z.string().nullable().meta({ description: 'Why not: prove it, or ask an admin.' }),
        sentence: z.string().nullable(),
      }),
    ),
    proof: proofViewShape.nullable().meta({ description: 'The newest.' }),
    request: requestViewShape.nullable().meta({ description: 'The newest.' }),
  })
  .meta({ id: 'Joining' });

export type AgentAsk = z.infer<typeof agentAskShape>;
export type ProofView = z.infer<typeof proofViewShape>;
export type RequestView = z.infer<typeof requestViewShape>;
export type JoiningView = z.infer<typeof joiningViewShape>;
