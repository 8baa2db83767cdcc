import type { Events, Who } from '../runtime/events';
import { answerJson } from './door';
import type { DoorAnswer } from './door';

interface Verdict {
  readonly status: number;
  readonly message: string;
}

/** Why a delivery at a hook is refused: the sender gets the status and may try again. */
const REFUSALS = {
  'unknown-connection': { status: 404, message: 'No connection has this address.' },
  'too-large': { status: 413, message: 'The body is larger than this address takes.' },
  'media-type': { status: 415, message: 'The body must be application/cloudevents+json.' },
  unsigned: { status: 401, message: 'The header Vonage-Signature is missing.' },
  'bad-signature': { status: 401, message: 'The signature does not fit the secret.' },
  expired: { status: 401, message: 'The signature has expired.' },
  'lives-too-long': { status: 401, message: 'The signature is for longer than VCC signs.' },
  'wrong-hash': { status: 401, message: 'The signature is for another body.' },
  'not-json': { status: 400, message: 'The body is not JSON.' },
  'not-an-event': { status: 422, message: 'The body is not an event of the form documented.' },
  'not-notifications': { status: 422, message: 'The body holds no list of notifications.' },
  'bad-validation': { status: 400, message: 'The validation token is empty or too long.' },
  'store-down': { status: 503, message: 'It cannot be stored now; send it again.' },
} as const satisfies Readonly<Record<string, Verdict>>;

/** Why a delivery is taken and then dropped: sending it again would change nothing. */
const DROPS = {
  'unknown-type': 'This type of event is not used.',
  'unknown-agent': 'The agent is not linked.',
  'not-an-agent-channel': 'The channel is not an agent’s.',
  repeat: 'It was delivered before.',
  'unknown-subscription': 'The subscription is not one of ours.',
  'wrong-client-state': 'The client state is not the one of the subscription.',
  'wrong-tenant': 'The tenant is not the one of the subscription.',
  'bad-validation-token': 'Nobody vouches for it whom we believe.',
  'bad-content': 'The encrypted part cannot be opened, or was changed.',
  'no-person': 'It does not say whom it is about.',
} as const;

export type RefusalCode = keyof typeof REFUSALS;
export type DropCode = keyof typeof DROPS;

/** What the doors tell the rest of the house, to be counted and logged. */
export type DoorEvents = Pick<
  Events,
  'webhookTaken' | 'webhookRefused' | 'factDropped' | 'factRepeated' | 'requestEnded' | 'failed'
>;

export function refuse(events: DoorEvents, code: RefusalCode, who: Who = {}): DoorAnswer {
  events.webhookRefused(code, who);
  const { status, message } = REFUSALS[code];
  const headers = code === 'store-down' ? { 'retry-after': '5' } : {};
  return answerJson(status, { code, message }, headers);
}

export function drop(events: DoorEvents, code: DropCode, who: Who = {}): DoorAnswer {
  events.factDropped(code, who);
  if (code === 'repeat') events.factRepeated(who);
  return answerJson(202, { code, message: DROPS[code] });
}

/** `type`: `agent.presencechanged`, `channel.held`. */
export function accept(events: DoorEvents, type: string, who: Who): DoorAnswer {
  events.webhookTaken(type, who);
  return answerJson(202, { code: 'taken', message: 'Stored.' });
}
