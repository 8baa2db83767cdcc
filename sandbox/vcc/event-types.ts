export interface EventType {
  readonly name: string;
  readonly description: string;
  readonly jsonSchema: Readonly<Record<string, unknown>>;
}

const TEXT = { type: 'string' };
const SCHEMA = 'https://json-schema.org/draft/2020-12/schema';

const CHANNEL_ACTIONS: readonly (readonly [action: string, description: string])[] = [
  ['alerted', 'A channel began to alert.'],
  ['connected', 'A channel was connected.'],
  ['held', 'A channel was put on hold.'],
  ['retrieved', 'A channel was taken back from hold.'],
  ['interrupted', 'A channel was interrupted.'],
  ['resumed', 'A channel was resumed after an interruption.'],
  ['parked', 'A channel was parked.'],
  ['unparked', 'A channel was taken back from parking.'],
  ['connectionfailed', 'A channel could not be connected.'],
  ['disconnected', 'A channel was disconnected.'],
  ['wrapstarted', 'The wrap-up of a channel began.'],
  ['ended', 'A channel is over, its wrap-up included.'],
];

export const EVENT_TYPES: readonly EventType[] = [
  ...['v1', 'v0'].map((version) => ({
    name: `agent.presencechanged.${version}`,
    description: 'The presence of an agent has changed.',
    jsonSchema: presenceSchema(),
  })),
  ...CHANNEL_ACTIONS.map(([action, description]) => ({
    name: `channel.${action}.v1`,
    description,
    jsonSchema: channelSchema(),
  })),
];

/** Does the name of a subscription's `events` (with `*` for any text) name a type that exists? */
export function isKnownPattern(pattern: string): boolean {
  return EVENT_TYPES.some(({ name }) => fitsType(pattern, name));
}

/**
 * Does an event of this type go to a subscription naming `pattern`? The version of
 * `agent.presencechanged` does not matter, so that turning the knob `eventVersion` reaches
 * subscriptions that exist already.
 */
export function fitsType(pattern: string, type: string): boolean {
  if (!pattern.includes('*')) return withoutVersion(pattern) === withoutVersion(type);
  return new RegExp(`^${pattern.split('*').map(escapePattern).join('.*')}$`).test(type);
}

function withoutVersion(name: string): string {
  return name.replace(/^(agent\.presencechanged)\.v[01]$/, '$1');
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function objectSchema(properties: Readonly<Record<string, unknown>>, required: readonly string[]) {
  return { type: 'object', properties, required };
}

function presenceSchema(): Readonly<Record<string, unknown>> {
  const category = objectSchema({ type: TEXT, description: TEXT, subcategory: TEXT }, ['type']);
  const presence = objectSchema({ presenceId: TEXT, category, description: TEXT }, [
    'presenceId',
    'category',
    'description',
  ]);
  const user = objectSchema({ agentId: TEXT, userId: TEXT }, ['agentId']);
  const properties = { timestamp: { type: 'string', format: 'date-time' }, presence, user };
  return { $schema: SCHEMA, ...objectSchema(properties, ['timestamp', 'presence', 'user']) };
}

function channelSchema(): Readonly<Record<string, unknown>> {
  const party = objectSchema({ role: TEXT, agentId: TEXT, userId: TEXT }, ['role']);
  const ids = { conversationId: TEXT, interactionId: TEXT, channelId: TEXT };
  const channel = objectSchema({ ...ids, party }, [...Object.keys(ids), 'party']);
  const properties = { timestamp: { type: 'string', format: 'date-time' }, channel };
  return { $schema: SCHEMA, ...objectSchema(properties, ['timestamp', 'channel']) };
}
