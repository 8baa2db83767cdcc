/** A fault of ours in one fact, or in one link's state, stops nobody for good. */
import { factCounts, openFacts, rowsOf } from './accounts';
import { startFlow } from './flow';
import type { Flow } from './flow';

let flow: Flow;
beforeEach(async () => {
  flow = await startFlow({ scanMs: 1_000 });
});
afterEach(() => flow.stop());

const shown = (): string => flow.one.person.shown().availability;

const POISON = `
  INSERT INTO presence_link.facts (link_id, fact_id, seen_at, body) VALUES ($1, 'poison', $2, $3)`;
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
