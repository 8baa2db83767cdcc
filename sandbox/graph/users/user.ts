import type { PersonSeed } from '../../contract';

export type UserValue = string | boolean | null | readonly string[];
export type User = Readonly<Record<string, UserValue>>;

/** Returned when `$select` is absent (graph.md 6.1). */
export const DEFAULT_PROPERTIES = [
  'businessPhones',
  'displayName',
  'givenName',
  'id',
  'jobTitle',
  'mail',
  'mobilePhone',
  'officeLocation',
  'preferredLanguage',
  'surname',
  'userPrincipalName',
];

/** All that `User.ReadBasic.All` shows. */
const BASIC_PROPERTIES = new Set([
  'id',
  'displayName',
  'givenName',
  'surname',
  'mail',
  'userPrincipalName',
]);

/** The directory's view of a person. */
export function userOf(seed: PersonSeed): User {
  return {
    id: seed.id,
    displayName: seed.displayName,
    givenName: seed.givenName ?? null,
    surname: seed.surname ?? null,
    mail: seed.mail ?? null,
    userPrincipalName: seed.userPrincipalName,
    department: seed.department ?? null,
    jobTitle: seed.jobTitle ?? null,
    businessPhones: seed.businessPhones ?? [],
    mobilePhone: seed.mobilePhone ?? null,
    accountEnabled: seed.accountEnabled ?? true,
    userType: seed.userType ?? 'Member',
    officeLocation: null,
    preferredLanguage: null,
    companyName: null,
  };
}

export const ALL_PROPERTIES = Object.keys(
  userOf({ id: '', displayName: '', userPrincipalName: '' }),
);

/** The entry as a token with no more than a basic profile sees it. */
export function basicView(user: User): User {
  return Object.fromEntries(
    Object.entries(user).map(([name, value]) => {
      if (BASIC_PROPERTIES.has(name)) return [name, value];
      return [name, Array.isArray(value) ? [] : null];
    }),
  );
}

export function pick(user: User, properties: readonly string[]): User {
  return Object.fromEntries(properties.map((name) => [name, user[name] ?? null]));
}
