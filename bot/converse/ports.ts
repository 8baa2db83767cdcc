import type { Desk, LinkStanding, LinkView, Person, Talks } from '../../src/index';
import type { Card } from '../cards/card';
import type { IconUrl } from '../cards/icons';
import type { Voice } from '../say/voice';

/** What the conversation needs of the engine: orders and questions of the desk, and the book of chats. */
export interface Ports {
  readonly desk: Pick<
    Desk,
    | 'getMyLink'
    | 'getMyStanding'
    | 'orderState'
    | 'pauseLink'
    | 'resumeLink'
    | 'showAgentState'
    | 'deleteLink'
    | 'listRecords'
    | 'findColleagues'
    | 'tellWhenFree'
    | 'changePreferences'
    | 'follow'
    | 'getMyJoining'
    | 'linkMyself'
    | 'beginProof'
    | 'requestLink'
    | 'leaveApp'
  >;
  readonly talks: Pick<
    Talks,
    'conversations' | 'posts' | 'clock' | 'answers' | 'causeOf' | 'causeOfJoining' | 'failed'
  >;
  readonly iconUrl: IconUrl;
  /** Address of a page of the tab in Teams; null: it is not known. */
  readonly tabUrl: (page: LinkedPage) => string | null;
}

/** Pages of the tab that cards open, as its router reads them. */
export type LinkedPage = 'admin' | `explain/${string}`;

/** The person and their link, as one message finds them. */
export interface Talk {
  readonly ports: Ports;
  readonly person: Person;
  /** The channel's own id of the person. */
  readonly userId: string;
  readonly voice: Voice;
  /** Null before linking. */
  readonly link: LinkView | null;
  /** The link and its details when the message came; null before linking. */
  readonly standing: LinkStanding | null;
  /** An answer to a pressed button has to be quick. */
  readonly patienceMs: number;
}

export type Reply =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'card';
      readonly card: Card;
      /** Of a pressed button: takes the place of its card. */
      readonly inPlace: boolean;
      readonly isStatus?: boolean;
    };

export function sayText(text: string): readonly Reply[] {
  return [{ kind: 'text', text }];
}

export function showCard(card: Card): readonly Reply[] {
  return [{ kind: 'card', card, inPlace: false }];
}

export function replaceCard(card: Card): readonly Reply[] {
  return [{ kind: 'card', card, inPlace: true }];
}

/** In a `catch`: null for who is not linked, whose tenant does not use this included; throws the rest. */
export function nobodyLinked(error: unknown): null {
  const code = refusalOf(error);
  if (code === 'not-linked' || code === 'tenant-unknown') return null;
  throw error;
}

/** Why the desk refused, by its own code; anything else is no refusal. */
export function refusalOf(error: unknown): string | null {
  if (!(error instanceof Error) || error.name !== 'DeskError') return null;
  return 'code' in error && typeof error.code === 'string' ? error.code : null;
}
