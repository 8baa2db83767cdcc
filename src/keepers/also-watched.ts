/**
 * KP1: people who are shown just now, in an open address book, are read as well. Each process reads
 * for its own viewers; what it reads is shown and never becomes a fact.
 */
import type { GraphClient, PresenceReading } from '../clients/graph/client';
import type { Clock } from '../runtime/clock';
import { isFailure, readPeople } from './read-people';
import { IDS_PER_CALL } from './teams-sweep';

export interface AlsoWatchedDeps {
  readonly graph: GraphClient;
  readonly clock: Clock;
  readonly aimMs: number;
  readonly budget: { readonly requests: number; readonly windowMs: number };
}

/** A presence with the instant its reading was begun. */
export interface ShownPresence {
  readonly availability: string;
  readonly activity: string;
  readonly at: number;
}

export interface AlsoWatched {
  /** Reads them from now on until the instant; asking again prolongs. */
  watchAlso(tenantId: string, personIds: readonly string[], untilMs: number): void;
  /** As last read; null: not yet, or Teams does not know the person. */
  shown(tenantId: string, personId: string): ShownPresence | null;
  /** Reads who is due; answers the pause until the next time. */
  pass(): Promise<number>;
}

interface Person {
  until: number;
  shown: ShownPresence | null;
}

type People = Map<string, Person>;

/** What looking at address books may take of a tenant's budget. */
const SHARE = 0.2;
/** Of one tenant, in one process; the first asked for stay. */
const MOST_PEOPLE = 10 * IDS_PER_CALL;

export function createAlsoWatched(deps: AlsoWatchedDeps): AlsoWatched {
  const tenants = new Map<string, People>();
  return {
    watchAlso: (tenantId, personIds, untilMs) => {
      const people = tenants.get(tenantId) ?? new Map<string, Person>();
      for (const id of personIds) note(people, id, untilMs);
      tenants.set(tenantId, people);
    },
    shown: (tenantId, personId) => tenants.get(tenantId)?.get(personId)?.shown ?? null,
    pass: async () => {
      const startedAt = deps.clock.now();
      forgetOld(tenants, startedAt);
      const reads = [...tenants].map(([tenantId, people]) => readTenant(deps, tenantId, people));
      const calls = Math.max(0, ...(await Promise.all(reads)));
      const perCallMs = deps.budget.windowMs / (deps.budget.requests * SHARE);
      const pauseMs = Math.max(deps.aimMs, Math.ceil(calls * perCallMs));
      return Math.max(0, startedAt + pauseMs - deps.clock.now());
    },
  };
}

function note(people: People, personId: string, untilMs: number): void {
  const known = people.get(personId);
  if (known) known.until = Math.max(known.until, untilMs);
  else if (people.size < MOST_PEOPLE) people.set(personId, { until: untilMs, shown: null });
}

function forgetOld(tenants: Map<string, People>, now: number): void {
  for (const [tenantId, people] of tenants) {
    for (const [personId, { until }] of people) if (until <= now) people.delete(personId);
    if (people.size === 0) tenants.delete(tenantId);
  }
}

/** Answers the calls made. What cannot be read now keeps what was shown, with its age. */
async function readTenant(
  { graph, clock }: AlsoWatchedDeps,
  tenantId: string,
  people: People,
): Promise<number> {
  const ids = [...people.keys()];
  let calls = 0;
  for (let first = 0; first < ids.length; first += IDS_PER_CALL) {
    const at = clock.now();
    const read = await readPeople(graph, tenantId, ids.slice(first, first + IDS_PER_CALL));
    calls += isFailure(read) ? 1 : read.calls;
    if (isFailure(read)) continue;
    for (const reading of read.readings) show(people, reading, at);
    for (const personId of read.missing) hide(people, personId);
  }
  return calls;
}

function show(people: People, reading: PresenceReading, at: number): void {
  const person = people.get(reading.personId);
  const { availability, activity } = reading;
  if (person) person.shown = { availability, activity, at };
}

function hide(people: People, personId: string): void {
  const person = people.get(personId);
  if (person) person.shown = null;
}
