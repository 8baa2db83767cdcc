import type { PresenceDefinition } from '../contract';
import type { Channel, ChannelAction } from './channel';
import type { TickInstant } from './instants';

/** Something an agent did or got, before it becomes an event on the wire. */
export interface Happening {
  readonly at: TickInstant;
  readonly userId: string;
  readonly agentId: string;
  readonly what:
    | { readonly kind: 'presence'; readonly definition: PresenceDefinition }
    | {
        readonly kind: 'channel';
        readonly action: ChannelAction;
        readonly channel: Pick<Channel, 'channelId' | 'interactionId' | 'conversationId'>;
      };
}
