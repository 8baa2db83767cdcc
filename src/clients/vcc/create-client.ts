import { createCaller } from '../pipeline/caller';
import type { CallerOptions } from '../pipeline/caller';
import type { Priority } from '../pipeline/exchange';
import type { VccClient } from './client';
import type { FullVccClient } from './full-client';
import { agentOperations, writeOperations } from './agent-operations';
import { directoryOperations } from './directory-operations';
import type { UrlTerms } from './requests';
import { subscriptionOperations } from './subscription-operations';
import { createVccTokens } from './tokens';
import { createSender } from './sender';
import type { Sender } from './sender';

export interface VccClientOptions extends CallerOptions, UrlTerms {}

/**
 * The real VCC client. A single agent's presence is read and written as a change, all else as a
 * sweep, unless `withPriority` says otherwise.
 */
export function createVccClient(options: VccClientOptions): FullVccClient {
  const call = createCaller(options);
  const tokens = createVccTokens({ call, clock: options.clock, urls: options });
  const senderFor = (priority?: Priority): Sender =>
    createSender({ call, tokens, urls: options, events: options.events, priority });
  const build = (priority?: Priority): Omit<FullVccClient, 'withPriority' | 'inLine'> => {
    const sender = senderFor(priority);
    return {
      tryCredentials: (access) => tokens.tryAll(access),
      ...agentOperations(sender),
      ...directoryOperations(sender),
      ...subscriptionOperations(sender),
    };
  };
  const views = new Map<Priority, VccClient>();
  return {
    ...build(),
    inLine: (waiting) => writeOperations(senderFor(), waiting),
    withPriority: (priority) => {
      const view = views.get(priority) ?? build(priority);
      views.set(priority, view);
      return view;
    },
  };
}
