import { SECOND } from '../core/time';
import type { Clock } from '../runtime/clock';
import type { SealedText, Store, WebhookSubscription } from '../store/store';
import { answerJson, isId, MAX_BYTES, mediaTypeOf, parseJson } from './door';
import type { Door, DoorAnswer, DoorRequest } from './door';
import { createShortMemory } from './short-memory';
import type { ShortMemory } from './short-memory';
import { readVccEvent } from './vcc-event';
import type { AgentKey, VccEvent } from './vcc-event';
import { accept, drop, refuse } from './verdict';
import type { DoorEvents, RefusalCode } from './verdict';
import { findSignatureFault, readKey } from './vonage-signature';

export interface VccEventsDeps {
  readonly store: Pick<Store, 'connections' | 'links' | 'facts'>;
  readonly clock: Clock;
  readonly open: (sealed: SealedText) => string;
  /** Asks for a turn of the link. */
  readonly wake: (linkId: string) => Promise<void>;
  readonly events: DoorEvents;
  /** A delivery came, with or without a signature of ours (KP3). */
  readonly onDelivery?: (connectionId: string, isGenuine: boolean) => void;
  /** An event of VCC came, of whatever agent (JN8). */
  readonly onEvent?: (connectionId: string) => void;
  /** A state of an agent who is not linked: somebody may be about to (JN10). */
  readonly onStranger?: (
    connectionId: string,
    agent: AgentKey,
    state: { readonly presenceId: string; readonly at: number },
  ) => Promise<void>;
}

interface Context extends VccEventsDeps {
  /** Signing keys by connection id, current first. */
  readonly keys: ShortMemory<readonly Buffer[]>;
  readonly linkIds: ShortMemory<string>;
}

const KEEP_MS = 5 * SECOND;

/**
 * `POST /hooks/vcc/{connectionId}`. In this order: connection, size, content type, signature on the
 * raw bytes, shape; then the fact is stored, and only after the commit answered and woken.
 */
export function createVccEventsDoor(deps: VccEventsDeps): Door {
  const context: Context = {
    ...deps,
    keys: createShortMemory(deps.clock, { keepMs: KEEP_MS, size: 1_000 }),
    linkIds: createShortMemory(deps.clock, { keepMs: KEEP_MS, size: 20_000 }),
  };
  return async (request) => {
    try {
      return await take(context, request);
    } catch (error) {
      deps.events.failed('vcc-events', error);
      return refuse(deps.events, 'store-down');
    }
  };
}

async function take(context: Context, request: DoorRequest): Promise<DoorAnswer> {
  const { events, clock } = context;
  const connectionId = request.params['connectionId'];
  const keys = isId(connectionId) ? await readKeys(context, connectionId) : null;
  if (!keys || !isId(connectionId)) return refuse(events, 'unknown-connection');
  const who = { connectionId };
  const fault = await findFault(context, request, { connectionId, keys });
  if (fault === 'bad-signature' || fault === null) context.onDelivery?.(connectionId, !fault);
  if (fault) return refuse(events, fault, who);
  const body = parseJson(request.rawBody);
  if (body === undefined) return refuse(events, 'not-json', who);
  if (isOwnCall(body)) return answerJson(202, OWN_CALL);
  context.onEvent?.(connectionId);
  const event = readVccEvent(body, clock.now());
  if (event.kind === 'malformed') return refuse(events, 'not-an-event', who);
  if (event.kind === 'dropped') return drop(events, event.code, who);
  return store(context, connectionId, event);
}

/** What we send ourselves to learn whether this address can be reached (JN8). */
const OWN_CALL_TYPE = 'presencelink.owncall.v1';
const OWN_CALL = { code: 'own-call', message: 'It has arrived.' };

function isOwnCall(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'type' in body && body.type === OWN_CALL_TYPE;
}

async function findFault(
  context: Context,
  request: DoorRequest,
  ring: KeyRing,
): Promise<RefusalCode | null> {
  if (request.rawBody.length > MAX_BYTES) return 'too-large';
  if (mediaTypeOf(request) !== 'application/cloudevents+json') return 'media-type';
  return checkSignature(context, request, ring);
}

interface KeyRing {
  readonly connectionId: string;
  readonly keys: readonly Buffer[];
}

/** A secret just changed may not be among the remembered ones: a misfit is looked at afresh. */
async function checkSignature(context: Context, request: DoorRequest, ring: KeyRing) {
  const signed = { rawBody: request.rawBody, token: request.headers['vonage-signature'] };
  const now = context.clock.now();
  const fault = findSignatureFault(signed, ring.keys, now);
  if (fault !== 'bad-signature') return fault;
  context.keys.forget(ring.connectionId);
  const fresh = await readKeys(context, ring.connectionId);
  return findSignatureFault(signed, fresh ?? [], now);
}

async function readKeys(context: Context, connectionId: string): Promise<readonly Buffer[] | null> {
  const known = context.keys.get(connectionId);
  if (known) return known;
  const connection = await context.store.connections.get(connectionId);
  if (!connection) return null;
  const keys = openKeys(context, connection.webhook);
  context.keys.put(connectionId, keys);
  return keys;
}

function openKeys(context: Context, webhook: WebhookSubscription | null): readonly Buffer[] {
  if (!webhook) return [];
  const sealed = [webhook.secret, webhook.previousSecret].filter((one) => one !== null);
  return sealed.map((one) => readKey(context.open(one)));
}

type FactEvent = Extract<VccEvent, { kind: 'fact' }>;

async function store(
  context: Context,
  connectionId: string,
  event: FactEvent,
): Promise<DoorAnswer> {
  const linkId = await append(context, connectionId, event);
  const who = { connectionId };
  if (linkId === null) {
    await tellStranger(context, connectionId, event);
    return drop(context.events, 'unknown-agent', who);
  }
  if (linkId === 'repeat') return drop(context.events, 'repeat', who);
  // A lost wake loses nothing: the fact is stored and found.
  context.wake(linkId).catch((error: unknown) => context.events.failed('wake', error, { linkId }));
  return accept(context.events, event.type, { ...who, linkId });
}

async function tellStranger(
  { onStranger }: Context,
  connectionId: string,
  { agent, fact }: FactEvent,
): Promise<void> {
  if (fact.kind !== 'agent-state') return;
  await onStranger?.(connectionId, agent, { presenceId: fact.state.presenceId, at: fact.at });
}

/** Answers the link that got the fact. A remembered link may be gone: then it is looked up again. */
async function append(
  context: Context,
  connectionId: string,
  event: FactEvent,
): Promise<string | 'repeat' | null> {
  const key = memoryKey(connectionId, event.agent);
  const known = context.linkIds.get(key);
  if (known !== undefined) {
    const stored = await context.store.facts.append(known, [event.fact]).catch(() => 0);
    if (stored > 0) return known;
    context.linkIds.forget(key);
  }
  const linkId = await context.store.links.findByAgent(connectionId, event.agent);
  if (linkId === null) return null;
  const stored = await context.store.facts.append(linkId, [event.fact]);
  context.linkIds.put(key, linkId);
  return stored > 0 ? linkId : 'repeat';
}

function memoryKey(connectionId: string, agent: AgentKey): string {
  return [connectionId, agent.userId ?? '', agent.agentId ?? ''].join('|');
}
