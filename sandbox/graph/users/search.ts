import { ALL_PROPERTIES } from './user';
import type { User } from './user';

const CLAUSE = /\s*(?:(AND|OR)\s+)?"((?:[^"\\]|\\.)*)"/y;

export type Search = (user: User) => boolean;

/** A `$search` such as `"displayName:ann" OR "mail:ann"`; undefined when malformed (6.1). */
export function parseSearch(text: string): Search | undefined {
  let found: Search | undefined;
  CLAUSE.lastIndex = 0;
  while (CLAUSE.lastIndex < text.trimEnd().length) {
    const match = CLAUSE.exec(text);
    const clause = match && readClause(match[2] ?? '');
    const isFirst = found === undefined;
    if (!clause || (isFirst && match[1] !== undefined)) return undefined;
    found = found ? join(found, clause, match[1]) : clause;
  }
  return found;
}

/** Two clauses with nothing between them count as AND. */
function join(left: Search, right: Search, word: string | undefined): Search {
  return word === 'OR' ? (user) => left(user) || right(user) : (user) => left(user) && right(user);
}

function readClause(escaped: string): Search | undefined {
  const clause = escaped.replace(/\\(.)/g, '$1');
  const end = clause.indexOf(':');
  const property = clause.slice(0, end);
  const wanted = clause.slice(end + 1).trim();
  if (end < 1 || wanted === '' || !ALL_PROPERTIES.includes(property)) return undefined;
  return property === 'displayName' ? byTokens(wanted) : byStart(property, wanted);
}

/** Each asked word starts some word of the name, in any order; nothing inside words is found. */
function byTokens(wanted: string): Search {
  const asked = words(wanted);
  return ({ displayName }) => {
    const own = words(typeof displayName === 'string' ? displayName : '');
    return asked.every((word) => own.some((candidate) => candidate.startsWith(word)));
  };
}

function byStart(property: string, wanted: string): Search {
  const start = wanted.toLowerCase();
  return (user) => {
    const value = user[property];
    const all = Array.isArray(value) ? value.map(String) : [String(value ?? '')];
    return all.some((one) => one.toLowerCase().startsWith(start));
  };
}

/** Split on spaces, symbols, digits and where lower case turns to upper case. */
function words(text: string): string[] {
  const apart = text.replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2').replace(/(\p{N}+)/gu, ' $1 ');
  return apart
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}
