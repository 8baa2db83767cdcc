/** What a turn may do to the outside, one at a time, and what can come of it. */
import type { AgentState } from './agent-state';
import type { Presence } from './presence';

export type Action =
  | { readonly kind: 'read-agent' }
  | { readonly kind: 'set-agent'; readonly target: AgentState }
  | {
      readonly kind: 'set-session';
      readonly presence: Presence;
      readonly expirationMs: number;
      readonly why: TeamsWhy;
    }
  | { readonly kind: 'clear-session'; readonly why: TeamsWhy }
  | {
      readonly kind: 'set-preferred';
      readonly presence: Presence;
      readonly expirationMs: number;
      readonly why: TeamsWhy;
    }
  | { readonly kind: 'clear-preferred'; readonly why: TeamsWhy };

export type TeamsWhy = 'change' | 'renewal' | 'probe' | 'release' | 'lift';

interface Retry {
  readonly kind: 'retry';
  readonly afterMs: number;
  readonly reason: string;
  /** It never left: the line was long, or something newer came (TN5). */
  readonly unsent?: 'no-budget' | 'superseded';
}

/** A call that never left. */
export type Unsent = Retry & { readonly unsent: 'no-budget' | 'superseded' };

export type ActionResult =
  | {
      readonly kind: 'done';
      readonly agent?: { readonly state: AgentState; readonly updatedAt: number };
    }
  | Retry
  | { readonly kind: 'unknown'; readonly afterMs: number; readonly reason: string }
  | { readonly kind: 'refused'; readonly status: number; readonly reason: string }
  | { readonly kind: 'forbidden'; readonly status: number; readonly reason: string }
  | { readonly kind: 'gone'; readonly status: number; readonly reason: string };

/** `setUserPreferredPresence Away/Away` */
export function showAction(action: Action): string {
  switch (action.kind) {
    case 'read-agent':
      return 'read presence';
    case 'set-agent':
      return `set presence ${action.target.name}`;
    case 'set-session':
      return `setPresence ${words(action.presence)}`;
    case 'clear-session':
      return 'clearPresence';
    case 'set-preferred':
      return `setUserPreferredPresence ${words(action.presence)}`;
    case 'clear-preferred':
      return 'clearUserPreferredPresence';
  }
}

function words(presence: Presence): string {
  return `${presence.availability}/${presence.activity}`;
}
