import { Counter, Gauge, Histogram, Registry } from 'prom-client';

const CALL_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const PASS_SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];

/** Counters with few labels; identifiers stand in log lines only. Each registry is its own. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  return {
    registry,
    ...factMetrics(registry),
    ...doorMetrics(registry),
    ...callMetrics(registry),
    ...keeperMetrics(registry),
    /** The page `/metrics` shows. */
    text: (): Promise<string> => registry.metrics(),
    contentType: registry.contentType,
  };
}

export type Metrics = ReturnType<typeof factMetrics> &
  ReturnType<typeof doorMetrics> &
  ReturnType<typeof callMetrics> &
  ReturnType<typeof keeperMetrics> & {
    readonly registry: Registry;
    readonly contentType: string;
    text(): Promise<string>;
  };

function factMetrics(registry: Registry) {
  return {
    factsTaken: count(registry, 'facts_taken_total', 'Facts acted on', ['kind']),
    factsDropped: count(registry, 'facts_dropped_total', 'Facts dropped', ['code']),
    factsRepeated: count(registry, 'facts_repeated_total', 'Facts delivered again', []),
    turnsEnded: count(registry, 'turns_ended_total', 'Turns ended', ['outcome', 'code']),
    turnSeconds: time(registry, {
      name: 'turn_seconds',
      help: 'Length of a turn',
      labels: ['outcome'],
    }),
    linksStopped: count(registry, 'links_stopped_total', 'Links stopped by the flap limit', []),
    failures: count(registry, 'failures_total', 'Faults of our own, by place', ['code']),
  };
}

function doorMetrics(registry: Registry) {
  return {
    webhooksTaken: count(registry, 'webhooks_taken_total', 'Webhooks accepted', ['type']),
    webhooksRefused: count(registry, 'webhooks_refused_total', 'Webhooks refused', ['code']),
    requestsEnded: count(registry, 'requests_total', 'API requests', ['operation', 'status']),
  };
}

function callMetrics(registry: Registry) {
  const labels = ['side', 'name', 'kind'] as const;
  return {
    callsEnded: count(registry, 'calls_total', 'Outgoing calls', [...labels]),
    callSeconds: time(registry, {
      name: 'call_seconds',
      help: 'Outgoing calls',
      labels: ['side', 'name'],
    }),
    itemsIgnored: count(registry, 'items_ignored_total', 'Unreadable parts of an answer', [
      'side',
      'name',
    ]),
    pacePaused: count(registry, 'pace_paused_total', 'Pauses a Retry-After asked for', ['side']),
  };
}

function keeperMetrics(registry: Registry) {
  return {
    sweepsPassed: count(registry, 'sweeps_total', 'Passes of a keeper', ['side']),
    sweepSeconds: time(registry, {
      name: 'sweep_seconds',
      help: 'Length of a pass',
      labels: ['side'],
      buckets: PASS_SECONDS,
    }),
    sweepChanges: count(registry, 'sweep_changes_total', 'Differences a pass found', ['side']),
    connectionsTroubled: new Gauge({
      name: 'presence_link_connections_troubled',
      help: 'Connections marked with a reason',
      labelNames: ['code'],
      registers: [registry],
    }),
  };
}

function count<Label extends string>(
  registry: Registry,
  name: string,
  ...[help, labelNames]: [help: string, labels: Label[]]
): Counter<Label> {
  return new Counter({ name: `presence_link_${name}`, help, labelNames, registers: [registry] });
}

interface Timing<Label extends string> {
  readonly name: string;
  readonly help: string;
  readonly labels: Label[];
  readonly buckets?: number[];
}

function time<Label extends string>(registry: Registry, timing: Timing<Label>): Histogram<Label> {
  return new Histogram({
    name: `presence_link_${timing.name}`,
    help: timing.help,
    labelNames: timing.labels,
    buckets: timing.buckets ?? CALL_SECONDS,
    registers: [registry],
  });
}
