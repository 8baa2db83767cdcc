/** What a button of the page asks for, checked. */
export type ActionRequest =
  | { readonly do: 'clock.advance'; readonly ms: number }
  | { readonly do: 'misbehave'; readonly name: string; readonly on: boolean }
  | { readonly do: 'agent.choose'; readonly person: string; readonly state: string }
  | { readonly do: AgentDeed; readonly person: string }
  | { readonly do: 'person.set'; readonly person: string; readonly availability: string }
  | { readonly do: 'person.join-call'; readonly person: string; readonly activity: CallActivity }
  | { readonly do: 'person.out-of-office'; readonly person: string; readonly on: boolean }
  | { readonly do: PersonDeed; readonly person: string };

const AGENT_DEEDS = [
  'agent.log-in',
  'agent.log-out',
  'agent.take-call',
  'agent.hold-call',
  'agent.retrieve-call',
  'agent.end-call',
  'agent.end-wrap-up',
] as const;
export type AgentDeed = (typeof AGENT_DEEDS)[number];

const PERSON_DEEDS = [
  'person.reset',
  'person.leave-call',
  'person.start-meeting',
  'person.end-meeting',
  'person.start-focusing',
  'person.end-focusing',
  'person.go-idle',
  'person.away-by-idleness',
  'person.touch-mouse',
  'person.close-laptop',
  'person.open-laptop',
] as const;
export type PersonDeed = (typeof PERSON_DEEDS)[number];

const CALL_ACTIVITIES = ['InACall', 'InAConferenceCall', 'Presenting'] as const;
export type CallActivity = (typeof CALL_ACTIVITIES)[number];

const HAND_SET = ['Available', 'Busy', 'DoNotDisturb', 'BeRightBack', 'Away', 'Offline'] as const;
const DAY_MS = 86_400_000;

/** Input that cannot be understood; its message is one sentence for the answer. */
export class BadAction extends Error {}

/** Reads the JSON body of `POST /world/actions`; throws `BadAction`. */
export function readAction(body: string): ActionRequest {
  const fields = parse(body);
  const name = text(fields, 'do');
  if (name === 'clock.advance') return { do: name, ms: duration(fields) };
  if (name === 'misbehave') {
    return { do: name, name: text(fields, 'name'), on: flag(fields) };
  }
  return readDeed(name, fields);
}

function readDeed(name: string, fields: Readonly<Record<string, unknown>>): ActionRequest {
  const deed = [...AGENT_DEEDS, ...PERSON_DEEDS].find((known) => known === name);
  const person = deed || isWithField(name) ? text(fields, 'person') : '';
  if (deed) return { do: deed, person };
  switch (name) {
    case 'agent.choose':
      return { do: name, person, state: text(fields, 'state') };
    case 'person.set':
      return { do: name, person, availability: oneOf(HAND_SET, fields, 'availability') };
    case 'person.join-call':
      return { do: name, person, activity: oneOf(CALL_ACTIVITIES, fields, 'activity') };
    case 'person.out-of-office':
      return { do: name, person, on: flag(fields) };
    default:
      throw new BadAction(`There is no action ${JSON.stringify(name.slice(0, 40))}.`);
  }
}

function isWithField(name: string): boolean {
  return ['agent.choose', 'person.set', 'person.join-call', 'person.out-of-office'].includes(name);
}

function parse(body: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    throw new BadAction('The body is not JSON.');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new BadAction('The body is not a JSON object.');
  }
  return value as Readonly<Record<string, unknown>>;
}

function text(fields: Readonly<Record<string, unknown>>, name: string): string {
  const value = fields[name];
  if (typeof value === 'string' && value !== '' && value.length <= 200) return value;
  throw new BadAction(`"${name}" must be a text of 1 to 200 characters.`);
}

function flag(fields: Readonly<Record<string, unknown>>): boolean {
  const value = fields['on'];
  if (typeof value === 'boolean') return value;
  throw new BadAction('"on" must be true or false.');
}

function duration(fields: Readonly<Record<string, unknown>>): number {
  const ms = fields['ms'];
  if (typeof ms === 'number' && Number.isInteger(ms) && ms > 0 && ms <= DAY_MS) return ms;
  throw new BadAction('"ms" must be a whole number from 1 to 86400000.');
}

function oneOf<Word extends string>(
  words: readonly Word[],
  fields: Readonly<Record<string, unknown>>,
  name: string,
): Word {
  const found = words.find((word) => word === fields[name]);
  if (found) return found;
  throw new BadAction(`"${name}" must be one of ${words.join(', ')}.`);
}
