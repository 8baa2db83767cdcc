/** One person as Graph sees them: clients, our app's session, the preferred slot (graph.md 2.2 to 2.5). */
import type { PresencePair } from '../../../src/core/mapping';
import { HOUR, MINUTE } from '../../../src/core/time';

export type CallKind = 'InACall' | 'InAConferenceCall' | 'Presenting';

interface Slot {
  readonly pair: PresencePair;
  readonly by: 'hand' | 'us';
  readonly setAt: number;
  readonly expiresAt: number;
}

interface AppSession {
  readonly pair: PresencePair;
  readonly writtenAt: number;
  readonly expiresAt: number;
}

export interface PersonState {
  readonly clientOpen: boolean;
  /** Null while they are at the keyboard. */
  readonly idleSince: number | null;
  readonly call: CallKind | null;
  readonly meeting: boolean;
  readonly focusing: boolean;
  readonly slot: Slot | null;
  readonly app: AppSession | null;
}

const CLIENT_IDLE_MS = 5 * MINUTE;
const CLIENT_AWAY_MS = 15 * MINUTE;
const APP_IDLE_MS = 5 * MINUTE;
const APP_AWAY_MS = 10 * MINUTE;
const FAR = Number.MAX_SAFE_INTEGER;

const OFFLINE = pair('Offline');
const AVAILABLE = pair('Available');
const AWAY = pair('Away');
/** Among sessions the highest shows (graph.md 2.2). */
const RANK = ['Away', 'BeRightBack', 'AvailableIdle', 'Available', 'Busy', 'DoNotDisturb'];

export class Person {
  private readonly past: { at: number; state: PersonState }[];
  /** How Graph spells the idle form. */
  private readonly idleActivity: string;

  constructor(at: number, state: PersonState, idleActivity: string) {
    this.past = [{ at, state }];
    this.idleActivity = idleActivity;
  }

  get state(): PersonState {
    return this.past.at(-1)!.state;
  }

  change(at: number, patch: Partial<PersonState>): void {
    this.past.push({ at, state: { ...this.state, ...patch } });
  }

  setByHand(at: number, chosen: PresencePair): void {
    this.change(at, { slot: { pair: chosen, by: 'hand', setAt: at, expiresAt: FAR } });
  }

  /** `setPresence` */
  setSession(at: number, chosen: PresencePair, forMs: number): void {
    checkEnd(forMs);
    this.change(at, { app: { pair: chosen, writtenAt: at, expiresAt: at + forMs } });
  }

  /** `setUserPreferredPresence` */
  setPreferred(at: number, chosen: PresencePair, forMs: number): void {
    checkEnd(forMs);
    this.change(at, { slot: { pair: chosen, by: 'us', setAt: at, expiresAt: at + forMs } });
  }

  /** `clearUserPreferredPresence`; whether it lifts what a hand has set is not documented. */
  clearPreferred(at: number, liftsByHand: boolean): void {
    if (this.state.slot?.by !== 'hand' || liftsByHand) this.change(at, { slot: null });
  }

  /** What Graph shows at that instant. */
  shownAt(at: number): PresencePair {
    return this.pairOf(this.past[this.indexAt(at)]!.state, at);
  }

  /** What would show without the preferred slot. */
  beneathAt(at: number): PresencePair {
    return this.pairOf({ ...this.past[this.indexAt(at)]!.state, slot: null }, at);
  }

  /** Did a status set by hand stand at any time between the two? */
  wasHandSetSince(from: number, until: number): boolean {
    const stood = this.past.slice(this.indexAt(from)).filter((one) => one.at <= until);
    return stood.some(({ state }) => state.slot?.by === 'hand');
  }

  /** Grows with every change, as Graph's `sequenceNumber` does. */
  sequenceAt(at: number): string {
    const index = this.indexAt(at);
    const sequence = index * 100 + phasesPassed(this.past[index]!.state, at);
    return String(sequence).padStart(12, '0');
  }

  /** What of ours still stands. */
  ours(at: number): readonly PresencePair[] {
    const { slot, app } = this.state;
    const live = [slot?.by === 'us' ? slot : null, app].filter((one) => one !== null);
    return live.filter((one) => one.expiresAt > at).map((one) => one.pair);
  }

  private indexAt(at: number): number {
    for (let index = this.past.length - 1; index > 0; index -= 1) {
      if (this.past[index]!.at <= at) return index;
    }
    return 0;
  }

  private pairOf(state: PersonState, at: number): PresencePair {
    const sessions = [this.clientPair(state, at), this.appPair(state, at)].filter(
      (one) => one !== null,
    );
    if (sessions.length === 0) return OFFLINE;
    if (state.slot && state.slot.expiresAt > at) return state.slot.pair;
    const calendar = calendarPair(state);
    return highest(calendar ? [...sessions, calendar] : sessions);
  }

  private clientPair(state: PersonState, at: number): PresencePair | null {
    if (!state.clientOpen) return null;
    if (state.call) return callPair(state.call);
    const idleMs = state.idleSince === null ? 0 : at - state.idleSince;
    return this.fading(idleMs, CLIENT_IDLE_MS, CLIENT_AWAY_MS);
  }

  private appPair({ app }: PersonState, at: number): PresencePair | null {
    if (!app || app.expiresAt <= at) return null;
    if (app.pair.availability !== 'Available') return app.pair;
    return this.fading(at - app.writtenAt, APP_IDLE_MS, APP_AWAY_MS);
  }

  private fading(ms: number, idleMs: number, awayMs: number): PresencePair {
    if (ms < idleMs) return AVAILABLE;
    return ms < awayMs ? { availability: 'AvailableIdle', activity: this.idleActivity } : AWAY;
  }
}

function calendarPair({ meeting, focusing }: PersonState): PresencePair | null {
  if (meeting) return { availability: 'Busy', activity: 'InAMeeting' };
  return focusing ? { availability: 'DoNotDisturb', activity: 'Focusing' } : null;
}

export function callPair(kind: CallKind): PresencePair {
  return { availability: kind === 'Presenting' ? 'DoNotDisturb' : 'Busy', activity: kind };
}

/** The first of equals: a client's call before the same session of ours. */
function highest(sessions: readonly PresencePair[]): PresencePair {
  return sessions.reduce((best, one) => (rankOf(one) > rankOf(best) ? one : best));
}

function rankOf({ availability }: PresencePair): number {
  return RANK.indexOf(availability);
}

/** How many changes that come of time alone lie behind `at`; only for the sequence number. */
function phasesPassed({ idleSince, slot, app }: PersonState, at: number): number {
  const idle = idleSince === null ? [] : [idleSince + CLIENT_IDLE_MS, idleSince + CLIENT_AWAY_MS];
  const session = app
    ? [app.writtenAt + APP_IDLE_MS, app.writtenAt + APP_AWAY_MS, app.expiresAt]
    : [];
  return [...idle, ...session, slot?.expiresAt ?? FAR].filter((one) => one <= at).length;
}

/** WT3: nothing without an end; graph.md 2.3: at least five minutes. */
function checkEnd(forMs: number): void {
  if (forMs > HOUR || forMs < 5 * MINUTE) throw new Error(`[WT3] held for ${forMs} ms`);
}

function pair(word: string): PresencePair {
  return { availability: word, activity: word };
}
