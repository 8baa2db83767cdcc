/**
 * What happened on one link, as told by everybody who has a part in it: the two people's own acts, what
 * the sandbox servers were asked, and what the service has on record. A failure explains itself by it.
 */
import type { Api } from '../../demo/connect';
import type { SeenRequest } from '../../sandbox/contract';
import type { Sandbox } from '../../sandbox/start';
import type { TurnRecord } from '../../src/core/record';
import type { Worker } from './crowd-at-work';

export interface Told {
  readonly at: number;
  readonly who: 'person' | 'vcc' | 'graph' | 'service';
  readonly text: string;
}

export interface LinkSources {
  readonly sandbox: Sandbox;
  readonly api: Api;
}

/** So long before the last change the account begins; older things seldom matter. */
const BEFORE_MS = 25_000;
const RECORDS = 200;

/** Lines in order of time, in seconds from the last change of the link. */
export async function accountOf(worker: Worker, sources: LinkSources): Promise<string> {
  const zero = worker.diary.at(-1)?.at ?? 0;
  const told = [
    ...worker.diary.map((one): Told => ({ ...one, who: 'person' })),
    ...asked(sources.sandbox, worker),
    ...(await recorded(sources.api, worker).catch(missing(zero))),
  ];
  return told
    .filter(({ at }) => at >= zero - BEFORE_MS)
    .sort((one, other) => one.at - other.at)
    .map(({ at, who, text }) => `  ${seconds(at - zero)}  ${who.padEnd(7)}  ${text}`)
    .join('\n');
}

function seconds(ms: number): string {
  return `${ms < 0 ? '-' : '+'}${(Math.abs(ms) / 1_000).toFixed(3)}`.padStart(9);
}

/** Bulk readings of Teams are left out: what they brought stands in the records. */
function asked({ vcc, graph }: Sandbox, { agent, person }: Worker): readonly Told[] {
  const ofAgent = vcc.requests.filter(({ path, query = '' }) =>
    `${path} ${query}`.toLowerCase().includes(agent.userId),
  );
  const ofPerson = graph.requests.filter(({ path }) => path.toLowerCase().includes(person.id));
  return [
    ...ofAgent.map((one): Told => ({ at: one.at, who: 'vcc', text: showRequest(one) })),
    ...ofPerson.map((one): Told => ({ at: one.at, who: 'graph', text: showRequest(one) })),
  ];
}

function showRequest({ method, path, status, body }: SeenRequest): string {
  const sent = body === undefined ? '' : ` ${JSON.stringify(body)}`;
  return `${method} ${path.split('/').slice(-3).join('/')}${sent} -> ${status}`;
}

async function recorded(api: Api, { linkId }: Worker): Promise<readonly Told[]> {
  const path = `/links/${linkId}/records?limit=${RECORDS}`;
  const { items } = await api<{ readonly items: readonly TurnRecord[] }>('GET', path);
  return items.flatMap((one) => [
    ...one.seen.map(({ seenAt, at, via, text, outcome, code }): Told => ({
      at: seenAt,
      who: 'service',
      text: `${text}, by ${via}, of ${stamp(at)}: ${outcome} (${code})`,
    })),
    ...one.wrote.map(({ startedAt, tookMs, call, answer }): Told => ({
      at: startedAt,
      who: 'service',
      text: `${call}: ${answer} after ${tookMs} ms`,
    })),
    { at: one.endedAt, who: 'service' as const, text: `${one.title} (${one.code})` },
  ]);
}

/** The rest is worth telling all the same. */
function missing(at: number): (error: unknown) => readonly Told[] {
  return (error) => [{ at, who: 'service', text: `has no records to give: ${String(error)}` }];
}

function stamp(at: number): string {
  return new Date(at).toISOString().slice(11, 23);
}
