import { ALL_PROPERTIES, DEFAULT_PROPERTIES } from './user';

/** Properties to return for a `$select` text; a string names the one nobody knows. */
export function parseSelect(text: string | null): readonly string[] | string {
  if (text === null || text === '') return DEFAULT_PROPERTIES;
  const asked = text.split(',').map((name) => name.trim());
  const unknown = asked.find((name) => !ALL_PROPERTIES.includes(name));
  return unknown ?? [...new Set(['id', ...asked])];
}
