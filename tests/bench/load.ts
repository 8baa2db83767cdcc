/** Signed webhooks as VCC sends them, as fast as they are taken or at a steady rate. */
import { Pool } from 'undici';
import { sign } from '../doors/requests';
import type { GraphStub } from './graph-stub';

export interface Target {
  /** Address of the program. */
  readonly url: string;
  readonly path: string;
  readonly secret: string;
  /** Whose state changes: user ids of agents, and the ids their writes arrive under. */
  readonly agents: readonly { readonly userId: string; readonly personId: string }[];
  readonly states: readonly {
    readonly presenceId: string;
    readonly type: string;
    readonly name: string;
  }[];
}

/** Every shot changes the next agent's state, over all phases: nobody is told the same twice. */
const turns = new WeakMap<Target, number>();

function nextTurn(target: Target): number {
  const turn = turns.get(target) ?? 0;
  turns.set(target, turn + 1);
  return turn;
}

export interface LoadResult {
  readonly perSecond: number;
  /** Milliseconds from posting the event to the first write for its person. */
  readonly latencies: readonly number[];
  readonly refused: number;
}

/** `workers` loops, each posting its own agents' changes one after the other. */
export async function flood(
  target: Target,
  graph: GraphStub,
  ask: { readonly workers: number; readonly forMs: number },
): Promise<LoadResult> {
  const http = new Pool(target.url, { connections: ask.workers });
  const end = performance.now() + ask.forMs;
  const startedAt = performance.now();
  const results = await Promise.all(
    Array.from({ length: ask.workers }, () => loop({ target, graph, http, end })),
  );
  await http.close();
  return summary(results.flat(), performance.now() - startedAt);
}

interface Run {
  readonly target: Target;
  readonly graph: GraphStub;
  readonly http: Pool;
  readonly end: number;
}

type Shot = { readonly ms: number; readonly ok: boolean };

async function loop(run: Run): Promise<Shot[]> {
  const made: Shot[] = [];
  while (performance.now() < run.end) made.push(await shoot(run));
  return made;
}

/** A steady rate, whatever the answers do; latency counts from the planned instant. */
export async function steady(
  target: Target,
  graph: GraphStub,
  ask: { readonly perSecond: number; readonly forMs: number },
): Promise<LoadResult> {
  const http = new Pool(target.url, { connections: 64 });
  const count = Math.floor((ask.perSecond * ask.forMs) / 1_000);
  const startedAt = performance.now();
  const made = await Promise.all(
    Array.from({ length: count }, async (_, turn) => {
      await at(startedAt + (turn * 1_000) / ask.perSecond);
      return shoot({ target, graph, http, end: Infinity });
    }),
  );
  await http.close();
  return summary(made, performance.now() - startedAt);
}

async function shoot({ target, graph, http }: Run): Promise<Shot> {
  const turn = nextTurn(target);
  const agent = target.agents[turn % target.agents.length];
  const state = target.states[Math.floor(turn / target.agents.length) % target.states.length];
  if (!agent || !state) throw new Error('A load needs agents and states.');
  const body = Buffer.from(JSON.stringify(eventOf(agent.userId, state, turn)));
  const postedAt = performance.now();
  const arrival = graph.nextWrite(agent.personId);
  const answer = await http.request({
    method: 'POST',
    path: target.path,
    headers: {
      'content-type': 'application/cloudevents+json',
      'vonage-signature': sign(body, { secret: target.secret, now: Date.now() }),
    },
    body,
  });
  await answer.body.dump();
  if (answer.statusCode > 205) return { ms: 0, ok: false };
  const arrivedAt = await Promise.race([arrival, giveUp()]);
  return arrivedAt === null ? { ms: 0, ok: false } : { ms: arrivedAt - postedAt, ok: true };
}

function eventOf(userId: string, state: Target['states'][number], turn: number): object {
  const timestamp = new Date().toISOString();
  return {
    specversion: '1.0',
    type: 'agent.presencechanged.v1',
    id: `bench-${process.pid}-${turn}`,
    source: '/agent',
    subject: userId,
    time: timestamp,
    datacontenttype: 'application/json',
    data: {
      timestamp,
      presence: {
        presenceId: state.presenceId,
        category: { type: state.type, description: state.name, subcategory: state.type },
        description: state.name,
      },
      user: { agentId: userId, userId },
    },
  };
}

function summary(made: readonly Shot[], tookMs: number): LoadResult {
  const good = made.filter((shot) => shot.ok).map((shot) => shot.ms);
  return {
    perSecond: (good.length * 1_000) / tookMs,
    latencies: good.sort((a, b) => a - b),
    refused: made.length - good.length,
  };
}

async function at(instant: number): Promise<void> {
  const ms = instant - performance.now();
  if (ms > 0) await new Promise((resolve) => setTimeout(resolve, ms));
}

function giveUp(): Promise<null> {
  return new Promise((resolve) => setTimeout(() => resolve(null), 10_000).unref());
}
