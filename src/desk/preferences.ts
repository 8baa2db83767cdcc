import { findOwnLink } from './access';
import type { Person } from './access';
import type { DeskDeps } from './context';
import type { Preferences } from './contract';
import { requireMatch } from './etag';
import { DeskError } from './problem';

/** Problems are worth a message; who wants more or nothing says so. */
const USUAL: Preferences = { posts: 'problems', language: null };

/** The asking person's own; as usual where they have chosen nothing. */
export async function getPreferences(
  { store }: Pick<DeskDeps, 'store'>,
  person: Person,
): Promise<Preferences> {
  return (await store.preferences.get(person.tenantId, person.personId)) ?? USUAL;
}

/** An edit made on the version `ifMatch` names. */
export interface PreferencesEdit {
  readonly value: Preferences;
  readonly ifMatch: string | undefined;
}

/** Two open tabs do not overwrite each other. Throws `if-match-required`, `edited-meanwhile` or `not-linked`. */
export async function editPreferences(
  { store }: Pick<DeskDeps, 'store'>,
  person: Person,
  { value, ifMatch }: PreferencesEdit,
): Promise<Preferences> {
  await findOwnLink(store, person);
  const { tenantId, personId } = person;
  const current = await getPreferences({ store }, person);
  requireMatch(ifMatch, current);
  const isKept =
    ifMatch?.trim() === '*'
      ? await store.preferences.put(tenantId, personId, value)
      : await store.preferences.replace(tenantId, personId, { current, value });
  if (isKept) return value;
  // The link went meanwhile, or somebody was quicker.
  await findOwnLink(store, person);
  throw new DeskError('edited-meanwhile');
}

/**
 * What is named, over whatever stands; the rest stays, also where another page changes that at the
 * same time. KP5: kept only as long as the person has a link. Throws `not-linked`.
 */
export async function changePreferences(
  { store }: Pick<DeskDeps, 'store'>,
  person: Person,
  change: Partial<Preferences>,
): Promise<Preferences> {
  const kept = await store.preferences.change(person, change, USUAL);
  if (!kept) throw new DeskError('not-linked');
  return kept;
}
