/** The bot as the host sees it: routes, and a life of its own. */
import { randomUUID } from 'node:crypto';
import type { Config, Sync } from '../src/index';
import type { HostRoute } from './answer-writer';
import { createIconUrl } from './cards/icons';
import { createAdapter } from './channel/adapter';
import type { ChannelSettings } from './channel/adapter';
import { createApplication } from './channel/application';
import { createBook } from './channel/book';
import { createIconRoutes } from './channel/icon-files';
import { createMessagesRoute } from './channel/messages-door';
import { createNotifier } from './channel/notifier';
import type { Ports } from './converse/ports';
import { createSender } from './posts/sender';

export interface Bot {
  readonly routes: readonly HostRoute[];
  start(): void;
  /** Waits for answers and posts under way. */
  stop(): Promise<void>;
}

export interface BotOptions {
  readonly config: Config;
  readonly sync: Pick<Sync, 'desk' | 'talks'>;
  /** Where the channel's keys are found, in place of the public ones. */
  readonly channel?: ChannelSettings;
}

export function createBot({ config, sync, channel }: BotOptions): Bot {
  const { desk, talks } = sync;
  const { publicUrl } = config.server;
  const ports: Ports = {
    desk,
    talks,
    iconUrl: createIconUrl(publicUrl),
    tabUrl: createTabUrl(config),
  };
  const adapter = createAdapter(config, channel);
  const notifier = createNotifier(adapter, createBook(talks), config.bot?.id ?? '');
  const application = createApplication(ports, adapter);
  const sender = createSender({ ports, talks, owner: randomUUID(), ...notifier });
  const messages = createMessagesRoute({
    adapter,
    isAnonymous: config.bot === null,
    turn: application.turn,
    onFailure: (error) => talks.failed('bot-channel', error),
  });
  return {
    routes: [messages, ...createIconRoutes()],
    start: sender.start,
    stop: async () => {
      await sender.stop();
      await application.rest();
    },
  };
}

/** Pages of the tab are opened within Teams, which knows it by the id of the app. */
export function createTabUrl({ teamsAppId }: Pick<Config, 'teamsAppId'>): Ports['tabUrl'] {
  if (teamsAppId === null) return () => null;
  return (page) => {
    const context = encodeURIComponent(JSON.stringify({ subEntityId: page }));
    return `https://teams.microsoft.com/l/entity/${teamsAppId}/home?context=${context}`;
  };
}
