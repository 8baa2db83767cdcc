/** States of the workforce-management feed (4.2). */
export type WfmState =
  'Ready' | 'ReadyRFO' | 'Away' | 'ExtendedAway' | 'LoggedOut' | 'Busy' | 'Wrap';

export interface StatePeriod {
  readonly start: number;
  /** Absent while it lasts. */
  readonly end?: number;
  readonly state: WfmState;
  readonly description: string;
}

/** Load tests change an agent for ever; older periods are forgotten beyond this number. */
const MAX_PERIODS = 1000;

/** What one agent was, period by period, oldest first; the last one lasts. */
export class StateJournal {
  #periods: StatePeriod[] = [];

  current(): StatePeriod | undefined {
    return this.#periods.at(-1);
  }

  enter(period: StatePeriod): void {
    const last = this.#periods.at(-1);
    if (last?.state === period.state && last.description === period.description) return;
    if (last) this.#periods[this.#periods.length - 1] = { ...last, end: period.start };
    this.#periods.push(period);
    if (this.#periods.length > MAX_PERIODS) this.#periods = this.#periods.slice(-MAX_PERIODS / 2);
  }

  /** Periods that touch the window. */
  within(start: number, end: number): readonly StatePeriod[] {
    return this.#periods.filter(
      (period) => period.start < end && (period.end === undefined || period.end > start),
    );
  }
}
