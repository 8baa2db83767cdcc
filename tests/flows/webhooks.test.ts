/** Webhooks as they come: twice, out of order, not at all, and from people who are not VCC. */
import { sign } from '../doors/requests';
import { factCounts } from './accounts';
import { endFlow } from './ended';
import { startFlow } from './flow';
import type { Flow, FlowOptions } from './flow';
import { describePair, isInStep } from './in-step';

const MINUTE = 60_000;

jest.setTimeout(2 * MINUTE);

let flow: Flow;
afterEach(() => endFlow(flow));

async function open(options: FlowOptions = {}): Promise<void> {
  flow = await startFlow({ scanMs: 1_000, ...options });
  flow.forget();
}

const shown = (): string => flow.one.person.shown().availability;
const outOfStep = (): readonly string[] =>
  flow.linked.filter((pair) => !isInStep(pair)).map(describePair);

describe('what VCC does not deliver', () => {
  interface Health {
    readonly status: string;
    readonly troubles: readonly { readonly code: string }[];
  }
  const health = (): Promise<Health> =>
    flow.api<Health>('GET', `/connections/${flow.connectionId}/health`);

  test('[JN8][KP2] where no event follows a change the sweep does, and the connection says so until one comes', async () => {
    await open();
    const { knobs } = flow.sandbox.account;
    knobs.lose = 1;
    // What the sweep finds within a minute may only be late, so it is given more than one.
    for (const chosen of ['Lunch', 'Ready', 'Break', 'Ready', 'Training', 'Away']) {
      flow.one.agent.choose(chosen);
      await flow.advance(100_000);
    }
    await flow.advance(MINUTE);
    expect(shown()).toBe('Away');
    expect(await health()).toMatchObject({
      status: 'degraded',
      troubles: [{ code: 'webhooks-silent' }],
    });
    knobs.lose = 0;
    flow.one.agent.choose('Ready');
    await flow.advance(10_000);
    expect(await health()).toMatchObject({ status: 'connected', troubles: [] });
  });
});

describe('what VCC delivers', () => {
  test('[TN4] every delivery comes twice and nothing is done twice', async () => {
    await open();
    const { knobs } = flow.sandbox.account;
    knobs.deliverTwice = 1;
    flow.one.agent.choose('Lunch');
    await flow.advance(30_000);
    flow.one.agent.takeCall();
    await flow.advance(30_000);
    flow.one.agent.endCall();
    flow.one.agent.endWrapUp();
    await flow.advance(30_000);
    expect([shown(), outOfStep()]).toEqual(['Away', []]);
    const written = flow.graphWrites().map(({ path, body }) => [path.split('/').at(-1), body]);
    expect(written.map(([, body]) => (body as { availability: string }).availability)).toEqual([
      'Away',
      'Away',
      'Busy',
      'Away',
    ]);
  });

  test('[TN4][GD1] deliveries that overtake each other leave the newest state', async () => {
    await open({ agents: 4 });
    flow.sandbox.account.knobs.shuffleMs = 4_000;
    for (const chosen of ['Lunch', 'Ready', 'Break', 'Ready', 'Away', 'Ready']) {
      for (const { agent } of flow.linked) {
        agent.choose(chosen);
        agent.takeCall();
        agent.endCall();
        agent.endWrapUp();
      }
      await flow.advance(1_000);
    }
    await flow.advance(MINUTE);
    expect(flow.linked.map(({ person }) => person.shown().availability)).toEqual(
      flow.linked.map(() => 'Available'),
    );
    expect(flow.vccWrites()).toHaveLength(0);
  });

  test.each([0.2, 1])(
    '[TN2][KP2] with %d of the deliveries lost the sweep brings both sides together',
    async (lose) => {
      await open({ agents: 5, settings: { VCC_SWEEP_MS: '30000' } });
      flow.sandbox.account.knobs.lose = lose;
      for (const chosen of ['Lunch', 'Ready', 'Break', 'Ready', 'Away']) {
        for (const [index, { agent }] of flow.linked.entries()) {
          agent.choose(chosen);
          if (index % 2 === 0) agent.takeCall();
        }
        await flow.advance(9_000);
        for (const { agent } of flow.linked.filter((one) => one.agent.occupancy() !== 'free')) {
          agent.endCall();
          agent.endWrapUp();
        }
        await flow.advance(3_000);
      }
      await flow.advance(2 * MINUTE);
      expect(outOfStep()).toEqual([]);
      expect(flow.linked.map(({ agent }) => agent.presence().definition.description)).toEqual(
        flow.linked.map(() => 'Away'),
      );
    },
  );

  test('[KP2] an interaction whose every event was lost is shown, and its end too', async () => {
    await open({ settings: { VCC_SWEEP_MS: '30000' } });
    flow.sandbox.account.knobs.lose = 1;
    flow.one.agent.takeCall();
    await flow.until('Teams shows Busy', () => shown() === 'Busy', 2 * MINUTE);
    flow.one.agent.endCall();
    flow.one.agent.endWrapUp();
    await flow.until('Teams shows Available', () => shown() === 'Available', 2 * MINUTE);
    expect(flow.vccWrites()).toHaveLength(0);
  });
});

describe('what the sweep has told', () => {
  test('[KP2][GD1] an interaction whose begin was lost ends with its own events', async () => {
    await open({ settings: { VCC_SWEEP_MS: '60000' } });
    flow.sandbox.account.knobs.lose = 1;
    flow.one.agent.takeCall();
    await flow.until('Teams shows Busy', () => shown() === 'Busy', 2 * MINUTE);
    flow.sandbox.account.knobs.lose = 0;
    flow.one.agent.endCall();
    await flow.advance(5_000);
    expect(shown()).toBe('Busy');
    flow.one.agent.endWrapUp();
    await flow.until('Teams shows Available', () => shown() === 'Available', 5_000);
  });

  test('[KP2][GD1] a wrap-up whose end was lost ends, and one that lasts does not', async () => {
    await open({ agents: 2, settings: { VCC_SWEEP_MS: '60000' } });
    const [first, second] = flow.linked;
    for (const one of [first, second]) {
      one?.agent.takeCall();
      one?.agent.endCall();
    }
    await flow.advance(5_000);
    flow.sandbox.account.knobs.lose = 1;
    first?.agent.endWrapUp();
    await flow.advance(3 * MINUTE);
    expect(first?.person.shown().availability).toBe('Available');
    expect(second?.person.shown().availability).toBe('Busy');
  });
});

describe('what anybody may send', () => {
  const secret = (): string => flow.sandbox.account.subscriptions()[0]?.secret ?? '';
  const address = (): string => flow.sandbox.account.subscriptions()[0]?.url ?? '';

  async function post(
    body: string,
    { key = secret(), lifeMs = 300_000, type = 'application/cloudevents+json' } = {},
  ): Promise<{ readonly status: number; readonly code: string; readonly message: string }> {
    const signature = sign(Buffer.from(body), { secret: key, now: flow.clock.now(), lifeMs });
    const answer = await fetch(address(), {
      method: 'POST',
      headers: { 'content-type': type, 'vonage-signature': signature },
      body,
    });
    const told = (await answer.json()) as { readonly code: string; readonly message: string };
    return { status: answer.status, ...told };
  }

  /** What VCC would say of a change of the agent's; it is not VCC's doing. */
  function changeTo(description: string, user?: object): string {
    const { agent } = flow.one;
    const definition = flow.sandbox.account.definitions.find(
      (one) => one.description === description,
    );
    return JSON.stringify({
      specversion: '1.0',
      type: 'agent.presencechanged.v1',
      id: `made-up-${description}`,
      source: '/agent',
      subject: agent.agentId,
      time: new Date(flow.clock.now()).toISOString(),
      data: {
        timestamp: new Date(flow.clock.now()).toISOString(),
        presence: {
          presenceId: definition?.presenceId,
          category: { type: definition?.category.categoryType },
          description,
        },
        user: user ?? { agentId: agent.agentId, userId: agent.userId },
      },
    });
  }

  test('[TN4] a delivery repeated for minutes does nothing after the first time', async () => {
    await open();
    const body = changeTo('Lunch');
    expect(await post(body)).toMatchObject({ status: 202, code: 'taken' });
    await flow.until('Teams shows Away', () => shown() === 'Away');
    await flow.advance(30_000);
    flow.forget();
    for (let again = 0; again < 10; again += 1) {
      expect(await post(body)).toMatchObject({ status: 202, code: 'repeat' });
      await flow.advance(6_000);
    }
    expect([flow.graphWrites(), flow.vccWrites()]).toEqual([[], []]);
  });

  test('[TN4] deliveries that are not genuine or not for us are answered with a reason and change nothing', async () => {
    await open();
    const before = await factCounts(flow);
    const body = changeTo('Lunch');
    const stranger = { agentId: '999999', userId: '00000000-0000-4000-8000-000000000000' };
    const wrongKey = Buffer.alloc(32, 1).toString('base64');
    const answers = [
      await post(body, { key: wrongKey }),
      await post(body, { lifeMs: -60_000 }),
      await post(body, { type: 'text/plain' }),
      await post('{"half":'),
      await post('{"specversion":"1.0"}'),
      await post(`"${'x'.repeat(300_000)}"`),
      await post(changeTo('Lunch', stranger).replace(`"${flow.one.agent.agentId}"`, '"999999"')),
      await post(body.replace('agent.presencechanged.v1', 'agent.somethingelse.v1')),
    ];
    expect(answers.map(({ status, code }) => [status, code])).toEqual([
      [401, 'bad-signature'],
      [401, 'expired'],
      [415, 'media-type'],
      [400, 'not-json'],
      [422, 'not-an-event'],
      [413, 'too-large'],
      [202, 'unknown-agent'],
      [202, 'unknown-type'],
    ]);
    for (const { message } of answers) expect(message).toMatch(/^[A-Z].*[.]$/);
    await flow.advance(30_000);
    expect(shown()).toBe('Available');
    expect([flow.graphWrites(), flow.vccWrites()]).toEqual([[], []]);
    expect(await factCounts(flow)).toEqual(before);
    const metrics = await (await fetch(`${flow.services[0]?.url ?? ''}/metrics`)).text();
    for (const code of ['bad-signature', 'expired', 'not-json', 'too-large', 'unknown-agent']) {
      expect(metrics).toContain(`"${code}"`);
    }
  });
});
