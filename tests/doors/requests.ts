import { createHash, createHmac } from 'node:crypto';
import type { DoorRequest } from '../../src/doors/door';
import type { DoorEvents } from '../../src/doors/verdict';

/** What the doors told, oldest first: `refused unsigned`, `dropped repeat`. */
export interface TellTale {
  readonly events: DoorEvents;
  readonly told: string[];
}

export function createTellTale(): TellTale {
  const told: string[] = [];
  const events: DoorEvents = {
    webhookTaken: (type) => void told.push(`taken ${type}`),
    webhookRefused: (code) => void told.push(`refused ${code}`),
    factDropped: (code) => void told.push(`dropped ${code}`),
    factRepeated: () => void told.push('repeated'),
    requestEnded: ({ operation, status }) => void told.push(`${operation} ${status}`),
    failed: (code) => void told.push(`failed ${code}`),
  };
  return { events, told };
}

export function request(changes: Partial<DoorRequest> = {}): DoorRequest {
  return {
    method: 'POST',
    params: {},
    query: new URLSearchParams(),
    headers: {},
    rawBody: Buffer.alloc(0),
    ...changes,
  };
}

export interface Signing {
  readonly secret: string;
  readonly now: number;
  readonly lifeMs?: number;
  readonly head?: object;
  readonly claims?: object;
}

/** A `Vonage-Signature` for the body, as the sender makes it. */
export function sign(rawBody: Buffer, signing: Signing): string {
  const exp = Math.floor((signing.now + (signing.lifeMs ?? 300_000)) / 1_000);
  const payload_hash = createHash('sha256').update(rawBody).digest('hex');
  const parts = [
    { alg: 'HS256', typ: 'JWT', ...signing.head },
    { exp, payload_hash, ...signing.claims },
  ];
  const text = parts
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  const key = Buffer.from(signing.secret, 'base64');
  return `${text}.${createHmac('sha256', key).update(text).digest('base64url')}`;
}

export function presenceEvent(changes: object = {}, data: object = {}): object {
  return {
    specversion: '1.0',
    type: 'agent.presencechanged.v1',
    id: 'event-1',
    source: '/agent',
    subject: '4021',
    time: '2026-11-23T09:00:01.6134321Z',
    datacontenttype: 'application/json',
    data: {
      timestamp: '2026-11-23T09:00:00.9469999Z',
      presence: {
        presenceId: 'lunch',
        category: { type: 'extended_away', description: 'Extended Away' },
        description: 'Lunch',
      },
      user: { agentId: '4021', userId: 'u-juniper' },
      ...data,
    },
    ...changes,
  };
}

export function channelEvent(phase: string, party: object = {}): object {
  return {
    specversion: '1.0',
    type: `channel.${phase}.v1`,
    id: `channel-${phase}`,
    source: '/channel',
    subject: 'c-1',
    time: '2026-11-23T09:00:01Z',
    data: {
      timestamp: '2026-11-23T09:00:00.088Z',
      channel: {
        conversationId: 'x',
        interactionId: 'y',
        channelId: 'c-1',
        party: { role: 'agent', agentId: '4021', userId: 'u-juniper', ...party },
      },
    },
  };
}
