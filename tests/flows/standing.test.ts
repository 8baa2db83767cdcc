import { startFlow } from './flow';
import type { Flow } from './flow';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let flow: Flow;
beforeEach(async () => {
  flow = await startFlow({
    scanMs: 5_000,
    settings: { VCC_SWEEP_MS: '600000', TEAMS_SWEEP_MS: '10000' },
  });
}, 60_000);
afterEach(() => flow.stop());

const shown = (): string => flow.one.person.shown().availability;
const state = (): string => flow.one.agent.presence().definition.description;
const preferredWrites = (): number =>
  flow.graphWrites().filter((write) => write.path.includes('Preferred')).length;

/** Leaves everything alone for an hour after what was just done has settled. */
async function standForAnHour(): Promise<void> {
  await flow.advance(30_000);
  flow.forget();
  await flow.advance(HOUR);
}

describe('a state left standing for an hour', () => {
  test.each(['Away', 'Extended Away', 'Lunch'])(
    '[WW3] %s in VCC moves nobody and is renewed once at the most',
    async (chosen) => {
      flow.one.agent.choose(chosen);
      await standForAnHour();
      expect([state(), shown()]).toEqual([chosen, 'Away']);
      expect(flow.vccWrites()).toHaveLength(0);
      expect(preferredWrites()).toBe(1);
      expect(flow.graphWrites()).toHaveLength(2);
    },
    120_000,
  );

  test.each([
    ['Busy', 'Extended Away'],
    ['DoNotDisturb', 'Away'],
    ['BeRightBack', 'Away'],
    ['Away', 'Away'],
  ])(
    '[WW3][EC1] %s by hand in Teams sets %s once and walks no further down the chain',
    async (chosen, expected) => {
      flow.one.person.setByHand(chosen);
      await standForAnHour();
      expect([state(), shown()]).toEqual([expected, chosen]);
      expect(flow.vccWrites()).toHaveLength(0);
      expect(flow.graphWrites()).toHaveLength(0);
    },
    120_000,
  );

  test('[GD3][WT5] an idle Ready agent stays Ready, and only renewals are written', async () => {
    await flow.advance(30_000);
    flow.forget();
    flow.one.person.goIdle();
    await flow.advance(HOUR);
    expect(state()).toBe('Ready');
    expect(shown()).toBe('Available');
    expect(flow.vccWrites()).toHaveLength(0);
    const writes = flow.graphWrites().map((write) => write.path.split('/').at(-1));
    expect(new Set(writes)).toEqual(new Set(['setPresence']));
    expect(writes.length).toBeLessThanOrEqual(14);
  }, 120_000);

  test('[WW6] an interaction of an hour stays Busy and gives back Available', async () => {
    flow.one.agent.takeCall();
    await standForAnHour();
    expect([state(), shown()]).toEqual(['Ready', 'Busy']);
    expect(flow.vccWrites()).toHaveLength(0);
    flow.one.agent.endCall();
    flow.one.agent.endWrapUp();
    await flow.until('Teams shows Available', () => shown() === 'Available');
  }, 120_000);

  test('[GD2][EC6] a logged-out agent is never logged in, whatever Teams does', async () => {
    flow.one.agent.logOut();
    await flow.advance(30_000);
    flow.forget();
    for (const chosen of ['Busy', 'Available', 'Away', 'Available']) {
      flow.one.person.setByHand(chosen);
      await flow.advance(10 * MINUTE);
    }
    expect(state()).toBe('Logged Out');
    expect(flow.vccWrites()).toHaveLength(0);
    expect(flow.graphWrites()).toHaveLength(0);
  }, 120_000);
});
