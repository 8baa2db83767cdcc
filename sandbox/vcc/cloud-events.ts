import type { PresenceDefinition, VccKnobs } from '../contract';
import type { Happening } from './happening';
import { ksuidOf } from './ids';
import { laterBy, toIsoTicks } from './instants';

/** Structured-mode CloudEvent as VCC sends it (3.3, 3.4). */
export interface CloudEvent {
  readonly specversion: '1.0';
  readonly type: string;
  readonly id: string;
  readonly source: string;
  readonly subject: string;
  readonly time: string;
  readonly datacontenttype: 'application/json';
  readonly data: Readonly<Record<string, unknown>>;
}

export interface Envelope {
  /** Makes the id unique within the account. */
  readonly accountKey: string;
  readonly serial: number;
  readonly knobs: Pick<VccKnobs, 'eventCategoryCase' | 'eventVersion'>;
}

export function toCloudEvent(happening: Happening, envelope: Envelope): CloudEvent {
  const { at, agentId, what } = happening;
  const timestamp = toIsoTicks(at);
  const isPresence = what.kind === 'presence';
  return {
    specversion: '1.0',
    type: isPresence
      ? `agent.presencechanged.${envelope.knobs.eventVersion}`
      : `channel.${what.action}.v1`,
    id: ksuidOf('event', envelope.accountKey, timestamp, String(envelope.serial)),
    source: isPresence ? '/agent' : '/channel',
    subject: isPresence ? agentId : what.channel.channelId,
    // Produced a little after the change itself: the two instants differ in the examples.
    time: toIsoTicks(laterBy(at, 1_000 + ((envelope.serial * 613) % 5_000))),
    datacontenttype: 'application/json',
    data: { timestamp, ...dataOf(happening, envelope.knobs) },
  };
}

function dataOf(
  { what, agentId, userId }: Happening,
  knobs: Envelope['knobs'],
): Readonly<Record<string, unknown>> {
  if (what.kind === 'channel') {
    return { channel: { ...what.channel, party: { role: 'agent', agentId, userId } } };
  }
  const { presenceId, description } = what.definition;
  const category = categoryOf(what.definition, knobs.eventCategoryCase);
  return { presence: { presenceId, category, description }, user: { agentId, userId } };
}

function categoryOf(
  { category }: PresenceDefinition,
  letterCase: VccKnobs['eventCategoryCase'],
): Readonly<Record<string, string>> {
  const rename = letterCase === 'camel' ? toCamel : toSnake;
  return {
    type: rename(category.categoryType),
    description: category.description,
    subcategory: rename(category.subCategory ?? category.categoryType),
  };
}

function toCamel(pascal: string): string {
  return pascal.charAt(0).toLowerCase() + pascal.slice(1);
}

function toSnake(pascal: string): string {
  return toCamel(pascal).replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
