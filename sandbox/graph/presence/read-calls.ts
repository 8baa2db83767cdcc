import type { SandboxClock } from '../../clock';
import { isRecord, jsonBody, replyJson } from '../../http/message';
import type { Reply } from '../../http/message';
import { isGuid } from '../call';
import type { GraphCall } from '../call';
import { badRequest, notFound } from '../graph-error';
import type { AllGraphKnobs } from '../knobs';
import type { GraphPerson } from '../person';
import { UNKNOWN } from './pairs';

const CONTEXT = 'https://graph.microsoft.com/v1.0/$metadata#';
const MAX_BULK_IDS = 650;

export interface ReadSurroundings {
  readonly clock: SandboxClock;
  readonly knobs: AllGraphKnobs;
}

/** The presence resource of one person (graph.md 1.1). */
export function presenceBody(person: GraphPerson, { clock, knobs }: ReadSurroundings): object {
  const { availability, activity, sequenceNumber, isOutOfOffice } = person.presence.read();
  const message = person.statusMessage;
  const isMessageOn = message !== undefined && message.endsAt > clock.now();
  return {
    id: person.seed.id,
    availability,
    activity,
    outOfOfficeSettings: { message: null, isOutOfOffice },
    // Expiry and publishing date are left out when another user's presence is read.
    statusMessage: isMessageOn
      ? { message: { content: message.content, contentType: 'text' } }
      : null,
    workLocation: null,
    ...(knobs.sendSequenceNumber ? { sequenceNumber } : {}),
  };
}

/** `GET /users/{id}/presence` and its other spelling (graph.md 3) */
export function readOne(call: GraphCall, person: GraphPerson, around: ReadSurroundings): Reply {
  if (call.ask.query.has('$select')) return badRequest('$select is not supported on presence.');
  const body = presenceBody(person, around);
  const context = `${CONTEXT}users('${person.seed.id}')/presence/$entity`;
  return replyJson(200, {
    '@odata.context': context,
    ...(around.knobs.wrapSingleReads ? { value: [body] } : body),
  });
}

/** `POST /communications/getPresencesByUserId` (graph.md 3) */
export function readMany(call: GraphCall, around: ReadSurroundings): Reply {
  const ids = askedIds(jsonBody(call.ask));
  if (typeof ids === 'string') return badRequest(ids);
  const { unknownIds } = around.knobs;
  const stranger = ids.find((id) => !call.tenant.people.has(id));
  if (stranger !== undefined && unknownIds === '404') return notFound(stranger);
  const found = ids.flatMap((id) => {
    const person = call.tenant.people.get(id);
    if (person) return [presenceBody(person, around)];
    return unknownIds === 'PresenceUnknown' ? [{ id, ...UNKNOWN }] : [];
  });
  // Results come in no promised order; backwards is one that nobody may count on.
  return replyJson(200, {
    '@odata.context': `${CONTEXT}Collection(microsoft.graph.presence)`,
    value: found.reverse(),
  });
}

/** The ids in lower case, or why they are refused. */
function askedIds(body: unknown): readonly string[] | string {
  const given: unknown = isRecord(body) ? body['ids'] : undefined;
  if (!Array.isArray(given) || given.length === 0) return 'ids must be a list of user ids.';
  if (given.length > MAX_BULK_IDS) return `At most ${MAX_BULK_IDS} ids are allowed.`;
  const ids = given.map((id: unknown) => String(id).toLowerCase());
  if (!ids.every(isGuid)) return 'ids must be GUIDs.';
  return new Set(ids).size === ids.length ? ids : 'ids must not repeat.';
}
