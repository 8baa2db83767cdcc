import type { Events } from '../../runtime/events';
import type { CallResult } from '../call-result';
import type { Caller } from '../pipeline/caller';
import type { Priority } from '../pipeline/exchange';
import { readJson } from '../pipeline/read-json';
import type { PresenceReading } from './client';
import { bulkRead, isOwnLink, MAX_BULK_IDS, toCall } from './requests';
import type { Ask, RequestTerms } from './requests';
import { presencePage } from './wire';
import type { PresencePage } from './wire';

export interface BulkReader {
  readonly call: Caller;
  readonly terms: RequestTerms;
  readonly events: Events;
}

export interface BulkAsk {
  readonly tenantId: string;
  readonly personIds: readonly string[];
  readonly priority: Priority;
}

const MAX_PAGES = 20;

/**
 * Reads up to 650 people, following a nextLink if one ever comes (graph.md 3).
 * @throws {RangeError} above 650 ids
 */
export async function readPresences(
  reader: BulkReader,
  { tenantId, personIds, priority }: BulkAsk,
): Promise<CallResult<readonly PresenceReading[]>> {
  if (personIds.length > MAX_BULK_IDS) {
    throw new RangeError(`At most ${MAX_BULK_IDS} people can be read in one call.`);
  }
  if (personIds.length === 0) return { kind: 'ok', value: [], status: 200 };
  const wanted = new Map(personIds.map((id) => [id.toLowerCase(), id]));
  const found = new Map<string, PresenceReading>();
  let ask: Ask | undefined = { ...bulkRead([...wanted.values()]), priority };
  for (let page = 0; ask && page < MAX_PAGES; page += 1) {
    const result: CallResult<PresencePage> = await reader.call(
      toCall(reader.terms, tenantId, ask),
      readJson(presencePage),
    );
    if (result.kind !== 'ok') return result;
    keep(result.value, wanted, found);
    if (result.value.unreadable > 0) {
      reader.events.itemsIgnored('graph', ask.name, result.value.unreadable);
    }
    ask = nextAsk(reader.terms, ask, result.value.nextLink);
  }
  return { kind: 'ok', value: [...found.values()], status: 200 };
}

/** By id, never by position; nobody we did not ask for. */
function keep(
  page: PresencePage,
  wanted: ReadonlyMap<string, string>,
  found: Map<string, PresenceReading>,
): void {
  for (const reading of page.readings) {
    const personId = wanted.get(reading.personId.toLowerCase());
    if (personId !== undefined) found.set(personId, { ...reading, personId });
  }
}

function nextAsk(terms: RequestTerms, ask: Ask, link: string | undefined): Ask | undefined {
  if (link === undefined || !isOwnLink(terms, link)) return undefined;
  const { name, effect, priority, maxBytes } = ask;
  return {
    name,
    effect,
    priority,
    method: 'GET',
    path: link,
    ...(maxBytes === undefined ? {} : { maxBytes }),
  };
}
