/** One turn as the product explains it in `GET /api/v1/links/{linkId}/records`. */
export interface EngineRecord {
  readonly id: string;
  readonly linkId: string;
  readonly at: number;
  readonly endedAt: number;
  readonly outcome: string;
  readonly code: string;
  readonly title: string;
  readonly sentence: string;
  readonly rules: readonly string[];
  readonly seen: readonly SeenFact[];
  readonly wrote: readonly WroteCall[];
}

export interface SeenFact {
  readonly side: string;
  readonly kind: string;
  readonly at: number;
  readonly seenAt: number;
  readonly via: string;
  readonly text: string;
  readonly outcome: string;
  readonly code: string;
  readonly rules: readonly string[];
  readonly sentence: string;
}

export interface WroteCall {
  readonly side: string;
  readonly call: string;
  readonly startedAt: number;
  readonly tookMs: number;
  readonly answer: string;
  readonly ok: boolean;
  readonly text: string;
}

type Fields = Readonly<Record<string, unknown>>;

/** A record out of JSON; undefined when it lacks what the page cannot do without. */
export function readRecord(value: unknown): EngineRecord | undefined {
  if (!isFields(value)) return undefined;
  const id = text(value, 'id');
  const at = instant(value, 'at');
  const title = text(value, 'title');
  if (!id || at === undefined || !title) return undefined;
  return {
    id,
    at,
    title,
    linkId: text(value, 'linkId'),
    endedAt: instant(value, 'endedAt') ?? at,
    outcome: text(value, 'outcome'),
    code: text(value, 'code'),
    sentence: text(value, 'sentence'),
    rules: texts(value['rules']),
    seen: list(value['seen']).map((fact) => readSeen(fact, at)),
    wrote: list(value['wrote']).map((call) => readWrote(call, at)),
  };
}

/** Records of a whole reply: an array, or an object with `records` or `items`. */
export function readRecords(value: unknown): EngineRecord[] {
  const wrapped = isFields(value) ? (value['records'] ?? value['items']) : value;
  if (!Array.isArray(wrapped)) return [];
  return wrapped.map(readRecord).filter((record) => record !== undefined);
}

/** Oldest first; ids that are numbers are compared as numbers. */
export function compareRecords(a: EngineRecord, b: EngineRecord): number {
  return a.at - b.at || a.id.length - b.id.length || a.id.localeCompare(b.id);
}

function readSeen(fact: Fields, at: number): SeenFact {
  return {
    side: text(fact, 'side'),
    kind: text(fact, 'kind'),
    at: instant(fact, 'at') ?? at,
    seenAt: instant(fact, 'seenAt') ?? instant(fact, 'at') ?? at,
    via: text(fact, 'via'),
    text: text(fact, 'text'),
    outcome: text(fact, 'outcome'),
    code: text(fact, 'code'),
    rules: texts(fact['rules']),
    sentence: text(fact, 'sentence'),
  };
}

function readWrote(call: Fields, at: number): WroteCall {
  return {
    side: text(call, 'side'),
    call: text(call, 'call'),
    startedAt: instant(call, 'startedAt') ?? at,
    tookMs: instant(call, 'tookMs') ?? 0,
    answer: text(call, 'answer'),
    ok: call['ok'] === true,
    text: text(call, 'text'),
  };
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function list(value: unknown): Fields[] {
  return Array.isArray(value) ? value.filter(isFields) : [];
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : [];
}

function text(fields: Fields, name: string): string {
  const value = fields[name];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** Epoch milliseconds (or a duration); a date as text is taken too. */
function instant(fields: Fields, name: string): number | undefined {
  const value = fields[name];
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  const parsed = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(parsed) ? undefined : parsed;
}
