/** One function per business event. Call sites build no messages; nothing here ever throws. */
import type { Log } from './log';
import type { Metrics } from './metrics';
import { reasonCode } from './reason-code';

/** Identifiers for the log line; never labels of a metric. */
export interface Who {
  readonly tenantId?: string;
  readonly connectionId?: string;
  readonly accountKey?: string;
  readonly linkId?: string;
  readonly agentUserId?: string;
  readonly personId?: string;
}

export interface CallEnd {
  readonly side: 'graph' | 'vcc' | 'entra';
  /** Operation: `setPresence`, `token`. */
  readonly name: string;
  /** `CallResult.kind`. */
  readonly kind: string;
  /** Absent when no answer came. */
  readonly status?: number;
  readonly ms: number;
  readonly reason?: string;
  /** The other side's id of the request. */
  readonly requestId?: string;
  readonly who?: Who;
}

export interface TurnEndEvent extends Who {
  readonly outcome: string;
  readonly code: string;
  readonly ms: number;
}

export interface SweepPass extends Who {
  readonly side: string;
  /** People or agents looked at, and how many of them differed. */
  readonly seen: number;
  readonly changed: number;
  readonly ms: number;
}

export interface RequestEnd extends Who {
  readonly operation: string;
  readonly status: number;
  readonly ms: number;
}

export interface Events {
  factTaken(kind: string, who?: Who): void;
  factDropped(code: string, who?: Who): void;
  /** The same fact was delivered again. */
  factRepeated(who?: Who): void;
  turnEnded(end: TurnEndEvent): void;
  /** GD5 */
  linkStopped(who?: Who): void;
  webhookTaken(type: string, who?: Who): void;
  webhookRefused(code: string, who?: Who): void;
  requestEnded(end: RequestEnd): void;
  callEnded(end: CallEnd): void;
  /** Parts of an otherwise good answer that could not be read. */
  itemsIgnored(side: string, name: string, count: number): void;
  /** A key's calls wait because the other side asked for it. */
  pacePaused(side: string, ms: number, who?: Who): void;
  sweepPassed(pass: SweepPass): void;
  /** KP4: `code` null when it has healed. */
  connectionMarked(code: string | null, who?: Who): void;
  /** KP4: `code` null when it has healed. */
  linkMarked(code: string | null, who?: Who): void;
  /** KP3: what was done to the subscriptions at VCC. */
  subscriptionsMended(done: readonly string[], who?: Who): void;
  /** Change notifications in a person's name: why there are none; `code` null when it has healed. */
  watcherMarked(code: string | null, who?: Who): void;
  /** How many connections carry each reason now. */
  connectionsTroubled(counts: Readonly<Record<string, number>>): void;
  /** Something of ours failed that should not: the code names the place. */
  failed(code: string, error: unknown, who?: Who): void;
}

export function createEvents(log: Log, metrics: Metrics): Events {
  return neverThrowing({
    ...factEvents(log, metrics),
    ...doorEvents(log, metrics),
    ...callEvents(log, metrics),
    ...keeperEvents(log, metrics),
    failed: (code, error, who) => {
      metrics.failures.inc({ code });
      log.error({ ...who, code, err: error }, 'something failed');
    },
  });
}

type FactEvents = Pick<
  Events,
  'factTaken' | 'factDropped' | 'factRepeated' | 'turnEnded' | 'linkStopped'
>;

function factEvents(log: Log, metrics: Metrics): FactEvents {
  return {
    factTaken: (kind, who) => {
      metrics.factsTaken.inc({ kind });
      log.debug({ ...who, kind }, 'fact taken');
    },
    factDropped: (code, who) => {
      metrics.factsDropped.inc({ code });
      log.debug({ ...who, code }, 'fact dropped');
    },
    factRepeated: (who) => {
      metrics.factsRepeated.inc();
      log.debug({ ...who }, 'fact delivered again');
    },
    turnEnded: (end) => {
      metrics.turnsEnded.inc({ outcome: end.outcome, code: end.code });
      metrics.turnSeconds.observe({ outcome: end.outcome }, end.ms / 1_000);
      log.debug({ ...end }, 'turn ended');
    },
    linkStopped: (who) => {
      metrics.linksStopped.inc();
      log.warn({ ...who }, 'link stopped: too many automatic changes in a minute');
    },
  };
}

function doorEvents(
  log: Log,
  metrics: Metrics,
): Pick<Events, 'webhookTaken' | 'webhookRefused' | 'requestEnded'> {
  return {
    webhookTaken: (type, who) => {
      metrics.webhooksTaken.inc({ type });
      log.debug({ ...who, type }, 'webhook taken');
    },
    webhookRefused: (code, who) => {
      metrics.webhooksRefused.inc({ code });
      log.info({ ...who, code }, 'webhook refused');
    },
    requestEnded: (end) => {
      metrics.requestsEnded.inc({ operation: end.operation, status: String(end.status) });
      log.debug({ ...end }, 'request answered');
    },
  };
}

function callEvents(
  log: Log,
  metrics: Metrics,
): Pick<Events, 'callEnded' | 'itemsIgnored' | 'pacePaused'> {
  return {
    callEnded: ({ who, reason, ...end }) => {
      metrics.callsEnded.inc({ side: end.side, name: end.name, kind: end.kind });
      metrics.callSeconds.observe({ side: end.side, name: end.name }, end.ms / 1_000);
      const level = end.kind === 'ok' ? 'debug' : 'info';
      const code = reason === undefined ? {} : { reason: reasonCode(reason) };
      log[level]({ ...who, ...end, ...code }, 'call ended');
    },
    itemsIgnored: (side, name, count) => {
      metrics.itemsIgnored.inc({ side, name }, count);
      log.warn({ side, operation: name, count }, 'parts of an answer could not be read');
    },
    pacePaused: (side, ms, who) => {
      metrics.pacePaused.inc({ side });
      log.info({ ...who, side, ms }, 'calls paused as asked');
    },
  };
}

function keeperEvents(
  log: Log,
  metrics: Metrics,
): Pick<
  Events,
  | 'sweepPassed'
  | 'connectionMarked'
  | 'watcherMarked'
  | 'linkMarked'
  | 'subscriptionsMended'
  | 'connectionsTroubled'
> {
  return {
    sweepPassed: (pass) => {
      metrics.sweepsPassed.inc({ side: pass.side });
      metrics.sweepSeconds.observe({ side: pass.side }, pass.ms / 1_000);
      metrics.sweepChanges.inc({ side: pass.side }, pass.changed);
      log.debug({ ...pass }, 'sweep passed');
    },
    connectionMarked: (code, who) => {
      if (code === null) log.info({ ...who }, 'connection healed');
      else log.warn({ ...who, code }, 'connection marked');
    },
    watcherMarked: (code, who) => {
      if (code === null) log.info({ ...who }, 'watcher healed');
      else log.warn({ ...who, code }, 'watcher marked');
    },
    linkMarked: (code, who) => {
      if (code === null) log.info({ ...who }, 'link healed');
      else log.warn({ ...who, code }, 'link marked');
    },
    subscriptionsMended: (done, who) => log.info({ ...who, done }, 'subscriptions mended'),
    connectionsTroubled: (counts) => {
      metrics.connectionsTroubled.reset();
      for (const [code, total] of Object.entries(counts)) {
        metrics.connectionsTroubled.set({ code }, total);
      }
    },
  };
}

/** An event that cannot be told is lost; the work it speaks of goes on. */
function neverThrowing(events: Events): Events {
  return Object.fromEntries(
    Object.entries(events).map(([name, tell]) => [name, guard(tell as Tell)]),
  ) as unknown as Events;
}

type Tell = (...details: unknown[]) => void;

function guard(tell: Tell): Tell {
  return (...details) => {
    try {
      tell(...details);
    } catch {
      // Telling is never worth an interruption.
    }
  };
}

/** For tests and tools that count nothing. */
export const silentEvents: Events = {
  factTaken: () => undefined,
  factDropped: () => undefined,
  factRepeated: () => undefined,
  turnEnded: () => undefined,
  linkStopped: () => undefined,
  webhookTaken: () => undefined,
  webhookRefused: () => undefined,
  requestEnded: () => undefined,
  callEnded: () => undefined,
  itemsIgnored: () => undefined,
  pacePaused: () => undefined,
  sweepPassed: () => undefined,
  connectionMarked: () => undefined,
  watcherMarked: () => undefined,
  linkMarked: () => undefined,
  subscriptionsMended: () => undefined,
  connectionsTroubled: () => undefined,
  failed: () => undefined,
};
