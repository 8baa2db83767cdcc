import { isRecord, jsonBody, replyEmpty } from '../../http/message';
import type { Reply } from '../../http/message';
import type { GraphCall } from '../call';
import { badRequest, replyError } from '../graph-error';
import type { AllGraphKnobs } from '../knobs';
import type { GraphPerson } from '../person';
import { parseDuration } from './duration';
import { isSessionPair, pair, preferredDefaultMs } from './pairs';

const MINUTE_MS = 60_000;
const MIN_SESSION_MS = 5 * MINUTE_MS;
const MAX_SESSION_MS = 240 * MINUTE_MS;

/** A write to one person, allowed and with a JSON object as its body. */
export interface PresenceWrite {
  readonly call: GraphCall;
  readonly person: GraphPerson;
  readonly body: Readonly<Record<string, unknown>>;
  readonly knobs: AllGraphKnobs;
}

/** The body as an object: an absent one counts as `{}`. */
export function writeBody(call: GraphCall): Readonly<Record<string, unknown>> | undefined {
  if (call.ask.rawBody.length === 0) return {};
  const body = jsonBody(call.ask);
  return isRecord(body) ? body : undefined;
}

/** `setPresence` (graph.md 2.3) */
export function setPresence({ call, person, body, knobs }: PresenceWrite): Reply {
  const asked = askedPair(body);
  if (!asked || !isSessionPair(asked)) return badRequest('The presence is not supported.');
  const appId = call.claims.appId;
  if (!isSameId(body['sessionId'], appId))
    return badRequest('sessionId is not the application id.');
  const lastsMs = durationOf(body, MIN_SESSION_MS);
  if (lastsMs === undefined || lastsMs < MIN_SESSION_MS || lastsMs > MAX_SESSION_MS) {
    return badRequest('expirationDuration must be between PT5M and PT4H.');
  }
  person.presence.change((held, now) => {
    held.appSessions.set(appId, { ...asked, setAt: now, endsAt: now + lastsMs });
  });
  return replyEmpty(knobs.writeStatus);
}

/** `clearPresence` (graph.md 2.3) */
export function clearPresence({ call, person, body, knobs }: PresenceWrite): Reply {
  const appId = call.claims.appId;
  if (!isSameId(body['sessionId'], appId))
    return badRequest('sessionId is not the application id.');
  if (!person.presence.hasAppSession(appId)) {
    return replyError(404, 'NotFound', 'There is no presence session of this application.');
  }
  person.presence.change((held) => void held.appSessions.delete(appId));
  return replyEmpty(knobs.writeStatus);
}

/** `setUserPreferredPresence` (graph.md 2.4) */
export function setPreferred({ call, person, body, knobs }: PresenceWrite): Reply {
  const asked = askedPair(body);
  const defaultMs = asked && preferredDefaultMs(asked);
  if (!asked || defaultMs === undefined) return badRequest('The presence is not supported.');
  const lastsMs = durationOf(body, defaultMs);
  if (!lastsMs) return badRequest('expirationDuration is not a duration.');
  person.presence.change((held, now) => {
    held.preferred = { ...asked, endsAt: now + lastsMs, by: call.claims.appId };
  });
  return replyEmpty(knobs.writeStatus);
}

/** `clearUserPreferredPresence` (graph.md 2.4); clearing nothing is fine. */
export function clearPreferred({ person, knobs }: PresenceWrite): Reply {
  person.presence.change((held) => {
    const isHandSet = held.preferred !== undefined && held.preferred.by === undefined;
    if (!isHandSet || knobs.clearLiftsHandSet) held.preferred = undefined;
  });
  return replyEmpty(knobs.writeStatus);
}

/** `setStatusMessage` (graph.md 2.8) */
export function setStatusMessage({ person, body, knobs }: PresenceWrite): Reply {
  const outer = body['statusMessage'];
  const message = isRecord(outer) ? outer['message'] : undefined;
  const content = isRecord(message) ? (message['content'] ?? '') : undefined;
  const isText = isRecord(message) && (message['contentType'] ?? 'text') === 'text';
  if (!isRecord(outer) || typeof content !== 'string' || !isText) {
    return badRequest('statusMessage.message must be a text.');
  }
  const endsAt = expiryOf(outer['expiryDateTime']);
  if (endsAt === undefined) return badRequest('expiryDateTime is not valid.');
  person.statusMessage = content === '' ? undefined : { content, endsAt };
  return replyEmpty(knobs.writeStatus);
}

function askedPair({ availability, activity }: Readonly<Record<string, unknown>>) {
  return typeof availability === 'string' && typeof activity === 'string'
    ? pair(availability, activity)
    : undefined;
}

function isSameId(given: unknown, appId: string): boolean {
  return typeof given === 'string' && given.toLowerCase() === appId.toLowerCase();
}

function durationOf(body: Readonly<Record<string, unknown>>, absentMs: number): number | undefined {
  const given = body['expirationDuration'] ?? undefined;
  if (given === undefined) return absentMs;
  return typeof given === 'string' ? parseDuration(given) : undefined;
}

/** No expiry means never. Zones other than UTC are taken as UTC (a deviation). */
function expiryOf(given: unknown): number | undefined {
  if (given === undefined || given === null) return Infinity;
  const dateTime = isRecord(given) ? given['dateTime'] : undefined;
  const instant = typeof dateTime === 'string' ? Date.parse(`${dateTime.slice(0, 23)}Z`) : NaN;
  return Number.isNaN(instant) ? undefined : instant;
}
