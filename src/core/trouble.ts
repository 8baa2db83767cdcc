/** KP4: what only somebody outside can mend. While it lasts nothing is written to that side. */
import type { ReasonCode } from './reason';

export type Side = 'vcc' | 'teams';

/** `webhooks` stops no writing: without events the sweep still finds every change. */
export type TroubleSide = Side | 'webhooks';

export const TROUBLE_CODES = [
  'consent-lost',
  'app-refused',
  'vcc-credentials',
  'vcc-scope',
  'webhooks-lost',
  'webhooks-unreachable',
  'webhooks-silent',
  'agent-archived',
  'person-gone',
  'no-licence',
] as const satisfies readonly ReasonCode[];

export type TroubleCode = (typeof TROUBLE_CODES)[number];

/** What to do about it, for those who can. */
export const CURES: Readonly<Record<TroubleCode, string>> = {
  'consent-lost':
    'The organisation has withdrawn its consent. Nothing is written to Teams until it is given again.',
  'app-refused': 'Microsoft refuses the service itself. Its operator has to renew its credential.',
  'vcc-credentials': 'VCC refuses the client secret. Enter a new one; the agents wait.',
  'vcc-scope':
    'The API credentials lack a scope. Add it under API Credentials in the Admin Portal.',
  'webhooks-lost':
    'VCC does not let us subscribe to its events. Changes in VCC are found every few minutes only.',
  'webhooks-unreachable':
    'Our own call to the public address of this service does not arrive, so those of VCC will not. Its operator has to open it.',
  'webhooks-silent':
    'VCC has changed and told us nothing, though it lists our subscription. Check that VCC can reach this service.',
  'agent-archived': 'The agent is archived in VCC. Restore the agent or end the link.',
  'person-gone': 'The person does not exist in Teams any more. Restore the person or end the link.',
  'no-licence': 'The person has no Teams licence. Assign one or end the link.',
};

export interface Trouble {
  readonly code: TroubleCode;
  readonly since: number;
}

/** Of a connection or a link, by side. */
export type Troubles = Readonly<Partial<Record<TroubleSide, Trouble>>>;

/** Sides that take no calls, by what is wrong with the connection and with the link. */
export function closedSides(...troubled: readonly Troubles[]): readonly Side[] {
  const sides: readonly Side[] = ['vcc', 'teams'];
  return sides.filter((side) => troubled.some((one) => one[side] !== undefined));
}

/** The trouble to tell people of: the connection's before the link's, Teams before VCC. */
export function worstTrouble(...troubled: readonly Troubles[]): Trouble | null {
  const all = troubled.flatMap((one) => [one.teams, one.vcc]);
  return all.find((one) => one !== undefined) ?? null;
}
