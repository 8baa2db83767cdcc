export type ChannelState = 'alerted' | 'connected' | 'held' | 'wrapping-up';

/** One agent's leg in an interaction (3.4). */
export interface Channel {
  readonly channelId: string;
  readonly interactionId: string;
  readonly conversationId: string;
  state: ChannelState;
  since: number;
}

export type ChannelAction =
  'alerted' | 'connected' | 'held' | 'retrieved' | 'disconnected' | 'wrapstarted' | 'ended';

export function isLive({ state }: Channel): boolean {
  return state !== 'wrapping-up';
}
