/** What the bot says by itself, as values: it is put into words where the person's language is known. */
import type { ReasonCode } from './reason';
import type { SeenLine, TurnRecord } from './record';
import { TROUBLE_CODES } from './trouble';
import type { TroubleCode, TroubleSide } from './trouble';

export type PostBody =
  | { readonly kind: 'problem'; readonly record: PostedRecord }
  | { readonly kind: 'change'; readonly record: PostedRecord }
  | { readonly kind: 'trouble'; readonly code: TroubleCode; readonly since: number }
  | {
      readonly kind: 'alert';
      readonly code: TroubleCode;
      readonly side: TroubleSide;
      readonly since: number;
      readonly agents: number;
    }
  | {
      readonly kind: 'free';
      readonly linkId: string;
      readonly name: string;
      readonly personId: string;
    }
  | { readonly kind: 'reminder'; readonly minutes: number }
  /** What became of a person's own proof or of what they asked their admin for. */
  | {
      readonly kind: 'joined' | 'declined';
      readonly agentId: string;
    }
  /** A proof of theirs ended without a link. */
  | { readonly kind: 'unproved'; readonly code: string | null }
  /** The status card of the chat is to show how it stands now. */
  | { readonly kind: 'card'; readonly cardId: string };

export type PostedRecord = TurnRecord & { readonly id: string };

/** Somebody has to know. Of a gone agent or a lost scope KP4's mark tells, and a turn does not (WV2). */
const PROBLEMS: ReadonlySet<ReasonCode> = new Set([
  'vcc-refused',
  'vcc-not-taken',
  'teams-refused',
  'not-taken',
  'flapping',
  'healed',
]);

const CHANGES: ReadonlySet<ReasonCode> = new Set([
  'agent-changed',
  'teams-changed',
  'interaction-began',
  'interaction-ended',
  'call-began',
  'call-ended',
  'away-was-chosen',
  'resumed',
  'logged-out',
  'hand-set-lifted',
  'last-resort',
]);

const MARKS: ReadonlySet<string> = new Set(TROUBLE_CODES);

export interface Told {
  readonly kind: 'problem' | 'change';
  readonly cause: string;
}

/** Is a record worth a post, and which is its cause? What a person ordered here is answered here. */
export function tellRecord(
  record: PostedRecord,
  wants: 'nothing' | 'problems' | 'changes',
): Told | null {
  if (wants === 'nothing' || MARKS.has(record.code)) return null;
  const order = findOrder(record);
  const cause = order ? orderCause(record.linkId, order.at) : `record:${record.id}`;
  if (PROBLEMS.has(record.code)) return { kind: 'problem', cause };
  if (wants !== 'changes' || order || record.outcome !== 'wrote') return null;
  return CHANGES.has(record.code) ? { kind: 'change', cause } : null;
}

/** Could a status card show something else since this record? Echoes and renewals change nothing. */
export function changesCard({ outcome, seen, code }: TurnRecord): boolean {
  const isNews = seen.some((line) => line.outcome === 'taken');
  return isNews || outcome === 'refused' || outcome === 'stopped' || code === 'resumed';
}

/** Names what became of a proof or a request as a cause. */
export function joiningCause(id: string): string {
  return `joining:${id}`;
}

/** Names one order of a link as a cause. */
export function orderCause(linkId: string, at: number): string {
  return `order:${linkId}:${at}`;
}

/** The newest order of a person among what a record saw. */
export function findOrder(record: TurnRecord): SeenLine | undefined {
  const orders = record.seen.filter(({ side, kind }) => side === 'order' && ORDERS.has(kind));
  return orders.at(-1);
}

const ORDERS: ReadonlySet<string> = new Set(['set-state', 'pause', 'resume', 'show-agent-state']);
