/**
 * TN5 as a pure law: how much of a budget may be spent now. The ledger is one per tenant or
 * account; whoever shares it, in whatever process, keeps to the budget with the others.
 */

export interface Budget {
  readonly requests: number;
  readonly windowMs: number;
}

/** Order of spending: 0 is a sweep that has waited too long, then changes, sweeps, renewals. */
export type Rank = 0 | 1 | 2 | 3;

/** Requests that may still leave until an instant, and count from it on. */
export type Slice = readonly [lastUseAt: number, requests: number];

/** Plain JSON, since it is what the processes share. */
export interface Ledger {
  /** The latest instant anybody has drawn at: clocks differ by some milliseconds. */
  readonly at: number;
  /** What may still stand in a window, oldest first. */
  readonly slices: readonly Slice[];
  /** Up to where the even part of the budget has been given out. */
  readonly spreadAt: number;
  /** Per rank: until when somebody in it who went without is thought of. */
  readonly hungry: readonly number[];
  readonly pausedUntil: number;
  /** Everything ever granted, so that a process can tell its share. */
  readonly total: number;
}

export interface Draw {
  readonly wanted: number;
  readonly rank: Rank;
  /** The drawer's clock. */
  readonly now: number;
  /** Until this long after `now` the requests may leave; then the right to them is lost. */
  readonly useMs: number;
  readonly budget: Budget;
  /** What the drawer knows of a pause (`Retry-After`). */
  readonly pausedUntil: number;
}

export interface Drawn {
  readonly granted: number;
  /** When to ask again, if less was granted than wanted. */
  readonly againAt: number;
  readonly pausedUntil: number;
  /** How many more could have been had at once. */
  readonly room: number;
  readonly total: number;
}

export interface Drawing {
  readonly ledger: Ledger;
  readonly drawn: Drawn;
}

export const EMPTY_LEDGER: Ledger = {
  at: 0,
  slices: [],
  spreadAt: 0,
  hungry: [0, 0, 0, 0],
  pausedUntil: 0,
  total: 0,
};

/** A clock that runs further ahead than this is wrong, and does not hold up the others. */
const TRUST_MS = 2_000;
/** Slices of a window: the ledger stays small, and a request counts a hundredth longer at most. */
const SLICES = 128;
/** How late the even part may be given out after all, as a part of the window. */
const CATCH_UP = 30;

/**
 * Grants what no window of `windowMs` forbids. Half the budget may go as it comes; the rest is
 * spread over what is left of the window, so that a burst does not shut the door on everybody.
 */
export function drawFrom(before: Ledger, draw: Draw): Drawing {
  const ledger = bringTo(before, draw);
  const { at } = ledger;
  const room = roomOf(ledger, draw.budget);
  const openAt = Math.max(ledger.pausedUntil, moreUrgentUntil(ledger, draw.rank));
  const free = openAt > at ? 0 : room.free;
  const granted = Math.max(0, Math.min(draw.wanted, free));
  const nextAt = openAt > at ? openAt : room.nextAt(granted);
  const againAt = granted < draw.wanted ? nextAt : at;
  const total = ledger.total + granted;
  const { pausedUntil } = ledger;
  const drawn = { granted, againAt, pausedUntil, room: Math.max(0, free - granted), total };
  const fed = feed(ledger, draw, { granted, againAt });
  return { drawn, ledger: { ...fed, spreadAt: room.spreadAt(granted), total } };
}

/** The ledger as it stands at the draw: what has left every window is forgotten. */
function bringTo(ledger: Ledger, { now, budget, pausedUntil }: Draw): Ledger {
  const at = Math.max(now, Math.min(ledger.at, now + TRUST_MS));
  const latest = at + TRUST_MS;
  return {
    ...ledger,
    at,
    spreadAt: Math.min(ledger.spreadAt, at),
    pausedUntil: Math.max(ledger.pausedUntil, pausedUntil),
    slices: ledger.slices
      .map(([lastUseAt, requests]): Slice => [Math.min(lastUseAt, latest), requests])
      .filter(([lastUseAt]) => lastUseAt > at - budget.windowMs),
  };
}

interface Room {
  readonly free: number;
  /** Earliest instant for one more, after these. */
  nextAt(granted: number): number;
  spreadAt(granted: number): number;
}

function roomOf(ledger: Ledger, budget: Budget): Room {
  const used = ledger.slices.reduce((sum, [, requests]) => sum + requests, 0);
  const burst = Math.ceil(budget.requests / 2) - used;
  return burst > 0 ? burstRoom(ledger, budget, burst) : evenRoom(ledger, budget, used);
}

function burstRoom({ at, spreadAt }: Ledger, budget: Budget, burst: number): Room {
  return {
    free: burst,
    nextAt: () => at + budget.windowMs / budget.requests,
    spreadAt: (granted) => (granted > 0 ? at : spreadAt),
  };
}

function evenRoom({ at, spreadAt, slices }: Ledger, budget: Budget, used: number): Room {
  const left = budget.requests - used;
  const freesAt = (slices[0]?.[0] ?? at) + budget.windowMs;
  const gapMs = left > 0 ? (freesAt - at) / left : budget.windowMs / budget.requests;
  const from = Math.max(spreadAt, at - Math.max(gapMs, budget.windowMs / CATCH_UP));
  return {
    free: Math.min(left, Math.floor((at - from) / gapMs)),
    nextAt: (granted) => (granted >= left ? freesAt : from + (granted + 1) * gapMs),
    spreadAt: (granted) => from + granted * gapMs,
  };
}

/** Whoever is more urgent and went without a moment ago comes first, in whatever process. */
function moreUrgentUntil(ledger: Ledger, rank: Rank): number {
  return Math.max(0, ...ledger.hungry.slice(0, rank));
}

function feed(
  ledger: Ledger,
  { wanted, rank, budget, useMs }: Draw,
  { granted, againAt }: { readonly granted: number; readonly againAt: number },
): Ledger {
  const patienceMs = budget.windowMs / (2 * SLICES);
  const hungry = ledger.hungry.map((until, index) =>
    index === rank && granted < wanted
      ? againAt + patienceMs
      : Math.min(until, ledger.at + budget.windowMs),
  );
  if (granted === 0) return { ...ledger, hungry };
  return { ...ledger, hungry, slices: withSlice(ledger, budget, { granted, useMs }) };
}

/** Counted from the end of its slice on: a little longer than need be, never shorter. */
function withSlice(
  { slices, at }: Ledger,
  { requests, windowMs }: Budget,
  { granted, useMs }: { readonly granted: number; readonly useMs: number },
): readonly Slice[] {
  const lengthMs = requests <= SLICES ? 1 : Math.max(1, Math.floor(windowMs / SLICES));
  const lastUseAt = Math.ceil((at + useMs) / lengthMs) * lengthMs;
  const last = slices.at(-1);
  if (last && last[0] >= lastUseAt) return [...slices.slice(0, -1), [last[0], last[1] + granted]];
  return [...slices, [lastUseAt, granted]];
}
