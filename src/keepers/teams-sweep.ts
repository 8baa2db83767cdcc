/** KP1: reads every watched person of a tenant; what differs from the last reading is a fact. */
import type { GraphClient, PresenceReading } from '../clients/graph/client';
import type { Fact } from '../core/fact';
import type { Clock } from '../runtime/clock';
import type { Store } from '../store/store';

/** graph.md 3: ids in one bulk read. */
export const IDS_PER_CALL = 650;

export interface SweepDeps {
  readonly store: Store;
  readonly graph: GraphClient;
  readonly clock: Clock;
  wakeMany(linkIds: readonly string[]): Promise<void>;
}

/** The last reading of a person, so that an equal one is no fact. */
interface Last {
  readonly words: string;
  readonly at: number;
}

export interface TenantSweep {
  readonly tenantId: string;
  readonly last: Map<string, Last>;
}

export interface SweepPass {
  readonly people: number;
  readonly calls: number;
  readonly facts: number;
  readonly tookMs: number;
  /** Graph asked for a pause. */
  readonly pauseMs: number;
  /** Why a part of the pass failed; null when all went well. */
  readonly trouble: string | null;
}

export function newTenantSweep(tenantId: string): TenantSweep {
  return { tenantId, last: new Map() };
}

interface Watched {
  readonly linkId: string;
  readonly personId: string;
}

export async function sweepTenant(deps: SweepDeps, sweep: TenantSweep): Promise<SweepPass> {
  const startedAt = deps.clock.now();
  const [watched, due] = await Promise.all([
    deps.store.links.watched(sweep.tenantId),
    deps.store.links.teamsDue(sweep.tenantId, startedAt),
  ]);
  forgetUnwatched(sweep, watched);
  const dueLinks = new Set(due);
  const total = { people: watched.length, calls: 0, facts: 0, tookMs: 0, pauseMs: 0 };
  for (let first = 0; first < watched.length; first += IDS_PER_CALL) {
    const part = watched.slice(first, first + IDS_PER_CALL);
    const read = await sweepPart(deps, sweep, part, dueLinks);
    total.calls += 1;
    total.tookMs = deps.clock.now() - startedAt;
    if (typeof read !== 'number') return { ...total, ...read };
    total.facts += read;
  }
  return { ...total, trouble: null };
}

/** Answers how many facts came of it, or what went wrong. */
async function sweepPart(
  deps: SweepDeps,
  sweep: TenantSweep,
  part: readonly Watched[],
  due: ReadonlySet<string>,
): Promise<number | { readonly pauseMs: number; readonly trouble: string }> {
  const at = deps.clock.now();
  const ids = part.map((one) => one.personId);
  const result = await deps.graph.readPresences(sweep.tenantId, ids);
  if (result.kind !== 'ok') {
    const pauseMs = 'afterMs' in result ? result.afterMs : 0;
    return { pauseMs, trouble: result.reason };
  }
  const linkOf = new Map(part.map((one) => [one.personId, one.linkId]));
  const news = result.value.filter((reading) => isNews(sweep, reading, due, linkOf));
  const facts = news.map((reading) => ({
    linkId: linkOf.get(reading.personId) ?? '',
    fact: toFact(reading, at, sweep.last.get(reading.personId)?.at ?? null, deps.clock.now()),
  }));
  if (facts.length > 0) await deps.wakeMany(await deps.store.facts.appendMany(facts));
  remember(sweep, result.value, at);
  return facts.length;
}

function isNews(
  sweep: TenantSweep,
  reading: PresenceReading,
  due: ReadonlySet<string>,
  linkOf: ReadonlyMap<string, string>,
): boolean {
  const linkId = linkOf.get(reading.personId);
  if (linkId === undefined) return false;
  return due.has(linkId) || sweep.last.get(reading.personId)?.words !== wordsOf(reading);
}

function wordsOf(reading: PresenceReading): string {
  return `${reading.availability}/${reading.activity}`;
}

function toFact(reading: PresenceReading, at: number, since: number | null, seenAt: number): Fact {
  const { availability, activity, sequenceNumber } = reading;
  const known = sequenceNumber === undefined ? {} : { sequenceNumber };
  return {
    id: `sweep|${at}`,
    side: 'teams',
    kind: 'presence',
    at,
    since,
    seenAt,
    via: 'sweep',
    availability,
    activity,
    ...known,
  };
}

/** Only after the facts are stored: what is not stored is news again at the next pass. */
function remember(sweep: TenantSweep, readings: readonly PresenceReading[], at: number): void {
  for (const reading of readings) {
    sweep.last.set(reading.personId, { words: wordsOf(reading), at });
  }
}

function forgetUnwatched(sweep: TenantSweep, watched: readonly Watched[]): void {
  if (sweep.last.size <= watched.length) return;
  const known = new Set(watched.map((one) => one.personId));
  for (const personId of sweep.last.keys()) {
    if (!known.has(personId)) sweep.last.delete(personId);
  }
}
