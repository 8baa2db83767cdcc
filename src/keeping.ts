/** Joins the keepers of both sides' health: sweeps of VCC, subscriptions there, troubles (KP1 to KP4). */
import { randomUUID } from 'node:crypto';
import type { PrioritisedGraphClient } from './clients/graph/create-client';
import type { AccountAccess } from './clients/vcc/client';
import type { FullVccClient } from './clients/vcc/full-client';
import type { Config } from './config/config';
import type { Sealer } from './config/secrets';
import type { Side, TroubleCode } from './core/trouble';
import { SHORTER_EVENTS, WEBHOOK_EVENTS, webhookUrl } from './desk/webhook';
import { createAlsoWatched } from './keepers/also-watched';
import type { AlsoWatched } from './keepers/also-watched';
import { markConnection } from './keepers/marking';
import { createReturns } from './keepers/returns';
import type { Returns } from './keepers/returns';
import { createTroubles } from './keepers/troubles';
import type { Troubles } from './keepers/troubles';
import { createVccRounds } from './keepers/vcc-rounds';
import type { VccRounds } from './keepers/vcc-rounds';
import { PROOF_CODES } from './keepers/webhook-proof';
import { createWebhookWatch } from './keepers/webhook-watch';
import { createWebhooksKeeper } from './keepers/webhooks';
import type { WebhooksKeeper } from './keepers/webhooks';
import type { Clock } from './runtime/clock';
import type { Events } from './runtime/events';
import type { Connection, Link, Store } from './store/store';

export interface KeepingParts {
  readonly config: Config;
  readonly clock: Clock;
  readonly events: Events;
  readonly store: Store;
  readonly sealer: Sealer;
  readonly graph: PrioritisedGraphClient;
  readonly vcc: FullVccClient;
  accountOf(connection: Connection): AccountAccess;
  wakeMany(linkIds: readonly string[]): Promise<void>;
  /** A sweep found a change of this instant that no event had told (JN8). */
  onMissed(connection: Connection, changedAt: number): Promise<void>;
}

export interface Keeping {
  readonly passes: readonly (readonly [string, () => Promise<number>])[];
  /** People shown in an open address book (KP1). */
  readonly alsoWatched: Pick<AlsoWatched, 'watchAlso' | 'shown'>;
  /** Who waits for a side that does not answer. */
  readonly returns: Returns;
  /** A turn was answered 401, 403 or 404. */
  onShutOut(link: Link, side: Side): void;
  onTenantShutOut(tenantId: string): void;
  /** Teams does not know the people of these links. */
  onMissing(linkIds: readonly string[]): void;
  /** A delivery came from VCC. */
  onDelivery(connectionId: string, isGenuine: boolean): void;
  /** New credentials were entered. */
  onCredentials(connectionId: string): Promise<void>;
  rest(): Promise<void>;
  isBusy(): boolean;
}

export function createKeeping(parts: KeepingParts): Keeping {
  const { config, clock, graph, events } = parts;
  const returns = createReturns({ ...parts, onError: (error) => events.failed('returns', error) });
  const troubles = createTroubles({ ...parts, owner: randomUUID() });
  const webhooks = webhooksKeeper(parts, troubles);
  const watch = createWebhookWatch(clock);
  const { budget } = config.graph;
  const alsoWatched = createAlsoWatched({ graph, clock, aimMs: config.sweep.teamsMs, budget });
  const rounds = vccRounds(parts, { troubles, webhooks, returns });
  return {
    passes: [
      ['vcc-sweep', rounds.pass],
      ['webhooks', webhooks.pass],
      ['troubles', troubles.pass],
      ['also-watched', alsoWatched.pass],
    ],
    alsoWatched,
    returns,
    onShutOut: ({ id }, side) => troubles.report({ kind: 'links', side, linkIds: [id] }),
    onTenantShutOut: (tenantId) => troubles.report({ kind: 'tenant', tenantId }),
    onMissing: (linkIds) => troubles.report({ kind: 'links', side: 'teams', linkIds }),
    onDelivery: (connectionId, isGenuine) => {
      if (watch.note(connectionId, isGenuine)) webhooks.doubt(connectionId);
    },
    onCredentials: troubles.lookAgain,
    rest: async () => {
      await rounds.rest();
      await troubles.rest();
      await webhooks.rest();
    },
    isBusy: () => rounds.isBusy() || troubles.isBusy() || webhooks.isBusy(),
  };
}

function webhooksKeeper(parts: KeepingParts, troubles: Troubles): WebhooksKeeper {
  const { config, sealer, clock } = parts;
  return createWebhooksKeeper({
    ...parts,
    owner: randomUUID(),
    seal: sealer.seal,
    wanted: ({ id }) => ({
      name: `Presence Link ${id.slice(0, 8)} ${clock.now().toString(36)}`,
      url: webhookUrl(config.server.publicUrl, id),
      events: WEBHOOK_EVENTS,
      shorter: SHORTER_EVENTS,
    }),
    mark: (connectionId, code) => markWebhooks(parts, connectionId, code),
    onShutOut: (connectionId) => troubles.report({ kind: 'account', connectionId }),
  });
}

/** That the subscription stands does not say that its events arrive (JN8). */
async function markWebhooks(
  parts: KeepingParts,
  connectionId: string,
  code: TroubleCode | null,
): Promise<void> {
  if (code === null) {
    const known = await parts.store.connections.get(connectionId);
    if (known?.trouble.webhooks && PROOF_CODES.has(known.trouble.webhooks.code)) return;
  }
  await markConnection(parts, connectionId, { side: 'webhooks', code });
}

interface Beside {
  readonly troubles: Troubles;
  readonly webhooks: WebhooksKeeper;
  readonly returns: Returns;
}

function vccRounds(parts: KeepingParts, { troubles, webhooks, returns }: Beside): VccRounds {
  const { config, events } = parts;
  return createVccRounds({
    ...parts,
    owner: randomUUID(),
    everyMs: config.sweep.vccMs,
    budget: config.vcc.budget,
    onMissing: (linkIds) => troubles.report({ kind: 'links', side: 'vcc', linkIds }),
    onShutOut: (connectionId) => troubles.report({ kind: 'account', connectionId }),
    onPass: (connection, { agents, facts, tookMs, missedAt, trouble }) => {
      const { id, tenantId } = connection;
      const told = { side: 'vcc', seen: agents, changed: facts, ms: tookMs };
      events.sweepPassed({ tenantId, connectionId: id, ...told });
      returns.swept('vcc', id, trouble);
      if (missedAt === 0) return;
      const fail = (error: unknown): void => events.failed('webhooks', error);
      webhooks.missed(id, missedAt).catch(fail);
      parts.onMissed(connection, missedAt).catch(fail);
    },
    onError: (error) => events.failed('vcc-sweep', error),
  });
}
