/**
 * One outgoing call and its steps. A step takes the next one and answers an exchange that does a
 * little more: authorize, wait for the pace, send. `caller.ts` puts them in order.
 */
import type { Who } from '../../runtime/events';
import type { CallResult } from '../call-result';

export type Side = 'graph' | 'vcc' | 'entra';

/** TN5: order of spending. */
export type Priority = 'change' | 'sweep' | 'renewal';

/** A call that waits for its pace on behalf of something that may grow old meanwhile. */
export interface Waiting {
  /** Since when what it belongs to has been waiting; of equals the oldest goes first. */
  readonly since?: number;
  /** Something newer took its place: the wait ends at once. */
  readonly givesWay?: AbortSignal;
  /** Asked once more after a wait, directly before the call leaves. */
  isStillWanted?(): Promise<boolean>;
}

export interface Call {
  readonly side: Side;
  /** Operation, as metrics and records name it: `setPresence`. */
  readonly name: string;
  /** A write whose fate is unknown is never repeated here: the turn decides anew. */
  readonly effect: 'read' | 'write';
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** Asked for when the call leaves, so that a batch can fill while it waits for its pace. */
  readonly url: string | (() => string);
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Whose budget it spends. */
  readonly paceKey: string;
  readonly priority: Priority;
  readonly waiting?: Waiting;
  /** Absent for calls that carry no bearer token. */
  readonly tokens?: TokenSource;
  /** Largest answer, in bytes. */
  readonly maxBytes?: number;
  readonly who?: Who;
}

/** Tokens for one caller at one service. */
export interface TokenSource {
  get(): Promise<CallResult<string>>;
  /** A token other than the refused one; asks for a fresh one unless somebody has already. */
  replace(refused: string): Promise<CallResult<string>>;
  /** The token works but is not allowed to: fetch a new one for the calls to come. */
  distrust(token: string): void;
}

export type Failure = Exclude<CallResult<never>, { kind: 'ok' }>;

export interface Answer {
  readonly kind: 'answer';
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** No complete answer came. `sent` is false only when the request certainly never left. */
export interface Breakdown {
  readonly kind: 'breakdown';
  readonly sent: boolean;
  readonly reason: string;
  /** Status, where the answer began and then broke. */
  readonly status?: number;
}

/** A step ended the call before it left. */
export interface Stop {
  readonly kind: 'stop';
  readonly failure: Failure;
}

export type Reply = Answer | Breakdown | Stop;
export type Exchange = (call: Call, signal: AbortSignal) => Promise<Reply>;
export type Step = (next: Exchange) => Exchange;
