/** Slips of the finger: how near a typed text is to a word that is known. */

/** A text with the letters it has, one bit for several of them: two that differ in many are not near. */
export interface Word {
  readonly text: string;
  readonly letters: number;
}

export function toWord(text: string): Word {
  let letters = 0;
  for (let at = 0; at < text.length; at += 1) letters |= 1 << (text.charCodeAt(at) & 31);
  return { text, letters };
}

/** Each slip adds a letter, takes one away or both. */
function mayBeNear(one: Word, other: Word, slips: number): boolean {
  let differing = one.letters ^ other.letters;
  for (let left = 2 * slips; differing !== 0; left -= 1) {
    if (left === 0) return false;
    differing &= differing - 1;
  }
  return true;
}

/** Letters that differ, a swap of neighbours counted as one; `limit + 1` where there are more. */
function distanceWithin(one: string, other: string, limit: number): number {
  let [before, last] = [[] as readonly number[], Array.from({ length: other.length + 1 }, toIndex)];
  let leastBefore = 0;
  for (let i = 1; i <= one.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= other.length; j += 1)
      row.push(cheapest({ one, other, before, last, row }, i));
    const least = Math.min(...row);
    // A swap reaches over one row.
    if (least > limit && leastBefore >= limit) return limit + 1;
    [before, last, leastBefore] = [last, row, least];
  }
  return Math.min(last.at(-1) ?? 0, limit + 1);
}

function toIndex(_: unknown, index: number): number {
  return index;
}

interface Table {
  readonly one: string;
  readonly other: string;
  readonly before: readonly number[];
  readonly last: readonly number[];
  /** As far as it is known. */
  readonly row: readonly number[];
}

function cheapest({ one, other, before, last, row }: Table, i: number): number {
  const j = row.length;
  const at = (from: readonly number[], index: number): number => from[index] ?? 0;
  const change = at(last, j - 1) + (one[i - 1] === other[j - 1] ? 0 : 1);
  const least = Math.min(at(last, j) + 1, at(row, j - 1) + 1, change);
  const isSwap = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
  return isSwap ? Math.min(least, at(before, j - 2) + 1) : least;
}

export type Nearness = 'same' | 'near' | 'doubtful' | 'far';

const MOST_SLIPS = 2;

/** A slip in a longer word is taken as read; in a short one, or at its begin, it is asked about. */
export function compareWords(typed: Word, meant: Word): Nearness {
  const [one, other] = [typed.text, meant.text];
  if (one === other) return 'same';
  if (Math.abs(one.length - other.length) > MOST_SLIPS) return 'far';
  const length = Math.min(one.length, other.length);
  const allowed = allowedIn(length);
  if (allowed === 0 || !mayBeNear(typed, meant, allowed)) return 'far';
  const slips = distanceWithin(one, other, allowed);
  if (slips > allowed || !isWordByWord(one, other)) return 'far';
  const isCjk = /[\u3040-\u30ff\u4e00-\u9fff]/.test(other);
  if (isCjk) return slips === 1 ? 'doubtful' : 'far';
  return length >= 5 && one[0] === other[0] ? 'near' : 'doubtful';
}

function allowedIn(length: number): number {
  if (length >= 8) return MOST_SLIPS;
  return length >= 3 ? 1 : 0;
}

/** Of as many words each is near by itself: "off the queue" is no slip of "on the queue". */
function isWordByWord(typed: string, meant: string): boolean {
  const [ones, others] = [typed.split(' '), meant.split(' ')];
  if (ones.length !== others.length || ones.length === 1) return true;
  return ones.every((one, index) => {
    const other = others[index] ?? '';
    if (one === other) return true;
    const allowed = allowedIn(Math.min(one.length, other.length));
    return allowed > 0 && distanceWithin(one, other, allowed) <= allowed;
  });
}

/** Known words by their length, since only those of about the same can be near. */
export type SlipIndex<Value> = ReadonlyMap<number, readonly Meant<Value>[]>;

interface Meant<Value> {
  readonly word: Word;
  readonly value: Value;
}

export function makeSlipIndex<Value>(
  words: readonly (readonly [text: string, value: Value])[],
): SlipIndex<Value> {
  const index = new Map<number, readonly Meant<Value>[]>();
  for (const [text, value] of words) {
    const meant = { word: toWord(text), value };
    index.set(text.length, [...(index.get(text.length) ?? []), meant]);
  }
  return index;
}

export interface Near<Value> {
  readonly value: Value;
  readonly isSure: boolean;
}

/** What the text may be a slip of. */
export function findNear<Value>(index: SlipIndex<Value>, text: string): readonly Near<Value>[] {
  const found: Near<Value>[] = [];
  const typed = toWord(text);
  for (let by = -MOST_SLIPS; by <= MOST_SLIPS; by += 1) {
    for (const { word, value } of index.get(text.length + by) ?? []) {
      const near = compareWords(typed, word);
      if (near === 'near' || near === 'doubtful') found.push({ value, isSure: near === 'near' });
    }
  }
  return found;
}
