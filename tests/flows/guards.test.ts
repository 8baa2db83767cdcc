/** What must not happen, on real HTTP: overlays, hand-set states, lag, and links that flap. */
import { endFlow } from './ended';
import { startFlow } from './flow';
import type { Flow, FlowOptions } from './flow';

const MINUTE = 60_000;

jest.setTimeout(2 * MINUTE);

interface Status {
  readonly phase: string;
  readonly code: string;
}

let flow: Flow;
afterEach(() => endFlow(flow));

async function open(options: FlowOptions = {}): Promise<void> {
  flow = await startFlow({ scanMs: 2_000, ...options });
  flow.forget();
}

const shown = (): string => flow.one.person.shown().availability;
const state = (): string => flow.one.agent.presence().definition.description;
const both = (): readonly string[] => [state(), shown()];

async function status(): Promise<Status> {
  const link = await flow.api<{ readonly status: Status }>('GET', `/links/${flow.one.linkId}`);
  return link.status;
}

async function setPolicy(policy: object): Promise<void> {
  const path = `/connections/${flow.connectionId}/policies`;
  const known = await flow.api<object>('GET', path);
  const body = { ...known, ...policy };
  await flow.api('PUT', path, { body, headers: { 'if-match': '*' } });
}

function endInteraction(): void {
  flow.one.agent.endCall();
  flow.one.agent.endWrapUp();
}

describe.each([
  ['reads lag three seconds behind', { readLagMs: 3_000 }],
  ['Graph sends no sequence numbers', { sendSequenceNumber: false }],
  ['both', { readLagMs: 3_000, sendSequenceNumber: false }],
])('where %s', (_name, knobs) => {
  test('[EC4] both directions follow, and nothing moves by itself', async () => {
    await open({ prepare: ({ graph }) => Object.assign(graph.knobs, knobs) });
    flow.one.agent.choose('Lunch');
    await flow.advance(30_000);
    flow.one.agent.choose('Ready');
    await flow.advance(30_000);
    expect(both()).toEqual(['Ready', 'Available']);
    expect(flow.vccWrites()).toHaveLength(0);
    flow.one.person.setByHand('Busy');
    await flow.advance(30_000);
    expect(both()).toEqual(['Extended Away', 'Busy']);
    flow.one.person.setByHand('Available');
    await flow.advance(30_000);
    expect(both()).toEqual(['Ready', 'Available']);
    flow.one.person.setByHand('Away');
    await flow.advance(45_000);
    expect(both()).toEqual(['Away', 'Away']);
    expect(flow.vccWrites()).toHaveLength(3);
  });
});

describe('a status set by hand', () => {
  test('[WT2] is lifted by clearing the slot where Graph does that', async () => {
    await open();
    flow.one.person.setByHand('DoNotDisturb');
    await flow.advance(20_000);
    flow.one.agent.choose('Ready');
    await flow.advance(30_000);
    expect(both()).toEqual(['Ready', 'Available']);
    expect((await status()).code).toBe('in-step');
  });

  test('[WT2] gives way to a preferred Available as a last resort, and the record says so', async () => {
    await open({
      prepare: ({ graph }) => {
        graph.knobs.clearLiftsHandSet = false;
      },
    });
    flow.one.person.setByHand('DoNotDisturb');
    await flow.advance(20_000);
    flow.one.agent.choose('Ready');
    await flow.advance(45_000);
    expect(both()).toEqual(['Ready', 'Available']);
    const { items } = await flow.api<{ readonly items: readonly { readonly code: string }[] }>(
      'GET',
      `/links/${flow.one.linkId}/records?limit=20`,
    );
    expect(items.map(({ code }) => code)).toContain('last-resort');
    expect(flow.vccWrites()).toHaveLength(1);
  });

  test('[WT2] stands where the policy lets it, and the link says so', async () => {
    await open();
    await setPolicy({ handSet: 'respect' });
    flow.one.person.setByHand('DoNotDisturb');
    await flow.advance(20_000);
    flow.one.agent.choose('Ready');
    await flow.advance(5 * MINUTE);
    expect(both()).toEqual(['Ready', 'DoNotDisturb']);
    expect((await status()).code).toBe('own-status');
    expect(flow.graphWrites().filter(({ path }) => path.includes('Preferred'))).toEqual([]);
  });

  test('[WW6] Do not disturb in step with Away comes back after an interaction', async () => {
    await open();
    flow.one.person.setByHand('DoNotDisturb');
    await flow.until('VCC says Away', () => state() === 'Away');
    await flow.advance(20_000);
    flow.one.agent.takeCall();
    await flow.until('Teams shows Busy', () => shown() === 'Busy');
    await flow.advance(2 * MINUTE);
    endInteraction();
    await flow.until('Teams shows it again', () => shown() === 'DoNotDisturb');
    await flow.advance(MINUTE);
    expect(both()).toEqual(['Away', 'DoNotDisturb']);
    expect(flow.vccWrites()).toHaveLength(1);
  });

  test('[GD1] during an interaction stays, and is judged after it', async () => {
    await open();
    flow.one.agent.takeCall();
    await flow.until('Teams shows Busy', () => shown() === 'Busy');
    await flow.advance(20_000);
    flow.forget();
    flow.one.person.setByHand('BeRightBack');
    await flow.advance(MINUTE);
    expect(both()).toEqual(['Ready', 'BeRightBack']);
    expect([flow.graphWrites(), flow.vccWrites()]).toEqual([[], []]);
    endInteraction();
    await flow.until('VCC says Away', () => state() === 'Away');
    await flow.advance(MINUTE);
    expect(both()).toEqual(['Away', 'BeRightBack']);
    expect(flow.vccWrites()).toHaveLength(1);
  });
});

describe('calls and meetings in Teams', () => {
  test.each(['InACall', 'InAConferenceCall'] as const)(
    '[GD4] %s sets Extended Away and gives Ready back',
    async (activity) => {
      await open();
      flow.one.person.joinCall(activity);
      await flow.until('VCC says Extended Away', () => state() === 'Extended Away');
      await flow.advance(5 * MINUTE);
      expect(both()).toEqual(['Extended Away', 'Busy']);
      flow.one.person.leaveCall();
      await flow.until('VCC says Ready', () => state() === 'Ready');
      await flow.advance(MINUTE);
      expect(both()).toEqual(['Ready', 'Available']);
      expect(flow.vccWrites()).toHaveLength(2);
    },
  );

  test('[GD4] nothing is given back where the agent chose meanwhile', async () => {
    await open();
    flow.one.person.joinCall();
    await flow.until('VCC says Extended Away', () => state() === 'Extended Away');
    await flow.advance(MINUTE);
    flow.one.agent.choose('Lunch');
    await flow.advance(MINUTE);
    flow.one.person.leaveCall();
    await flow.advance(MINUTE);
    expect(both()).toEqual(['Lunch', 'Away']);
    expect(flow.vccWrites()).toHaveLength(1);
  });

  test('[GD4][WW6] a meeting and focus time move nobody', async () => {
    await open();
    flow.one.person.startMeeting();
    await flow.advance(MINUTE);
    flow.one.person.endMeeting();
    flow.one.person.startFocusing();
    await flow.advance(MINUTE);
    flow.one.person.endFocusing();
    await flow.advance(MINUTE);
    expect(both()).toEqual(['Ready', 'Available']);
    expect(flow.vccWrites()).toHaveLength(0);
  });

  test('[WW6] a softphone that is a Teams client moves nobody', async () => {
    await open({
      prepare: ({ graph }) => {
        graph.knobs.callShowsOverPreferred = true;
      },
    });
    for (let call = 0; call < 3; call += 1) {
      flow.one.agent.takeCall();
      flow.one.person.joinCall();
      await flow.advance(2 * MINUTE);
      flow.one.agent.endCall();
      flow.one.person.leaveCall();
      await flow.advance(15_000);
      flow.one.agent.endWrapUp();
      await flow.advance(MINUTE);
      expect(both()).toEqual(['Ready', 'Available']);
    }
    expect(flow.vccWrites()).toHaveLength(0);
  });
});

describe('flapping', () => {
  test('[GD5] too many changes in a minute stop the link for ten minutes, and then VCC is right', async () => {
    await open({ flapLimit: 6, scanMs: 2_000, settings: { TEAMS_SWEEP_MS: '4000' } });
    for (let change = 0; change < 10; change += 1) {
      flow.one.agent.choose(change % 2 === 0 ? 'Lunch' : 'Ready');
      await flow.advance(4_000);
    }
    expect(await status()).toMatchObject({ phase: 'paused', code: 'flapping' });
    const health = await flow.api<{ readonly linksInTrouble: readonly object[] }>(
      'GET',
      `/connections/${flow.connectionId}/health`,
    );
    expect(health.linksInTrouble).toEqual([{ linkId: flow.one.linkId, code: 'flapping' }]);
    flow.forget();
    flow.one.agent.choose('Training');
    await flow.advance(5 * MINUTE);
    expect([flow.graphWrites(), flow.vccWrites()]).toEqual([[], []]);
    await flow.until('Teams shows Away', () => shown() === 'Away', 6 * MINUTE);
    await flow.advance(30_000);
    expect([...both(), (await status()).phase]).toEqual(['Training', 'Away', 'running']);
  });
});
