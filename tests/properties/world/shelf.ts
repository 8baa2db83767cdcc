/** The store of one link: what survives a crash. */
import type { Fact } from '../../../src/core/fact';
import { initialLinkState } from '../../../src/core/link-state';
import type { LinkState } from '../../../src/core/link-state';
import type { TurnRecord } from '../../../src/core/record';

export interface Commit {
  readonly state: LinkState;
  readonly outcomes: readonly { readonly factId: string }[];
}

export class Shelf {
  state: LinkState = initialLinkState();
  wakeAt: number | null = null;
  teamsDueAt: number | null = null;
  claimedUntil = 0;
  /** Start of the last sweep of Teams. */
  sweptAt: number | null = null;
  readonly records: TurnRecord[] = [];
  /** Every fact ever stored, in the order of its coming. */
  readonly facts: Fact[] = [];
  private readonly known = new Set<string>();
  private unread: Fact[] = [];
  private readonly dropsRepeats: boolean;

  constructor(dropsRepeats: boolean) {
    this.dropsRepeats = dropsRepeats;
  }

  /** False: it was there already. Orders are stored once in any case. */
  append(fact: Fact): boolean {
    const repeats = this.known.has(fact.id);
    if (repeats && (this.dropsRepeats || fact.side === 'order')) return false;
    this.known.add(fact.id);
    this.facts.push(fact);
    this.unread.push(fact);
    return true;
  }

  unreadFacts(): readonly Fact[] {
    return this.unread;
  }

  commit({ state, outcomes }: Commit): void {
    this.state = structuredClone(state);
    const read = new Set(outcomes.map((one) => one.factId));
    this.unread = this.unread.filter((fact) => !read.has(fact.id));
  }
}
