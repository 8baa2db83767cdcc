import { z } from 'zod';
import { foldGuid, foldWord, readCategory } from '../core/agent-state';
import type { AgentStateFact, ChannelFact } from '../core/fact';

/** No control characters: they are in no id, and the store could not keep all of them. */
const word = z
  .string()
  .max(200)
  .regex(/^\P{Cc}*$/u);

/** A CloudEvent 1.0 in structured mode (vcc.md 3.2). */
const envelopeShape = z.object({
  specversion: z.string(),
  type: word.min(1),
  id: word.min(1),
  source: word.min(1),
  subject: word.nullish(),
  time: z.string().nullish(),
  data: z.unknown(),
});

const userShape = z.object({ userId: word.nullish(), agentId: word.nullish() });
const presenceDataShape = z.object({
  timestamp: z.string().nullish(),
  presence: z.object({
    presenceId: word.min(1),
    category: z.object({ type: word }),
    description: word.nullish(),
  }),
  user: userShape.nullish(),
});
const channelDataShape = z.object({
  timestamp: z.string().nullish(),
  channel: z.object({
    channelId: word.min(1).nullish(),
    party: userShape.extend({ role: word }),
  }),
});

/** Phases of a channel that are used (vcc.md 3.4). */
const PHASES: ReadonlySet<string> = new Set([
  'alerted',
  'connected',
  'held',
  'retrieved',
  'interrupted',
  'resumed',
  'parked',
  'unparked',
  'connectionfailed',
  'disconnected',
  'wrapstarted',
  'ended',
]);

export interface AgentKey {
  readonly userId?: string;
  readonly agentId?: string;
}

/** A delivery as a fact of an agent, or why it is none. */
export type VccEvent =
  | {
      readonly kind: 'fact';
      /** Without version: `channel.held`. */
      readonly type: string;
      readonly agent: AgentKey;
      readonly fact: AgentStateFact | ChannelFact;
    }
  | { readonly kind: 'dropped'; readonly code: 'unknown-type' | 'not-an-agent-channel' }
  | { readonly kind: 'malformed' };

type Envelope = z.infer<typeof envelopeShape>;
const MALFORMED: VccEvent = { kind: 'malformed' };

/** `seenAt`: when it came in, by our clock. */
export function readVccEvent(body: unknown, seenAt: number): VccEvent {
  const envelope = envelopeShape.safeParse(body);
  if (!envelope.success) return MALFORMED;
  const type = /^(agent|channel)\.([a-z]+)\.v[01]$/.exec(envelope.data.type);
  if (type?.[1] === 'agent' && type[2] === 'presencechanged') {
    return readPresenceChange(envelope.data, seenAt);
  }
  if (type?.[1] === 'channel' && type[2] !== undefined && PHASES.has(type[2])) {
    return readChannel(envelope.data, type[2], seenAt);
  }
  return { kind: 'dropped', code: 'unknown-type' };
}

/** How far VCC's clock may be ahead of ours. */
const MAX_AHEAD_MS = 60_000;

function readPresenceChange(envelope: Envelope, seenAt: number): VccEvent {
  const read = presenceDataShape.safeParse(envelope.data);
  const at = readInstant(read.data?.timestamp ?? envelope.time);
  if (!read.success || at === undefined) return MALFORMED;
  const { presence, user } = read.data;
  // `subject` is the agent's display id; an earlier schema had no user id at all (vcc.md 3.3).
  const agent = agentKey({ userId: user?.userId, agentId: user?.agentId ?? envelope.subject });
  if (!agent) return MALFORMED;
  const presenceId = foldGuid(presence.presenceId);
  const category = readCategory(presence.category.type);
  const state = { presenceId, category, name: presence.description ?? '' };
  return {
    kind: 'fact',
    type: 'agent.presencechanged',
    agent,
    fact: { ...factBase(envelope, at, seenAt), kind: 'agent-state', state },
  };
}

function readChannel(envelope: Envelope, phase: string, seenAt: number): VccEvent {
  const read = channelDataShape.safeParse(envelope.data);
  const at = readInstant(read.data?.timestamp ?? envelope.time);
  if (!read.success || at === undefined) return MALFORMED;
  const { channelId, party } = read.data.channel;
  if (foldWord(party.role) !== 'agent') return { kind: 'dropped', code: 'not-an-agent-channel' };
  const agent = agentKey(party);
  const channel = channelId ?? envelope.subject;
  if (!agent || !channel) return MALFORMED;
  return {
    kind: 'fact',
    type: `channel.${phase}`,
    agent,
    fact: { ...factBase(envelope, at, seenAt), kind: 'channel', channelId: channel, phase },
  };
}

function factBase(envelope: Envelope, at: number, seenAt: number) {
  const id = `${envelope.source}|${envelope.id}`;
  // A stamp from the future would make every later change look old until it has passed.
  const told = at > seenAt + MAX_AHEAD_MS ? seenAt : at;
  return { id, at: told, seenAt, side: 'vcc', via: 'webhook' } as const;
}

function agentKey(user: z.infer<typeof userShape>): AgentKey | undefined {
  if (!user.userId && !user.agentId) return undefined;
  return {
    ...(user.userId && { userId: user.userId }),
    ...(user.agentId && { agentId: user.agentId }),
  };
}

/** ISO UTC to epoch milliseconds; the seven digits VCC sends are cut off, not rounded (WW1). */
export function readInstant(text: string | null | undefined): number | undefined {
  const parts = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)?$/.exec(text ?? '');
  if (!parts) return undefined;
  const fraction = (parts[2] ?? '').slice(0, 3).padEnd(3, '0');
  const at = Date.parse(`${parts[1] ?? ''}.${fraction}${parts[3] ?? 'Z'}`);
  return Number.isNaN(at) ? undefined : at;
}
