/** Joins what looks after joining: unfinished connections, and all that comes before a link. */
import type { FullVccClient } from './clients/vcc/full-client';
import type { AccountAccess } from './clients/vcc/client';
import type { Config } from './config/config';
import { webhookUrl } from './desk/webhook';
import { clearDrafts } from './keepers/drafts';
import type { Clock } from './runtime/clock';
import type { Connection, Store } from './store/store';

export interface JoiningParts {
  readonly config: Config;
  readonly clock: Clock;
  readonly store: Store;
  readonly vcc: FullVccClient;
  accountOf(connection: Connection): AccountAccess;
}

export interface Joining {
  /** Keepers by name. */
  readonly passes: readonly (readonly [string, () => Promise<number>])[];
}

export function createJoining(parts: JoiningParts): Joining {
  const { publicUrl } = parts.config.server;
  const drafts = { ...parts, webhookUrl: (id: string) => webhookUrl(publicUrl, id) };
  return { passes: [['drafts', () => clearDrafts(drafts)]] };
}
