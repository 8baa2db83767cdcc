/** Orders by the API, as the bot and the tab place them (WW5, GD6, KP5). */
import { rowsOf } from './accounts';
import { endFlow } from './ended';
import { startFlow } from './flow';
import type { Flow } from './flow';

const MINUTE = 60_000;

jest.setTimeout(2 * MINUTE);

interface Status {
  readonly phase: string;
  readonly pausedUntil: number | null;
  readonly code: string;
}

let flow: Flow;
beforeEach(async () => {
  flow = await startFlow({ scanMs: 2_000, settings: { TEAMS_SWEEP_MS: '4000' } });
  flow.forget();
});
afterEach(() => endFlow(flow));

const shown = (): string => flow.one.person.shown().availability;
const state = (): string => flow.one.agent.presence().definition.description;
const path = (): string => `/links/${flow.one.linkId}`;

async function status(): Promise<Status> {
  return (await flow.api<{ readonly status: Status }>('GET', path())).status;
}

function definitionOf(description: string): string {
  const found = flow.sandbox.account.definitions.find((one) => one.description === description);
  return found?.presenceId ?? '';
}

const order = (what: string, body: object = {}): Promise<unknown> =>
  flow.api('POST', `${path()}/orders/${what}`, { body });

describe('setting a state', () => {
  test('[WW5] sets it in VCC at once and shows it in Teams', async () => {
    await order('state', { presenceId: definitionOf('Lunch') });
    await flow.until('Teams shows Away', () => shown() === 'Away');
    await flow.advance(30_000);
    expect([state(), shown()]).toEqual(['Lunch', 'Away']);
    expect(flow.vccWrites()).toHaveLength(1);
  });

  test('[WW5] of several orders the newest stands', async () => {
    for (const chosen of ['Lunch', 'Break', 'Ready', 'Training']) {
      await order('state', { presenceId: definitionOf(chosen) });
      await flow.advance(10);
    }
    await flow.advance(30_000);
    expect([state(), shown()]).toEqual(['Training', 'Away']);
  });

  test('[WW5] is sent during an interaction as well, and the interaction stays shown', async () => {
    flow.one.agent.takeCall();
    await flow.until('Teams shows Busy', () => shown() === 'Busy');
    await order('state', { presenceId: definitionOf('Lunch') });
    await flow.until('VCC says Lunch', () => state() === 'Lunch');
    await flow.advance(20_000);
    expect(shown()).toBe('Busy');
    flow.one.agent.endCall();
    flow.one.agent.endWrapUp();
    await flow.until('Teams shows Away', () => shown() === 'Away');
  });

  test('[WV2] what VCC refuses is told and changes nothing in Teams', async () => {
    flow.sandbox.account.knobs.patchWhileEngaged = 'refuse';
    flow.one.agent.takeCall();
    await flow.until('Teams shows Busy', () => shown() === 'Busy');
    await flow.advance(20_000);
    flow.forget();
    await order('state', { presenceId: definitionOf('Lunch') });
    await flow.advance(MINUTE);
    expect([state(), shown(), (await status()).code]).toEqual(['Ready', 'Busy', 'vcc-refused']);
    expect(flow.vccWrites()).toHaveLength(1);
    expect(flow.graphWrites()).toHaveLength(0);
  });

  test('[GD2] may log an agent in where VCC accepts it', async () => {
    flow.one.agent.logOut();
    await flow.advance(20_000);
    await order('state', { presenceId: definitionOf('Ready') });
    await flow.until('VCC says Ready', () => state() === 'Ready');
    await flow.until('Teams shows Available', () => shown() === 'Available');
  });

  test('[WW5] waits for a VCC that is away, unless something newer comes', async () => {
    const end = flow.sandbox.vcc.faults.add({ path: /\/agents\//, status: 503, body: '{}' });
    await order('state', { presenceId: definitionOf('Lunch') });
    await flow.advance(40_000);
    await order('state', { presenceId: definitionOf('Training') });
    await flow.advance(20_000);
    end();
    await flow.until('VCC says Training', () => state() === 'Training', 2 * MINUTE);
    await flow.advance(20_000);
    expect([state(), shown()]).toEqual(['Training', 'Away']);
    const accepted = flow.vccWrites().filter((write) => write.status === 200);
    expect(accepted.map(({ body }) => body)).toEqual([{ presenceId: definitionOf('Training') }]);
  });
});

describe('a pause', () => {
  test('[GD6] of fifteen minutes takes back what we hold, writes nothing, and ends by itself', async () => {
    flow.one.agent.choose('Lunch');
    await flow.advance(20_000);
    await order('pause', { until: flow.clock.now() + 15 * MINUTE });
    await flow.advance(5_000);
    expect(flow.one.person.held().filter(({ kind }) => kind !== 'client')).toEqual([]);
    flow.forget();
    flow.one.person.setByHand('Busy');
    await flow.advance(2 * MINUTE);
    flow.one.agent.choose('Training');
    await flow.advance(2 * MINUTE);
    expect((await status()).phase).toBe('paused');
    expect([state(), shown()]).toEqual(['Training', 'Busy']);
    expect([flow.graphWrites(), flow.vccWrites()]).toEqual([[], []]);
    await flow.until('Teams shows Away', () => shown() === 'Away', 12 * MINUTE);
    await flow.advance(20_000);
    expect([state(), shown(), (await status()).phase]).toEqual(['Training', 'Away', 'running']);
    expect(flow.vccWrites()).toHaveLength(0);
  });

  test('[GD6] without an end lasts until resumed, and then VCC is right', async () => {
    await order('pause');
    await flow.advance(5_000);
    flow.one.person.setByHand('DoNotDisturb');
    await flow.advance(5 * MINUTE);
    expect([state(), shown()]).toEqual(['Ready', 'DoNotDisturb']);
    await order('resume');
    await flow.until('Teams shows Available', () => shown() === 'Available');
    await flow.advance(30_000);
    expect([state(), shown(), (await status()).code]).toEqual(['Ready', 'Available', 'in-step']);
    expect(flow.vccWrites()).toHaveLength(0);
  });
});

describe('showing the agent state', () => {
  test('[WT2] takes the place of a status set by hand, whatever the policy', async () => {
    const policies = `/connections/${flow.connectionId}/policies`;
    const known = await flow.api<Record<string, unknown>>('GET', policies);
    await flow.api('PUT', policies, {
      body: { ...known, handSet: 'respect' },
      headers: { 'if-match': '*' },
    });
    flow.one.person.setByHand('DoNotDisturb');
    await flow.until('VCC says Away', () => state() === 'Away');
    await flow.advance(20_000);
    flow.one.agent.choose('Ready');
    await flow.advance(30_000);
    expect([shown(), (await status()).code]).toEqual(['DoNotDisturb', 'own-status']);
    await order('show');
    await flow.until('Teams shows Available', () => shown() === 'Available');
    await flow.advance(20_000);
    expect([state(), shown(), (await status()).code]).toEqual(['Ready', 'Available', 'in-step']);
  });
});

describe('unlinking', () => {
  const left = (): Promise<readonly object[]> =>
    rowsOf(
      flow,
      `SELECT id FROM presence_link.links UNION ALL SELECT link_id FROM presence_link.facts
       UNION ALL SELECT link_id FROM presence_link.records`,
    );

  test('[KP5] releases what we hold and deletes all but the audit', async () => {
    flow.one.agent.choose('Lunch');
    await flow.advance(20_000);
    await flow.api('DELETE', path());
    await flow.advance(5_000);
    expect(flow.one.person.held().filter(({ kind }) => kind !== 'client')).toEqual([]);
    expect(shown()).toBe('Available');
    expect(await left()).toEqual([]);
    const audit = await rowsOf<{ readonly what: string }>(
      flow,
      'SELECT what FROM presence_link.audit',
    );
    expect(audit.map(({ what }) => what)).toContain('unlink');
    flow.forget();
    flow.one.agent.choose('Ready');
    flow.one.person.setByHand('Busy');
    await flow.advance(MINUTE);
    expect([flow.graphWrites(), flow.vccWrites()]).toEqual([[], []]);
  });

  test('[KP5] waits for a Graph that is away and ends then', async () => {
    flow.one.agent.choose('Lunch');
    await flow.advance(20_000);
    flow.sandbox.graph.faults.add({ path: /presence\/clear/, status: 503, body: '{}' });
    await flow.api('DELETE', path());
    await flow.advance(5 * MINUTE);
    expect((await status()).phase).toBe('unlinking');
    flow.sandbox.graph.faults.clear();
    await flow.advance(2 * MINUTE);
    expect(flow.one.person.held().filter(({ kind }) => kind !== 'client')).toEqual([]);
    expect(await left()).toEqual([]);
  });
});
