/** Brings a text to the form in which words are compared: case, accents, width and signs do not matter. */
export function normalise(text: string): string {
  return decodeSigns(text)
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .replaceAll('ß', 'ss')
    .replace(/[’'`´]/g, "'")
    .replace(/(?<!\d)[.,:–—-]|[.,:–—-](?!\d)|[^\p{L}\p{N}\s.,:'–—-]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Names of states are compared with every text, and an account has few of them. */
const NAMES = new Map<string, string>();
const MOST_NAMES = 5_000;

export function normaliseName(name: string): string {
  const known = NAMES.get(name);
  if (known !== undefined) return known;
  if (NAMES.size >= MOST_NAMES) NAMES.clear();
  const made = normalise(name);
  NAMES.set(name, made);
  return made;
}

/** Teams writes some signs as HTML does. */
function decodeSigns(text: string): string {
  return text.replace(/&(?:nbsp|amp|lt|gt|quot);/g, ' ').replace(/&(?:#39|#x27|apos);/g, "'");
}

/** Letters that differ, a swap of neighbours counted as one. */
export function distance(one: string, other: string): number {
  const rows: number[][] = [Array.from({ length: other.length + 1 }, (_, index) => index)];
  for (let i = 1; i <= one.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= other.length; j += 1) row.push(cheapest({ one, other, rows, row }, i, j));
    rows.push(row);
  }
  return rows.at(-1)?.at(-1) ?? 0;
}

interface Table {
  readonly one: string;
  readonly other: string;
  readonly rows: readonly (readonly number[])[];
  readonly row: readonly number[];
}

function cheapest({ one, other, rows, row }: Table, i: number, j: number): number {
  const at = (from: readonly number[] | undefined, index: number): number => from?.[index] ?? 0;
  const isSame = one[i - 1] === other[j - 1];
  const isSwap = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
  const ways = [
    at(rows[i - 1], j) + 1,
    at(row, j - 1) + 1,
    at(rows[i - 1], j - 1) + (isSame ? 0 : 1),
  ];
  if (isSwap) ways.push(at(rows[i - 2], j - 2) + 1);
  return Math.min(...ways);
}

export type Nearness = 'same' | 'near' | 'doubtful' | 'far';

/** A slip in a longer word is taken as read; in a short one, or at its begin, it is asked about. */
export function compareWords(typed: string, meant: string): Nearness {
  if (typed === meant) return 'same';
  if (Math.abs(typed.length - meant.length) > 2) return 'far';
  if (!isWordByWord(typed, meant)) return 'far';
  const slips = distance(typed, meant);
  const length = Math.min(typed.length, meant.length);
  const isCjk = /[\u3040-\u30ff\u4e00-\u9fff]/.test(meant);
  if (isCjk) return slips === 1 && length >= 3 ? 'doubtful' : 'far';
  const allowed = length >= 8 ? 2 : length >= 3 ? 1 : 0;
  if (slips > allowed) return 'far';
  return length >= 5 && typed[0] === meant[0] ? 'near' : 'doubtful';
}

/** Of as many words each is near by itself: "off the queue" is no slip of "on the queue". */
function isWordByWord(typed: string, meant: string): boolean {
  const [ones, others] = [typed.split(' '), meant.split(' ')];
  if (ones.length !== others.length || ones.length === 1) return true;
  return ones.every((one, index) => {
    const other = others[index] ?? '';
    if (one === other) return true;
    const length = Math.min(one.length, other.length);
    return length >= 3 && distance(one, other) <= (length >= 8 ? 2 : 1);
  });
}
