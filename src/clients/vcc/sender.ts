import type { Events } from '../../runtime/events';
import type { CallResult } from '../call-result';
import type { Caller, Read } from '../pipeline/caller';
import type { Priority } from '../pipeline/exchange';
import type { AccountAccess } from './client';
import { toCall } from './requests';
import type { Ask, UrlTerms } from './requests';
import type { VccTokens } from './tokens';

/** Sends a request of an account. */
export interface Sender {
  readonly events: Events;
  send<T>(access: AccountAccess, ask: Ask, read: Read<T>): Promise<CallResult<T>>;
}

export interface SenderOptions {
  readonly call: Caller;
  readonly tokens: VccTokens;
  readonly urls: UrlTerms;
  readonly events: Events;
  /** In place of each request's own. */
  readonly priority: Priority | undefined;
}

export function createSender({ call, tokens, urls, events, priority }: SenderOptions): Sender {
  return {
    events,
    send: (access, ask, read) => {
      const terms = { ...urls, tokens: tokens.forScope(access, ask.scope) };
      return call(toCall(terms, access, { ...ask, priority: priority ?? ask.priority }), read);
    },
  };
}
