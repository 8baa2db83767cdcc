/** What a person can tell the bot, whether typed or pressed. */
export type Command =
  | { readonly do: 'status' }
  | { readonly do: 'set'; readonly presenceId: string; readonly minutes?: number }
  | { readonly do: 'why' }
  /** Without an end until resumed. */
  | { readonly do: 'pause'; readonly minutes?: number; readonly until?: number }
  | { readonly do: 'resume' }
  /** The agent state takes the place of a Teams status set by hand. */
  | { readonly do: 'show' }
  /** Without a name: whom is asked back, as for `tell`. */
  | { readonly do: 'find'; readonly words?: string }
  | { readonly do: 'free' }
  | { readonly do: 'tell'; readonly words?: string; readonly linkId?: string }
  | { readonly do: 'link' }
  /** The one agent who has the person's address. */
  | { readonly do: 'join'; readonly connectionId: string }
  /** Two states in ContactPad, or an admin's yes; the id is typed into the card. */
  | { readonly do: 'prove' | 'request'; readonly connectionId: string; readonly agentId?: string }
  | { readonly do: 'proof' }
  /** Sure, where it names the agent that the person was asked about. */
  | { readonly do: 'unlink'; readonly agentId?: string }
  | { readonly do: 'notify'; readonly posts?: Posts }
  /** Minutes of the day; none of both: no quiet hours. */
  | { readonly do: 'quiet'; readonly hours?: { readonly from: number; readonly to: number } | null }
  | { readonly do: 'language'; readonly language?: Language | null }
  | { readonly do: 'states' }
  | { readonly do: 'help' }
  | { readonly do: 'hi' };

export type Posts = 'nothing' | 'problems' | 'changes';

export const LANGUAGES = ['en', 'de', 'fr', 'es', 'ja'] as const;
export type Language = (typeof LANGUAGES)[number];

/** A state of the account that may be chosen. */
export interface Choice {
  readonly presenceId: string;
  readonly category: string;
  readonly name: string;
}

export type Understood =
  | { readonly kind: 'command'; readonly command: Command }
  /** Several fit, or not every word was understood: nothing is done before the person has chosen. */
  | { readonly kind: 'unsure'; readonly options: readonly Command[] }
  /** The account has nothing like it. */
  | { readonly kind: 'no-such-state' }
  /** VCC logs agents out itself. */
  | { readonly kind: 'log-out' }
  | { readonly kind: 'bad-time' }
  | { readonly kind: 'unknown' };

export interface Hearing {
  readonly language: Language;
  readonly timeZone: string;
  readonly now: number;
  /** Empty before linking. */
  readonly choices: readonly Choice[];
}
