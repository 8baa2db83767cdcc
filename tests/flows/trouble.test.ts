/** One side answers badly for minutes: the link waits, recovers by itself and loses nothing. */
import type { SeenRequest } from '../../sandbox/contract';
import { openFacts } from './accounts';
import { endFlow } from './ended';
import { startFlow } from './flow';
import type { Flow } from './flow';
import { MISHAPS } from './mishaps';

const MINUTE = 60_000;

jest.setTimeout(2 * MINUTE);
const PRESENCE = /presence/i;
/** A slow answer stands still with the clock, so it is watched for a shorter while. */
const spanOf = ({ delayMs }: { readonly delayMs?: number }): number =>
  delayMs === undefined ? 2 * MINUTE : MINUTE / 3;

let flow: Flow;
const begin = async (): Promise<void> => {
  flow = await startFlow({ patienceMs: 30, scanMs: 1_000 });
};

const shown = (): string => flow.one.person.shown().availability;
const state = (): string => flow.one.agent.presence().definition.description;

/** What was begun from then on; an answer that was slow to come belongs to the time before. */
function since(at: number, requests: readonly SeenRequest[]): readonly SeenRequest[] {
  return requests.filter((one) => one.at >= at);
}

/** Availabilities that were written and accepted, in order, the anchor session left out. */
function availabilities(requests: readonly SeenRequest[]): readonly string[] {
  return requests
    .filter(({ status }) => status >= 200 && status < 300)
    .map(({ path, body }) => ({ call: path.split('/').at(-1) ?? '', body }))
    .filter(({ call }) => call.startsWith('set'))
    .map(({ body }) => (body as { readonly availability: string }).availability);
}

/** One trouble after the other, as they come to a link in its life. */
describe('a side that answers badly for minutes', () => {
  beforeAll(begin);
  afterAll(() => endFlow(flow));
  afterEach(async () => {
    await flow.quiet();
    expect(await openFacts(flow)).toEqual([]);
  });

  test.each(MISHAPS)(
    '[TN2][TN5] %s for a while: the newest agent state is shown, and none before it afterwards',
    async (_name, mishap) => {
      flow.one.agent.choose('Ready');
      await flow.until('Teams shows Available', () => shown() === 'Available');
      flow.forget();
      const end = flow.sandbox.graph.faults.add({ ...mishap, path: PRESENCE });
      for (const chosen of ['Lunch', 'Ready', 'Away', 'Ready', 'Break']) {
        flow.one.agent.choose(chosen);
        await flow.advance(spanOf(mishap) / 5);
      }
      flow.forget();
      const endedAt = flow.clock.now();
      end();
      await flow.until('Teams shows Away', () => shown() === 'Away', 2 * MINUTE);
      await flow.advance(MINUTE);
      expect([state(), shown()]).toEqual(['Break', 'Away']);
      expect(availabilities(since(endedAt, flow.graphWrites()))).not.toContain('Available');
      expect(flow.vccWrites()).toHaveLength(0);
    },
  );

  test.each(MISHAPS)(
    '[TN2][TN5] %s for a while: the newest Teams choice is set, and none before it afterwards',
    async (_name, mishap) => {
      flow.one.person.setByHand('Available');
      await flow.until('VCC says Ready', () => state() === 'Ready');
      flow.forget();
      const end = flow.sandbox.vcc.faults.add({ ...mishap, path: /\/agents\// });
      for (const chosen of ['Busy', 'Available', 'Busy', 'BeRightBack']) {
        flow.one.person.setByHand(chosen);
        await flow.advance(spanOf(mishap) / 4);
      }
      flow.forget();
      const endedAt = flow.clock.now();
      end();
      await flow.until('VCC says Away', () => state() === 'Away', 2 * MINUTE);
      await flow.advance(MINUTE);
      expect([state(), shown()]).toEqual(['Away', 'BeRightBack']);
      const away = flow.sandbox.account.definitions.find((one) => one.description === 'Away');
      for (const { body } of since(endedAt, flow.vccWrites())) {
        expect(body).toEqual({ presenceId: away?.presenceId });
      }
      expect(flow.graphWrites()).toHaveLength(0);
    },
  );
});

describe('Graph', () => {
  beforeEach(begin);
  afterEach(() => endFlow(flow));

  test('[TN3][EC5] a write that took effect although the connection was cut is not taken for a hand', async () => {
    flow.sandbox.graph.faults.add({ path: /Preferred/, cut: 'after', times: 1 });
    flow.one.agent.choose('Lunch');
    await flow.advance(MINUTE);
    expect([state(), shown()]).toEqual(['Lunch', 'Away']);
    expect(flow.vccWrites()).toHaveLength(0);
    flow.one.agent.choose('Ready');
    await flow.until('Teams shows Available', () => shown() === 'Available');
    await flow.advance(MINUTE);
    expect([state(), shown()]).toEqual(['Ready', 'Available']);
  });

  test('[KP4] what waits after a long outage follows within seconds of its end', async () => {
    const end = flow.sandbox.graph.faults.add({ path: PRESENCE, status: 503 });
    flow.one.agent.choose('Lunch');
    await flow.advance(3.5 * MINUTE);
    end();
    await flow.until('Teams shows Away', () => shown() === 'Away', 8_000);
  });

  test('[KP4][TN5] where reading does and writing does not, the pauses grow all the same', async () => {
    const end = flow.sandbox.graph.faults.add({
      path: /setPresence|PreferredPresence/,
      status: 503,
    });
    flow.forget();
    flow.one.agent.choose('Lunch');
    await flow.advance(5 * MINUTE);
    end();
    const tries = flow.graphWrites().length;
    expect(tries).toBeGreaterThan(3);
    expect(tries).toBeLessThanOrEqual(12);
  });

  test('[TN5] Retry-After is obeyed to the fraction', async () => {
    flow.sandbox.graph.faults.add({
      path: PRESENCE,
      status: 429,
      headers: { 'retry-after': '3.25' },
      body: '{}',
      times: 1,
    });
    flow.forget();
    flow.one.agent.choose('Lunch');
    await flow.until('Teams shows Away', () => shown() === 'Away');
    const [refused, next] = flow.sandbox.graph.requests;
    expect(refused?.status).toBe(429);
    expect((next?.at ?? 0) - (refused?.at ?? 0)).toBeGreaterThanOrEqual(3_250);
  });
});

describe('VCC', () => {
  beforeEach(begin);
  afterEach(() => endFlow(flow));

  test('[TN5] a token endpoint that answers nonsense for two minutes delays, and loses nothing', async () => {
    const { faults } = flow.sandbox.vcc;
    faults.add({ path: /\/agents\//, status: 401, body: '{"message":"expired"}' });
    faults.add({ path: /connect\/token/, status: 200, body: '<html>Please wait.</html>' });
    for (const chosen of ['Busy', 'Available', 'DoNotDisturb']) {
      flow.one.person.setByHand(chosen);
      await flow.advance(40_000);
    }
    expect(state()).toBe('Ready');
    faults.clear();
    await flow.until('VCC says Away', () => state() === 'Away', 2 * MINUTE);
    await flow.advance(30_000);
    expect([state(), shown()]).toEqual(['Away', 'DoNotDisturb']);
  });

  test('[WV3] nothing is written over a state that cannot be read', async () => {
    const end = flow.sandbox.vcc.faults.add({
      method: 'GET',
      path: /\/agents\//,
      status: 200,
      body: '{"userId":"somebody","presence":[]}',
    });
    flow.forget();
    flow.one.person.setByHand('Busy');
    await flow.advance(2 * MINUTE);
    expect(flow.vccWrites()).toHaveLength(0);
    end();
    await flow.until('VCC says Extended Away', () => state() === 'Extended Away', 2 * MINUTE);
    expect(flow.vccWrites()).toHaveLength(1);
  });

  test('[TN3] a PATCH that took effect although the connection was cut is not sent again', async () => {
    flow.sandbox.vcc.faults.add({ method: 'PATCH', cut: 'after', times: 1 });
    flow.forget();
    flow.one.person.setByHand('Busy');
    await flow.advance(MINUTE);
    expect([state(), shown()]).toEqual(['Extended Away', 'Busy']);
    expect(flow.vccWrites()).toHaveLength(1);
    expect(flow.graphWrites()).toHaveLength(0);
  });

  test('[TN3] a PATCH that was cut before it took effect is sent again', async () => {
    flow.sandbox.vcc.faults.add({ method: 'PATCH', cut: 'before', times: 1 });
    flow.forget();
    flow.one.person.setByHand('Busy');
    await flow.advance(MINUTE);
    expect([state(), shown()]).toEqual(['Extended Away', 'Busy']);
    expect(flow.vccWrites()).toHaveLength(2);
    expect(flow.graphWrites()).toHaveLength(0);
  });
});

describe('a PATCH that is not answered in time', () => {
  afterEach(() => endFlow(flow));

  test('[TN3][WV3] may have taken effect or not: both agents end where their people put them', async () => {
    // Without patience the clock stands until the call has given up, in real time.
    flow = await startFlow({ agents: 2, scanMs: 1_000 });
    const [late, never] = flow.linked;
    const { faults } = flow.sandbox.vcc;
    const rule = { method: 'PATCH', delayMs: 30_000, times: 1 };
    faults.add({ ...rule, path: new RegExp(late?.agent.userId ?? '') });
    faults.add({ ...rule, path: new RegExp(never?.agent.userId ?? ''), cut: 'before' });
    flow.forget();
    late?.person.setByHand('Busy');
    never?.person.setByHand('DoNotDisturb');
    await flow.advance(2 * MINUTE);
    expect(late?.agent.presence().definition.description).toBe('Extended Away');
    expect(never?.agent.presence().definition.description).toBe('Away');
    expect(late?.person.shown().availability).toBe('Busy');
    expect(never?.person.shown().availability).toBe('DoNotDisturb');
    expect(flow.vccWrites().filter(({ status }) => status === 200).length).toBeLessThanOrEqual(3);
    expect(flow.graphWrites()).toHaveLength(0);
  });
});
