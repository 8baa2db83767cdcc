import type { Presence } from './presence';

/** One look at Teams that is to be judged. */
export interface Reading {
  readonly presence: Presence;
  readonly at: number;
  /** Start of the reading before it, or of its first sight while unsettled. */
  readonly since: number;
}
