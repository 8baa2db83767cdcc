import { buildPhoneTest, buildTest } from './filter-rules';
import type { Filter, Literal, Operator } from './filter-rules';

const TOKEN = /\s*('(?:[^']|'')*'|[A-Za-z_][\w-]*|[(),/:])/y;

/** Thrown inside the parser and caught by `parseFilter`; never leaves this file. */
class Malformed extends Error {}

/** A `$filter` of the users collection; undefined when malformed or not supported. */
export function parseFilter(text: string): Filter | undefined {
  try {
    const reader = new Reader(tokens(text));
    const filter = readOr(reader);
    reader.end();
    return filter;
  } catch (error) {
    if (error instanceof Malformed) return undefined;
    throw error;
  }
}

class Reader {
  readonly #tokens: readonly string[];
  #next = 0;

  constructor(all: readonly string[]) {
    this.#tokens = all;
  }

  /** Takes the next token if it is this word, without regard to case. */
  takeIf(word: string): boolean {
    const isIt = this.#tokens[this.#next]?.toLowerCase() === word;
    if (isIt) this.#next += 1;
    return isIt;
  }

  expect(word: string): void {
    if (!this.takeIf(word)) throw new Malformed();
  }

  take(): string {
    const token = this.#tokens[this.#next];
    if (token === undefined) throw new Malformed();
    this.#next += 1;
    return token;
  }

  end(): void {
    if (this.#next < this.#tokens.length) throw new Malformed();
  }
}

function tokens(text: string): string[] {
  const found: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.trimEnd().length) {
    const token = TOKEN.exec(text)?.[1];
    if (token === undefined) throw new Malformed();
    found.push(token);
  }
  return found;
}

function readOr(reader: Reader): Filter {
  let left = readAnd(reader);
  while (reader.takeIf('or')) left = join(left, readAnd(reader), (a, b) => a || b);
  return left;
}

function readAnd(reader: Reader): Filter {
  let left = readNot(reader);
  while (reader.takeIf('and')) left = join(left, readNot(reader), (a, b) => a && b);
  return left;
}

function readNot(reader: Reader): Filter {
  if (!reader.takeIf('not')) return readTest(reader);
  const inner = readTest(reader);
  return { isAdvanced: true, matches: (user) => !inner.matches(user) };
}

function readTest(reader: Reader): Filter {
  if (reader.takeIf('(')) {
    const inner = readOr(reader);
    reader.expect(')');
    return inner;
  }
  const word = reader.take();
  const isFunction = /^(startswith|endswith)$/i.test(word);
  if (isFunction) return readFunction(reader, word.toLowerCase() as Operator);
  if (word === 'businessPhones') return readPhones(reader);
  return readComparison(reader, word);
}

function readFunction(reader: Reader, operator: Operator): Filter {
  reader.expect('(');
  const property = reader.take();
  reader.expect(',');
  const value = literal(reader.take());
  reader.expect(')');
  return supported(buildTest({ property, operator, values: [value] }));
}

function readPhones(reader: Reader): Filter {
  for (const word of ['/', 'any', '(']) reader.expect(word);
  const name = reader.take().toLowerCase();
  for (const word of [':', name, 'eq']) reader.expect(word);
  const value = literal(reader.take());
  reader.expect(')');
  return buildPhoneTest(value);
}

function readComparison(reader: Reader, property: string): Filter {
  const operator = reader.take().toLowerCase();
  if (operator === 'in') {
    return supported(buildTest({ property, operator, values: readList(reader) }));
  }
  if (operator !== 'eq' && operator !== 'ne') throw new Malformed();
  return supported(buildTest({ property, operator, values: [literal(reader.take())] }));
}

function readList(reader: Reader): readonly Literal[] {
  reader.expect('(');
  const values = [literal(reader.take())];
  while (reader.takeIf(',')) values.push(literal(reader.take()));
  reader.expect(')');
  return values;
}

function literal(token: string): Literal {
  if (token.startsWith("'")) return token.slice(1, -1).replaceAll("''", "'");
  if (token === 'true' || token === 'false') return token === 'true';
  if (token === 'null') return null;
  throw new Malformed();
}

function supported(filter: Filter | undefined): Filter {
  if (!filter) throw new Malformed();
  return filter;
}

function join(a: Filter, b: Filter, both: (a: boolean, b: boolean) => boolean): Filter {
  return {
    isAdvanced: a.isAdvanced || b.isAdvanced,
    matches: (user) => both(a.matches(user), b.matches(user)),
  };
}
