import type { PresenceDefinition } from '../contract';
import { guidOf } from './ids';

export type Category = PresenceDefinition['category'];

const READY: Category = { categoryType: 'Ready', description: 'Ready', subCategory: 'Ready' };
const OUTBOUND: Category = { ...READY, subCategory: 'ReadyOutbound' };
const AWAY: Category = { categoryType: 'Away', description: 'Away', subCategory: 'Away' };
const EXTENDED: Category = {
  categoryType: 'ExtendedAway',
  description: 'Extended Away',
  subCategory: 'ExtendedAway',
};
const LOGGED_OUT: Category = {
  categoryType: 'LoggedOut',
  description: 'Logged Out',
  subCategory: 'LoggedOut',
};

/** The default presences of 7.1. */
const DEFAULTS: readonly (readonly [description: string, category: Category])[] = [
  ['Ready', READY],
  ['Ready (Outbound)', OUTBOUND],
  ['Away', AWAY],
  ['Break', AWAY],
  ['Comfort Break', AWAY],
  ['Extended Away', EXTENDED],
  ['In Meeting', EXTENDED],
  ['Lunch', EXTENDED],
  ['Paperwork', EXTENDED],
  ['Team Meeting', EXTENDED],
  ['Training', EXTENDED],
  ['Logged Out', LOGGED_OUT],
];

/** The default presences with ids of their own for the account, the same in every run. */
export function defaultDefinitions(accountKey: string): readonly PresenceDefinition[] {
  return DEFAULTS.map(([description, category]) => ({
    presenceId: guidOf('presence', accountKey, description),
    selectable: true,
    category,
    description,
  }));
}

/** By presenceId or by description, in any case. */
export function findDefinition(
  definitions: readonly PresenceDefinition[],
  state: string,
): PresenceDefinition | undefined {
  const wanted = state.trim().toLowerCase();
  return definitions.find(
    ({ presenceId, description }) =>
      presenceId.toLowerCase() === wanted || description.toLowerCase() === wanted,
  );
}

/** The definition of a category that bears the category's own name, else its first one. */
export function baseDefinition(
  definitions: readonly PresenceDefinition[],
  categoryType: string,
): PresenceDefinition | undefined {
  const members = definitions.filter(({ category }) => category.categoryType === categoryType);
  return (
    members.find(({ category, description }) => description === category.description) ?? members[0]
  );
}

export function isLoggedOut({ category }: PresenceDefinition): boolean {
  return category.categoryType === 'LoggedOut';
}

/** Ready without new inbound work: Ready (Outbound), formerly Ready (Offline). */
export function isOutboundOnly({ category }: PresenceDefinition): boolean {
  return category.categoryType === 'Ready' && /out|off/i.test(category.subCategory ?? '');
}
