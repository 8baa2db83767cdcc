/**
 * Contents page of the engine. Rooms in the order an event walks through them: doors → store →
 * line → reconcile → core → clients; the keepers' slow clocks and the desk's orders enter by the
 * same road. This file alone joins the rooms together.
 */
import { randomUUID } from 'node:crypto';
import { createSsoVerifier, TEAMS_CLIENT_IDS } from './clients/entra/jwks';
import { createTransport } from './clients/pipeline/transport';
import type { Transport } from './clients/pipeline/transport';
import type { AccountAccess } from './clients/vcc/client';
import { issuersOf } from './clouds';
import type { Config } from './config/config';
import { createSealer } from './config/secrets';
import type { Sealer } from './config/secrets';
import { createDesk } from './desk/desk';
import type { Desk } from './desk/desk';
import { loginOf } from './desk/reach';
import { createDoors } from './doors/doors';
import type { Doors } from './doors/doors';
import { createDefinitionsKeeper } from './keepers/definitions';
import { SCAN_MS, scanDue } from './keepers/due';
import { keepGroups } from './keepers/groups';
import { createKeeper } from './keepers/keeper';
import type { Keeper } from './keepers/keeper';
import { createPostPlanning } from './keepers/post-planning';
import { prune } from './keepers/prune';
import type { TurnSeen } from './keepers/returns';
import { createTeamsRounds } from './keepers/teams-rounds';
import type { TeamsRounds } from './keepers/teams-rounds';
import { createJoining } from './joining';
import type { Joining } from './joining';
import { createKeeping } from './keeping';
import type { Keeping } from './keeping';
import { createLine } from './line/line';
import type { Line } from './line/line';
import { createNudges, withNudges } from './reconcile/nudges';
import type { Nudges } from './reconcile/nudges';
import { reconcile } from './reconcile/turn';
import type { EndedTurn } from './reconcile/turn';
import { createOutside } from './outside';
import type { Outside } from './outside';
import { systemClock } from './runtime/clock';
import type { Clock } from './runtime/clock';
import { createEvents } from './runtime/events';
import type { Events } from './runtime/events';
import { createLog } from './runtime/log';
import type { Log } from './runtime/log';
import { createMetrics } from './runtime/metrics';
import { openEmbedded } from './store/embedded';
import { createPostgresStore } from './store/postgres';
import type { Connection, Store } from './store/store';
import { createTalks } from './talking';
import type { Talks } from './talking';
import { createWatching } from './watching';
import type { Watching } from './watching';

export type { Config } from './config/config';
export type { Desk } from './desk/desk';
export type * from './talking';
export type { Door, DoorAnswer, DoorRequest, Route } from './doors/door';
export type { Doors } from './doors/doors';
export type { Clock } from './runtime/clock';
export type { Log } from './runtime/log';

/** What tests and the demo put in the place of the real thing. */
export interface SyncOverrides {
  readonly clock?: Clock;
  readonly log?: Log;
  /** Certificate authorities trusted beside the well-known ones (PEM). */
  readonly extraCa?: string;
  /** How often timers are looked at. */
  readonly scanMs?: number;
  /** The embedded database goes when the engine stops, or dies. */
  readonly throwaway?: boolean;
}

/** A running engine. `create` → `start` → `stop`, each once. */
export interface Sync {
  readonly doors: Doors;
  readonly desk: Desk;
  /** What the bot keeps of its chats, and what it is to say. */
  readonly talks: Talks;
  start(): Promise<void>;
  /** Ends the keepers, then the turns under way, then the store. */
  stop(): Promise<void>;
  /** For tests: ends when no turn and no sweep is under way. */
  idle(): Promise<void>;
}

interface Parts extends Outside {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Log;
  readonly events: Events;
  readonly store: Store;
  readonly sealer: Sealer;
  /** Tells turns that wait in line of what comes for their link. */
  readonly nudges: Nudges;
  accountOf(connection: Connection): AccountAccess;
}

/**
 * Opens the store (the embedded PostgreSQL without DATABASE_URL), and joins the rooms.
 * Nothing moves before `start`. Rejects with one sentence for the operator.
 */
export async function createSync(config: Config, overrides: SyncOverrides = {}): Promise<Sync> {
  const clock = overrides.clock ?? systemClock;
  const log = overrides.log ?? createLog({ level: config.log.level });
  const metrics = createMetrics();
  const events = createEvents(log, metrics);
  const database = await openDatabase(config, log, overrides.throwaway ?? false);
  const store = await createPostgresStore({ url: database.url, log }).catch(async (error) => {
    await database.stop();
    throw error;
  });
  const transport = createTransport(
    overrides.extraCa === undefined ? {} : { extraCa: overrides.extraCa },
  );
  const sealer = createSealer(config.secrets.key, config.secrets.previousKey);
  const outside = createOutside(config, { clock, events, transport, shared: store.budgets });
  const accountOf = (connection: Connection): AccountAccess => loginOf(connection, sealer.open);
  const nudges = createNudges();
  const rooms = { config, clock, log, events, store, sealer, nudges, accountOf };
  const parts: Parts = { ...rooms, ...outside };
  const definitions = createDefinitionsKeeper(parts);
  const wakeMany = (linkIds: readonly string[]): Promise<void> => line.wakeMany(linkIds);
  const joining = createJoining({ ...parts, transport, wakeMany }, () => desk);
  const keeping = createKeeping({ ...parts, wakeMany, onMissed: joining.proof.missed });
  const posts = keeperOf(parts, 'posts', createPostPlanning({ store, clock, owner: randomUUID() }));
  const told = { ...keeping, refresh: definitions.refresh, onEnd: posts.hurry };
  const { url } = database;
  const line = withNudges(
    await createLine({ url, log, runTurn: (linkId) => runTurn(parts, told, linkId) }),
    nudges,
  );
  const rounds = teamsRounds(parts, line, keeping);
  const watching = createWatching({ ...parts, transport, rounds });
  const desk: Desk = createDesk({
    ...deskOptions(parts, line),
    watching: watching.desk,
    ...joining.desk,
    onCredentials: keeping.onCredentials,
  });
  const doors = createDoors({
    ...doorOptions(parts, { desk, line, transport, watching }),
    metrics,
    onDelivery: keeping.onDelivery,
    onEvent: joining.proof.heard,
    onStranger: joining.proofs.heard,
  });
  const keepers = createKeepers(parts, {
    posts,
    line,
    rounds,
    watching,
    keeping,
    joining,
    definitions,
    scanMs: overrides.scanMs ?? SCAN_MS,
  });
  return {
    doors,
    desk,
    talks: createTalks({ store, clock, log, events }),
    start: () => {
      for (const keeper of keepers) keeper.start();
      return Promise.resolve();
    },
    stop: async () => {
      desk.close();
      await Promise.all(keepers.map((keeper) => keeper.stop()));
      await watching.stop();
      await rounds.rest();
      await keeping.rest();
      await line.stop();
      await transport.close();
      await store.close();
      await database.stop();
    },
    idle: () => rest(keepers, [rounds, watching, keeping], line),
  };
}

async function openDatabase(
  config: Config,
  log: Log,
  throwaway: boolean,
): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const { databaseUrl, dataDir } = config.store;
  if (databaseUrl) return { url: databaseUrl.reveal(), stop: () => Promise.resolve() };
  return openEmbedded({ dataDir, log, throwaway });
}

async function runTurn(
  parts: Parts,
  told: Pick<Keeping, 'onShutOut' | 'returns'> & {
    refresh(connection: Connection): Promise<void>;
    onEnd(): void;
  },
  linkId: string,
): Promise<void> {
  const { config, events } = parts;
  await reconcile(
    {
      ...parts,
      renewals: parts.graph.withPriority('renewal'),
      inLine: (waiting) => ({
        graph: parts.graph.inLine(waiting),
        renewals: parts.graph.inLine(waiting, 'renewal'),
        vcc: { ...parts.vcc, ...parts.vcc.inLine(waiting) },
      }),
      settleMs: config.settleMs,
      onUnknownDefinition: (connection) => {
        told.refresh(connection).catch((error: unknown) => events.failed('definitions', error));
      },
      onShutOut: told.onShutOut,
      onLawFailure: ({ id, tenantId, connectionId }, error) =>
        events.failed('law', error, { tenantId, connectionId, linkId: id }),
      onTurnEnd: (turn) => {
        countTurn(parts, turn);
        told.returns.ended(seenOf(turn));
      },
    },
    linkId,
  ).finally(told.onEnd);
}

function seenOf({ claimed, draft }: EndedTurn): TurnSeen {
  const answered = draft.wrote.filter(({ ok }) => ok).map(({ side }) => side);
  return { link: claimed.link, state: draft.state, answered };
}

function countTurn({ events }: Parts, { claimed, draft, outcome }: EndedTurn): void {
  const { id: linkId, tenantId, connectionId } = claimed.link;
  const who = { tenantId, connectionId, linkId };
  for (const verdict of draft.outcomes) {
    if (verdict.outcome === 'taken') events.factTaken(verdict.code, who);
    else events.factDropped(verdict.code, who);
  }
  const last = draft.decided.at(-1);
  if (last?.code === 'flapping') events.linkStopped(who);
  const code = last?.code ?? draft.outcomes.at(-1)?.code ?? 'nothing-to-do';
  events.turnEnded({ ...who, outcome, code, ms: draft.now - draft.startedAt });
}

function deskOptions(
  parts: Parts,
  line: Line,
): Omit<Parameters<typeof createDesk>[0], 'watching' | 'onCredentials' | keyof Joining['desk']> {
  const { config, store, clock, vcc, graph, sealer } = parts;
  return {
    store,
    clock,
    wake: line.wake,
    vcc,
    graph,
    seal: sealer.seal,
    open: sealer.open,
    publicUrl: config.server.publicUrl,
    cloud: config.cloud,
    allowedAccounts: config.vcc.allowedAccounts,
  };
}

function doorOptions(
  parts: Parts,
  joined: {
    readonly desk: Desk;
    readonly line: Line;
    readonly transport: Transport;
    readonly watching: Watching;
  },
): Omit<Parameters<typeof createDoors>[0], 'metrics' | 'onDelivery' | 'onEvent' | 'onStranger'> {
  const { config, store, clock, events, sealer } = parts;
  const verifier = createSsoVerifier({
    entraUrl: config.entra.url,
    clientId: config.entra.clientId,
    applicationIdUri: config.entra.applicationIdUri,
    allowedClients: TEAMS_CLIENT_IDS,
    ...issuersOf(config.cloud),
    clock,
    events,
    transport: joined.transport,
    // Any organisation may begin to connect; who may order what is the desk's to say.
    isKnownTenant: () => true,
    isEstablished: store.tenants.isKnown,
  });
  return {
    store,
    clock,
    events,
    explainDays: config.explainDays,
    desk: joined.desk,
    wake: joined.line.wake,
    open: sealer.open,
    verify: verifier.verify,
    ...joined.watching.doors,
    publicUrl: config.server.publicUrl,
    ping: store.ping,
  };
}

function teamsRounds(parts: Parts, line: Line, keeping: Keeping): TeamsRounds {
  const { config, store, graph, clock, events } = parts;
  return createTeamsRounds({
    store,
    graph,
    clock,
    wakeMany: line.wakeMany,
    onMissing: keeping.onMissing,
    onShutOut: keeping.onTenantShutOut,
    owner: randomUUID(),
    aimMs: config.sweep.teamsMs,
    budget: config.graph.budget,
    onPass: (tenantId, { people, facts, tookMs, trouble }) => {
      events.sweepPassed({ tenantId, side: 'teams', seen: people, changed: facts, ms: tookMs });
      keeping.returns.swept('teams', tenantId, trouble);
    },
    onError: (error) => events.failed('teams-sweep', error),
  });
}

interface Kept {
  readonly posts: Keeper;
  readonly line: Line;
  readonly rounds: TeamsRounds;
  readonly watching: Watching;
  readonly keeping: Keeping;
  readonly joining: Joining;
  readonly definitions: { pass(): Promise<number> };
  readonly scanMs: number;
}

function createKeepers(
  parts: Parts,
  { posts, line, rounds, watching, keeping, joining, definitions, scanMs }: Kept,
): readonly Keeper[] {
  const { config, store, clock } = parts;
  const passes: readonly (readonly [string, () => Promise<number>])[] = [
    ['due', () => scanDue({ store, clock, scanMs, wakeMany: line.wakeMany })],
    ['teams-sweep', rounds.pass],
    ...keeping.passes,
    ...joining.passes,
    ['definitions', definitions.pass],
    ['groups', groupsPass(parts)],
    ...watching.passes,
    ['prune', () => prune({ store, clock, explainDays: config.explainDays })],
  ];
  return [...passes.map(([name, pass]) => keeperOf(parts, name, pass)), posts];
}

function keeperOf({ clock, events }: Parts, name: string, pass: () => Promise<number>): Keeper {
  const onError = (error: unknown): void => events.failed(name, error);
  return createKeeper({ clock, pass, pauseMs: 1_000, onError });
}

function groupsPass(parts: Parts): () => Promise<number> {
  const { config, store, clock, events, vcc, accountOf } = parts;
  const renewals = vcc.withPriority('renewal');
  const deps = {
    store,
    clock,
    owner: randomUUID(),
    budget: config.vcc.budget,
    groupsOf: (connection: Connection, userId: string) =>
      renewals.groupsOf(accountOf(connection), userId),
    onError: (error: unknown) => events.failed('groups', error),
  };
  return () => keepGroups(deps);
}

type Restless = Pick<Watching, 'rest' | 'isBusy'>;

async function rest(
  keepers: readonly Keeper[],
  others: readonly Restless[],
  line: Line,
): Promise<void> {
  do {
    for (const other of others) await other.rest();
    await line.idle();
    await new Promise((resolve) => setImmediate(resolve));
  } while ([...others, ...keepers].some((one) => one.isBusy()));
}
