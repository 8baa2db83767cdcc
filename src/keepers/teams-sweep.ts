/** KP1: reads every watched person of a tenant; what differs from the last reading is a fact. */
import type { GraphClient, PresenceReading } from '../clients/graph/client';
import type { Fact, Via } from '../core/fact';
import type { Clock } from '../runtime/clock';
import type { Store } from '../store/store';
import { isFailure, readPeople } from './read-people';
import type { Failure } from './read-people';

/** graph.md 3: ids in one bulk read. */
export const IDS_PER_CALL = 650;

export interface SweepDeps {
  readonly store: Store;
  readonly graph: GraphClient;
  readonly clock: Clock;
  wakeMany(linkIds: readonly string[]): Promise<void>;
  /** Teams does not know the people of these links. */
  onMissing(linkIds: readonly string[]): void;
  /** The tenant does not let us read. */
  onShutOut(tenantId: string): void;
}

/** The last reading of a person, so that an equal one is no fact. */
interface Last {
  readonly words: string;
  readonly at: number;
}

export interface TenantSweep {
  readonly tenantId: string;
  readonly last: Map<string, Last>;
  /** The last whole pass of whoever swept before us; since then whom we have not read can have changed. */
  before: number | null;
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
  return { tenantId, last: new Map(), before: null };
}

export interface Watched {
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
  if (sweep.last.size === 0) sweep.before = await deps.store.sweeps.readAt(sweep.tenantId);
  const dueLinks = new Set(due);
  // All at once: the pace puts them in line, and a pass of many parts still ends in time (TN5).
  const parts = await Promise.all(
    partsOf(watched).map((part) => sweepPart(deps, sweep, { part, due: dueLinks, via: 'sweep' })),
  );
  const trouble = parts.find((part) => part.trouble !== null)?.trouble ?? null;
  if (trouble === null) await deps.store.sweeps.note(sweep.tenantId, startedAt);
  return {
    people: watched.length,
    calls: parts.length,
    facts: parts.reduce((sum, part) => sum + part.facts, 0),
    tookMs: deps.clock.now() - startedAt,
    pauseMs: Math.max(0, ...parts.map((part) => part.pauseMs)),
    trouble,
  };
}

/** Reads some people out of turn, by the same path: a hint says where to look, never what is so. */
export async function lookAtSome(
  deps: SweepDeps,
  sweep: TenantSweep,
  people: readonly Watched[],
): Promise<PartPass> {
  const due = await deps.store.links.teamsDue(sweep.tenantId, deps.clock.now());
  return sweepPart(deps, sweep, { part: people, due: new Set(due), via: 'notification' });
}

function partsOf(watched: readonly Watched[]): readonly (readonly Watched[])[] {
  const count = Math.ceil(watched.length / IDS_PER_CALL);
  return Array.from({ length: count }, (_, index) =>
    watched.slice(index * IDS_PER_CALL, (index + 1) * IDS_PER_CALL),
  );
}

export type PartPass = Pick<SweepPass, 'facts' | 'pauseMs' | 'trouble'>;

interface Part {
  readonly part: readonly Watched[];
  readonly due: ReadonlySet<string>;
  readonly via: Via;
}

async function sweepPart(
  deps: SweepDeps,
  sweep: TenantSweep,
  { part, due, via }: Part,
): Promise<PartPass> {
  const at = deps.clock.now();
  const ids = part.map((one) => one.personId);
  const read = await readPeople(deps.graph, sweep.tenantId, ids);
  if (isFailure(read)) return failedPart(deps, sweep.tenantId, read);
  const linksOf = groupLinks(part);
  const facts = read.readings.flatMap((reading) => {
    const linkIds = linksOf.get(reading.personId) ?? [];
    const last = sweep.last.get(reading.personId);
    // A look out of turn has overtaken this reading.
    if (last && last.at >= at) return [];
    // An awaited reading is news even when it says the same as before (EC4).
    const isNews = last?.words !== wordsOf(reading);
    const times = { at, since: last?.at ?? sweep.before, seenAt: deps.clock.now() };
    const fact = { ...toFact(reading, times), via };
    return linkIds.filter((id) => isNews || due.has(id)).map((linkId) => ({ linkId, fact }));
  });
  if (facts.length > 0) await deps.wakeMany(await deps.store.facts.appendMany(facts));
  remember(sweep, read.readings, at);
  const missing = read.missing.flatMap((personId) => linksOf.get(personId) ?? []);
  if (missing.length > 0) deps.onMissing(missing);
  return { facts: facts.length, pauseMs: 0, trouble: null };
}

/** A person may have links in several accounts (JN12). */
function groupLinks(part: readonly Watched[]): ReadonlyMap<string, readonly string[]> {
  const links = new Map<string, string[]>();
  for (const { personId, linkId } of part) {
    links.set(personId, [...(links.get(personId) ?? []), linkId]);
  }
  return links;
}

/**
 * A sweep is what notices the end of an outage (KP4). A wait that Graph named is kept by the pace,
 * whoever calls.
 */
const LONGEST_PAUSE_MS = 5_000;

/** Shut out is looked into (KP4); all else passes by itself. */
function failedPart(deps: SweepDeps, tenantId: string, failure: Failure): PartPass {
  if (failure.kind === 'forbidden') deps.onShutOut(tenantId);
  const pauseMs = 'afterMs' in failure ? Math.min(failure.afterMs, LONGEST_PAUSE_MS) : 0;
  return { facts: 0, pauseMs, trouble: failure.reason };
}

export function wordsOf(reading: Pick<PresenceReading, 'availability' | 'activity'>): string {
  return `${reading.availability}/${reading.activity}`;
}

function toFact(
  reading: PresenceReading,
  times: { readonly at: number; readonly since: number | null; readonly seenAt: number },
): Fact {
  const { availability, activity, sequenceNumber } = reading;
  const known = sequenceNumber === undefined ? {} : { sequenceNumber };
  return {
    id: `sweep|${times.at}`,
    side: 'teams',
    kind: 'presence',
    ...times,
    via: 'sweep',
    availability,
    activity,
    ...known,
  };
}

/** Only after the facts are stored: what is not stored is news again at the next pass. */
function remember(sweep: TenantSweep, readings: readonly PresenceReading[], at: number): void {
  for (const reading of readings) {
    if ((sweep.last.get(reading.personId)?.at ?? -Infinity) >= at) continue;
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
