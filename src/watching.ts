/** Joins what change notifications of Graph need: tokens in a person's name, keeper, hints, doors. */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { createDelegatedTokens } from './clients/entra/delegated-tokens';
import type { DelegatedTokens } from './clients/entra/delegated-tokens';
import { createValidationVerifier } from './clients/entra/validation-tokens';
import { createGraphSubscriptions } from './clients/graph/subscriptions';
import type { Delegate } from './clients/graph/subscriptions';
import type { Pace } from './clients/pipeline/pace';
import { createTokenCache } from './clients/pipeline/token-cache';
import type { Transport } from './clients/pipeline/transport';
import { graphScope, issuersOf } from './clouds';
import type { Config } from './config/config';
import { readNotifyCertificate } from './config/notify-certificate';
import type { Sealer } from './config/secrets';
import type { WatchReach } from './desk/reach';
import { createContentOpener } from './doors/graph-content';
import type { GraphDoorDeps, GraphSubscription } from './doors/graph-delivery';
import { createGraphSubscriptionsKeeper } from './keepers/graph-subscriptions';
import type { GraphSubscriptionsKeeper } from './keepers/graph-subscriptions';
import { createTeamsHints } from './keepers/teams-hints';
import type { TeamsHints } from './keepers/teams-hints';
import type { TeamsRounds } from './keepers/teams-rounds';
import type { Clock } from './runtime/clock';
import type { Events } from './runtime/events';
import type { Store } from './store/store';
import type { HeldSubscription, Watcher } from './store/watching';

export interface WatchingParts {
  readonly config: Config;
  readonly clock: Clock;
  readonly events: Events;
  readonly store: Store;
  readonly sealer: Sealer;
  readonly transport: Transport;
  /** TN5: the same that all calls to Graph pass. */
  readonly graphPace: Pace;
  readonly rounds: TeamsRounds;
}

export interface Watching {
  readonly desk: WatchReach;
  readonly doors: Omit<GraphDoorDeps, 'events'>;
  /** Keepers by name. */
  readonly passes: readonly (readonly [string, () => Promise<number>])[];
  isBusy(): boolean;
  rest(): Promise<void>;
  stop(): Promise<void>;
}

const HOOK = '/hooks/graph';

export function createWatching(parts: WatchingParts): Watching {
  const { config, store, clock, events, sealer } = parts;
  const delegated = createTokens(parts);
  const keeper = createKeeper(parts, delegated);
  const hints = createTeamsHints({
    store,
    clock,
    rounds: parts.rounds,
    isUsed: keeper.isUsed,
    onError: (error) => events.failed('teams-hints', error),
  });
  const keys = config.notifyKeys;
  const pairs = keys ? [keys.current, ...(keys.previous ? [keys.previous] : [])] : [];
  return {
    desk: {
      borrow: (ask) => delegated.onBehalfOf(ask),
      hurry: (tenantId) => void keeper.hurry(tenantId),
      leave: (watcher) => keeper.leave(watcher),
    },
    doors: {
      findSubscription: async (id) => {
        const held = await store.watchers.find(id);
        return held && toSubscription(held, { store, sealer, hints, keeper });
      },
      verifyValidation: createValidationVerifier({
        ...parts,
        entraUrl: config.entra.url,
        clientId: config.entra.clientId,
        ...issuersOf(config.cloud),
      }),
      openContent: createContentOpener(
        pairs.map(({ certificate, key }) => {
          return { id: readNotifyCertificate(certificate).id, keyPem: key.reveal() };
        }),
      ),
    },
    passes: [
      ['graph-subscriptions', keeper.pass],
      ['teams-hints', hints.pass],
    ],
    isBusy: () => hints.isBusy() || keeper.isBusy(),
    rest: async () => {
      await keeper.rest();
      await hints.rest();
    },
    stop: async () => {
      await hints.stop();
      await keeper.rest();
    },
  };
}

function createTokens({ config, transport, clock, events }: WatchingParts): DelegatedTokens {
  const { entra } = config;
  const credential =
    entra.credential.kind === 'secret'
      ? { secret: entra.credential.secret.reveal() }
      : { certificatePem: entra.credential.pem.reveal() };
  return createDelegatedTokens({
    transport,
    clock,
    events,
    entraUrl: entra.url,
    clientId: entra.clientId,
    credential,
    scope: graphScope(config.cloud, 'Presence.Read.All'),
  });
}

function createKeeper(parts: WatchingParts, delegated: DelegatedTokens): GraphSubscriptionsKeeper {
  const { config, store, clock, events, sealer } = parts;
  const url = `${config.server.publicUrl}${HOOK}`;
  return createGraphSubscriptionsKeeper({
    store,
    clock,
    owner: randomUUID(),
    graph: createGraphSubscriptions({
      ...parts,
      pace: parts.graphPace,
      graphUrl: config.graph.url,
      clientId: config.entra.clientId,
    }),
    notificationUrl: url,
    lifecycleUrl: `${url}/lifecycle`,
    certificate: config.notifyKeys
      ? readNotifyCertificate(config.notifyKeys.current.certificate)
      : null,
    seal: sealer.seal,
    newSecret: () => randomBytes(32).toString('base64url'),
    hash: (text) => createHash('sha256').update(text).digest('base64url'),
    random: () => randomBytes(4).readUInt32BE() / 2 ** 32,
    delegateOf: (watcher) => delegateOf(parts, delegated, watcher),
    onMark: ({ tenantId, personId }, code) => events.watcherMarked(code, { tenantId, personId }),
    onError: (error) => events.failed('graph-subscriptions', error),
  });
}

/** Asks for a token when one is first wanted, and keeps the refresh token that comes with it. */
function delegateOf(
  { store, clock, sealer }: WatchingParts,
  delegated: DelegatedTokens,
  watcher: Watcher,
): Delegate {
  const { tenantId, personId } = watcher;
  let newest = watcher;
  const tokens = createTokenCache({
    clock,
    fetch: async () => {
      const refreshToken = sealer.open(newest.refreshToken);
      const granted = await delegated.refresh({ tenantId, refreshToken });
      if (granted.kind !== 'ok') return granted;
      const sealed = sealer.seal(granted.value.refreshToken);
      await store.watchers.keepToken(newest, sealed);
      newest = { ...newest, refreshToken: sealed };
      const { accessToken: token, lifetimeMs } = granted.value;
      return { ...granted, value: { token, lifetimeMs } };
    },
  });
  return { tenantId, personId, tokens };
}

interface Heard {
  readonly store: Store;
  readonly sealer: Sealer;
  readonly hints: TeamsHints;
  readonly keeper: GraphSubscriptionsKeeper;
}

function toSubscription(held: HeldSubscription, heard: Heard): GraphSubscription {
  const { tenantId, subscriptionId } = held;
  const { watchers } = heard.store;
  return {
    tenantId,
    clientState: heard.sealer.open(held.clientState),
    notify: (news) => heard.hints.take({ tenantId, ...news }),
    lifecycle: async (event) => {
      if (event === 'reauthorizationRequired') await watchers.askReauthorize(subscriptionId);
      if (event === 'subscriptionRemoved') await watchers.letGo(subscriptionId);
      if (event !== 'missed') return void heard.keeper.hurry(tenantId);
      await heard.hints.take({ tenantId, personId: null, words: null });
    },
  };
}
