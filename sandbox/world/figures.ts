import type { Figures, WorldGraph } from './contract';
import type { EngineRecord } from './record';

const DEFAULT_BUDGET = { requests: 1500, windowMs: 30_000 };

interface FigureSources {
  readonly records: readonly EngineRecord[];
  readonly startedAt: number;
  readonly now: number;
  readonly graph?: WorldGraph | undefined;
}

/** The small print under the records. */
export function figuresOf({ records, startedAt, now, graph }: FigureSources): Figures {
  const lastLoopMs = lastLoop(records);
  return {
    ...(lastLoopMs === undefined ? {} : { lastLoopMs }),
    writes: records.flatMap(({ wrote }) => wrote).filter((call) => call.startedAt >= startedAt)
      .length,
    sessionMs: now - startedAt,
    ...(graph ? { budget: budgetOf(graph, now) } : {}),
  };
}

/** From the change itself to the last answer of the turn that followed it. */
function lastLoop(records: readonly EngineRecord[]): number | undefined {
  for (const record of [...records].reverse()) {
    const causes = record.seen.filter(({ side, outcome }) => isSide(side) && outcome === 'taken');
    const answered = record.wrote
      .filter(({ ok }) => ok)
      .map((call) => call.startedAt + call.tookMs);
    if (causes.length > 0 && answered.length > 0) {
      return Math.max(0, Math.max(...answered) - Math.min(...causes.map(({ at }) => at)));
    }
  }
  return undefined;
}

function isSide(side: string): boolean {
  return side === 'vcc' || side === 'teams';
}

function budgetOf(graph: WorldGraph, now: number): NonNullable<Figures['budget']> {
  const { requests, windowMs } = graph.knobs?.budget ?? DEFAULT_BUDGET;
  let used = 0;
  for (let index = graph.requests.length - 1; index >= 0; index--) {
    const at = graph.requests[index]?.at;
    if (at === undefined || at <= now - windowMs) break;
    used++;
  }
  return { used, allowed: requests, windowMs };
}
