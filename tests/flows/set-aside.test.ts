/** A fault of ours in one fact, or in one link's state, stops nobody for good. */
import { factCounts, openFacts, rowsOf } from './accounts';
import { startFlow } from './flow';
import type { Flow } from './flow';

let flow: Flow;
beforeEach(async () => {
  flow = await startFlow({ scanMs: 2_500 });
});
afterEach(() => flow.stop());

const shown = (): string => flow.one.person.shown().availability;

const POISON = `
  INSERT INTO presence_link.facts (link_id, fact_id, seen_at, body) VALUES ($1, 'poison', $2, $3)`;
const BREAK_TABLES = `
  UPDATE presence_link.connections SET mapping = $2 WHERE id = $1`;
const BREAK = `
  UPDATE presence_link.links SET state = jsonb_set(state::jsonb, '{inFlight}', '{"startedAt": 1}')::json
  WHERE id = $1`;

test('[TN2] a fact on which the law fails is dropped with a code and a record, and the next is followed', async () => {
  const at = flow.clock.now();
  const body = { id: 'poison', side: 'vcc', kind: 'agent-state', at, seenAt: at, via: 'webhook' };
  await rowsOf(flow, POISON, [flow.one.linkId, at, JSON.stringify(body)]);
  flow.one.agent.choose('Lunch');
  await flow.until('Teams shows Away', () => shown() === 'Away');
  await flow.advance(20_000);
  expect(await openFacts(flow)).toEqual([]);
  const counts = await factCounts(flow, flow.one.linkId);
  expect(counts.find(({ code }) => code === 'law-failed')).toMatchObject({ outcome: 'dropped' });
  const records = await flow.api<{ readonly items: readonly { readonly seen: unknown[] }[] }>(
    'GET',
    `/links/${flow.one.linkId}/records`,
  );
  expect(JSON.stringify(records.items)).toContain('law-failed');
});

test('[TN2][GD6] a state on which the law fails is begun anew, and VCC is right', async () => {
  flow.one.agent.choose('Lunch');
  await flow.until('Teams shows Away', () => shown() === 'Away');
  await rowsOf(flow, BREAK, [flow.one.linkId]);
  flow.one.agent.choose('Ready');
  await flow.until('Teams shows Available', () => shown() === 'Available');
  await flow.advance(60_000);
  expect(shown()).toBe('Available');
  expect(flow.one.agent.presence().definition.description).toBe('Ready');
  expect(await openFacts(flow)).toEqual([]);
});

interface Health {
  readonly linksInTrouble: readonly { readonly code: string }[];
}

/** As one of the service's metrics tells. */
async function countFailures(): Promise<number> {
  const [service] = flow.services;
  const text = await (await fetch(`${service?.url ?? ''}/metrics`)).text();
  return Number(/^presence_link_failures_total\{code="law"\} (\d+)/m.exec(text)?.[1] ?? 0);
}

const phaseOf = async (): Promise<unknown> => {
  const [row] = await rowsOf<{ phase: unknown }>(
    flow,
    `SELECT state->>'phase' AS phase FROM presence_link.links WHERE id = $1`,
    [flow.one.linkId],
  );
  return row?.phase;
};

test('[TN2][MP4] tables on which the law fails stop the link, its health says so, and nothing is tried without a pause', async () => {
  const { connectionId, one } = flow;
  const whole = await rowsOf<{ mapping: object }>(
    flow,
    'SELECT mapping FROM presence_link.connections WHERE id = $1',
    [connectionId],
  );
  await rowsOf(flow, BREAK_TABLES, [connectionId, JSON.stringify({ groups: 7 })]);
  for (const chosen of ['Lunch', 'Break', 'Lunch']) {
    one.agent.choose(chosen);
    await flow.advance(10_000);
  }
  expect(await openFacts(flow)).toEqual([]);
  const health = await flow.api<Health>('GET', `/connections/${connectionId}/health`);
  expect(health.linksInTrouble).toMatchObject([{ code: 'law-failed' }]);
  const failures = await countFailures();
  expect(failures).toBeGreaterThanOrEqual(2);
  flow.forget();
  await flow.advance(8 * 60_000);
  expect(await countFailures()).toBe(failures);
  expect([...flow.graphWrites(), ...flow.vccWrites()]).toEqual([]);
  await rowsOf(flow, BREAK_TABLES, [connectionId, JSON.stringify(whole[0]?.mapping)]);
  await flow.advance(4 * 60_000);
  expect([await phaseOf(), shown()]).toEqual(['running', 'Away']);
});
