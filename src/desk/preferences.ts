import type { Person } from './access';
import type { DeskDeps } from './context';
import type { Preferences } from './contract';
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

/** KP5: kept only as long as the person has a link. Throws `not-linked`. */
export async function putPreferences(
  { store }: Pick<DeskDeps, 'store'>,
  person: Person,
  wanted: Preferences,
): Promise<Preferences> {
  const isKept = await store.preferences.put(person.tenantId, person.personId, wanted);
  if (!isKept) throw new DeskError('not-linked');
  return wanted;
}
