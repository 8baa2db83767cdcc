/** What we need of Microsoft Graph, in the words of Entra's admin center. */

/** Application permissions this product cannot do without. */
export const REQUIRED_ROLES = ['Presence.ReadWrite.All', 'User.Read.All'] as const;

const LABELS: Readonly<Record<(typeof REQUIRED_ROLES)[number], string>> = {
  'Presence.ReadWrite.All': 'Read and write presence information for all users',
  'User.Read.All': "Read all users' full profiles",
};

export interface MissingPermission {
  readonly role: string;
  readonly label: string;
}

export function listMissing(granted: readonly string[]): readonly MissingPermission[] {
  return REQUIRED_ROLES.filter((role) => !granted.includes(role)).map((role) => {
    return { role, label: LABELS[role] };
  });
}

/** One sentence: what is missing, and where it is given. */
export function describeMissing(missing: readonly MissingPermission[]): string {
  const names = missing.map(({ role, label }) => `"${label}" (${role})`).join(', ');
  return (
    `Missing application permissions of Microsoft Graph: ${names}. Give consent again, or grant them ` +
    'in the Microsoft Entra admin center under Enterprise applications, Permissions.'
  );
}
