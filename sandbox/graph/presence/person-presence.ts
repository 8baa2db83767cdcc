import type { SandboxClock } from '../../clock';
import type { HeldPresence, PresencePair } from '../../contract';
import type { AllGraphKnobs } from '../knobs';
import { sessionTurns, sessionVoice } from './app-session';
import type { AppSession } from './app-session';
import { callPair, clientTurns, clientVoice } from './client-session';
import type { ClientSession, IdleTimes } from './client-session';
import { combine } from './combine';
import type { Voices } from './combine';
import { createHistory } from './history';
import type { History, Shown } from './history';
import { FOCUSING, IDLE_FORMS, IN_MEETING, isSamePair } from './pairs';

export interface PreferredSlot extends PresencePair {
  readonly endsAt: number;
  /** App that set it; absent when the person did by hand. */
  readonly by?: string;
}

export interface PresenceSurroundings {
  readonly clock: SandboxClock;
  readonly knobs: AllGraphKnobs;
  readonly onChange: () => void;
}

/** Everything Graph holds for one person. Change it through `change`, so that others hear of it. */
export interface Holdings {
  client: ClientSession | undefined;
  preferred: PreferredSlot | undefined;
  readonly appSessions: Map<string, AppSession>;
  meetingSince: number | undefined;
  focusingSince: number | undefined;
  isOutOfOffice: boolean;
}

/** One person's presence: what is held beneath, what is shown, and the timers between. */
export class PersonPresence {
  readonly #around: PresenceSurroundings;
  readonly #holdings: Holdings;
  readonly #history: History;
  #cancelTimer: () => void = () => undefined;

  constructor(around: PresenceSurroundings, client: ClientSession | undefined) {
    this.#around = around;
    this.#holdings = {
      client,
      preferred: undefined,
      appSessions: new Map(),
      meetingSince: undefined,
      focusingSince: undefined,
      isOutOfOffice: false,
    };
    this.#history = createHistory(this.#look());
  }

  /** What is visible now. */
  shown(): Shown {
    this.#refresh();
    return this.#history.latest();
  }

  /** What a read answers: what was visible one read lag ago. */
  read(): Shown {
    this.#refresh();
    return this.#history.at(this.#around.clock.now() - this.#around.knobs.readLagMs);
  }

  change(edit: (holdings: Holdings, nowMs: number) => void): void {
    this.#dropEnded();
    edit(this.#holdings, this.#around.clock.now());
    this.#refresh();
  }

  hasAppSession(appId: string): boolean {
    this.#dropEnded();
    return this.#holdings.appSessions.has(appId);
  }

  held(): readonly HeldPresence[] {
    this.#dropEnded();
    const { preferred, client, appSessions } = this.#holdings;
    const now = this.#around.clock.now();
    const voices = this.#voices();
    const plain = ({ availability, activity }: PresencePair) => ({ availability, activity });
    return [
      ...(preferred ? [{ kind: 'preferred' as const, ...preferred }] : []),
      ...[...appSessions].map(([by, session]) => ({
        kind: 'app-session' as const,
        by,
        ...plain(sessionVoice(session, now, this.#times().idlePair)),
        endsAt: session.endsAt,
      })),
      ...(client
        ? [{ kind: 'client' as const, ...plain(clientVoice(client, now, this.#times())) }]
        : []),
      ...voices.overlays.map((voice) => ({
        kind: voice.activity === 'Focusing' ? ('focusing' as const) : ('meeting' as const),
        ...plain(voice),
      })),
      ...(voices.isOutOfOffice
        ? [{ kind: 'out-of-office' as const, availability: 'Available', activity: 'OutOfOffice' }]
        : []),
    ];
  }

  #times(): IdleTimes {
    const { clientIdleMs, clientAwayMs, idleForm } = this.#around.knobs;
    return { idleMs: clientIdleMs, awayMs: clientAwayMs, idlePair: IDLE_FORMS[idleForm] };
  }

  #voices(): Voices {
    const { client, preferred, appSessions, ...calendar } = this.#holdings;
    const now = this.#around.clock.now();
    const times = this.#times();
    const own = client ? [clientVoice(client, now, times)] : [];
    const apps = [...appSessions.values()].map((one) => sessionVoice(one, now, times.idlePair));
    const { meetingSince, focusingSince, isOutOfOffice } = calendar;
    const isCallOnTop = client && this.#around.knobs.callShowsOverPreferred;
    return {
      sessions: [...own, ...apps],
      overlays: [
        ...(meetingSince === undefined ? [] : [{ ...IN_MEETING, since: meetingSince }]),
        ...(focusingSince === undefined ? [] : [{ ...FOCUSING, since: focusingSince }]),
      ],
      preferred: preferred && {
        availability: preferred.availability,
        activity: preferred.activity,
      },
      isOutOfOffice,
      callOverPreferred: isCallOnTop ? callPair(client) : undefined,
    };
  }

  #look(): Omit<Shown, 'sequenceNumber'> {
    const { isOutOfOffice } = this.#holdings;
    return { ...combine(this.#voices()), isOutOfOffice, since: this.#around.clock.now() };
  }

  #refresh(): void {
    this.#dropEnded();
    this.#setTimer();
    const before = this.#history.latest();
    const now = this.#look();
    if (isSamePair(before, now) && before.isOutOfOffice === now.isOutOfOffice) return;
    this.#history.add(now);
    this.#around.onChange();
  }

  #dropEnded(): void {
    const now = this.#around.clock.now();
    const { preferred, appSessions } = this.#holdings;
    if (preferred && preferred.endsAt <= now) this.#holdings.preferred = undefined;
    for (const [appId, session] of appSessions) {
      if (session.endsAt <= now) appSessions.delete(appId);
    }
  }

  #setTimer(): void {
    this.#cancelTimer();
    const { client, preferred, appSessions } = this.#holdings;
    const now = this.#around.clock.now();
    const turns = [
      ...(client ? clientTurns(client, this.#times()) : []),
      ...(preferred ? [preferred.endsAt] : []),
      ...[...appSessions.values()].flatMap(sessionTurns),
    ].filter((instant) => instant > now);
    this.#cancelTimer =
      turns.length === 0
        ? () => undefined
        : this.#around.clock.at(Math.min(...turns), () => this.#refresh());
  }
}
