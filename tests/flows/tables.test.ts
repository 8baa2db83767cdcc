import { startFlow } from './flow';
import type { Flow } from './flow';

let flow: Flow;
beforeEach(async () => {
  flow = await startFlow();
}, 60_000);
afterEach(() => flow.stop());

const shown = (): string => flow.one.person.shown().availability;
const state = (): string => flow.one.agent.presence().definition.description;

describe('VCC to Teams', () => {
  test.each([
    ['Away', 'Away'],
    ['Extended Away', 'Away'],
    ['Lunch', 'Away'],
    ['Break', 'Away'],
  ])('[MP1] %s in VCC shows %s in Teams', async (chosen, expected) => {
    flow.one.agent.choose(chosen);
    await flow.until(`Teams shows ${expected}`, () => shown() === expected);
    await flow.advance(20_000);
    expect([state(), shown()]).toEqual([chosen, expected]);
  });

  test('[MP1] Ready in VCC shows Available in Teams', async () => {
    flow.one.agent.choose('Away');
    await flow.until('Teams shows Away', () => shown() === 'Away');
    await flow.advance(20_000);
    flow.one.agent.choose('Ready');
    await flow.until('Teams shows Available', () => shown() === 'Available');
    await flow.advance(20_000);
    expect([state(), shown()]).toEqual(['Ready', 'Available']);
  });

  test('[MP1] an interaction in VCC shows Busy in Teams until it ends', async () => {
    flow.one.agent.takeCall();
    await flow.until('Teams shows Busy', () => shown() === 'Busy');
    await flow.advance(20_000);
    flow.one.agent.endCall();
    await flow.advance(20_000);
    expect(shown()).toBe('Busy');
    flow.one.agent.endWrapUp();
    await flow.until('Teams shows Available', () => shown() === 'Available');
    expect(state()).toBe('Ready');
  });

  test('[MP1] logging out of VCC takes back what we hold in Teams', async () => {
    flow.one.agent.choose('Away');
    await flow.until('Teams shows Away', () => shown() === 'Away');
    flow.one.agent.logOut();
    await flow.until('nothing of ours is held', () =>
      flow.one.person.held().every((held) => held.kind === 'client'),
    );
    expect(state()).toBe('Logged Out');
  });
});

describe('Teams to VCC', () => {
  test.each([
    ['Busy', 'Extended Away'],
    ['DoNotDisturb', 'Away'],
    ['BeRightBack', 'Away'],
    ['Away', 'Away'],
  ])('[MP1] %s set by hand in Teams sets %s in VCC', async (chosen, expected) => {
    flow.one.person.setByHand(chosen);
    await flow.until(`VCC says ${expected}`, () => state() === expected);
    await flow.advance(30_000);
    expect([shown(), state()]).toEqual([chosen, expected]);
  });

  test('[MP1] Available set by hand in Teams sets Ready in VCC', async () => {
    flow.one.person.setByHand('Busy');
    await flow.until('VCC says Extended Away', () => state() === 'Extended Away');
    await flow.advance(20_000);
    flow.one.person.setByHand('Available');
    await flow.until('VCC says Ready', () => state() === 'Ready');
    await flow.advance(20_000);
    expect([shown(), state()]).toEqual(['Available', 'Ready']);
  });

  test('[MP1] Offline in Teams leaves VCC as it is', async () => {
    flow.forget();
    flow.one.person.setByHand('Offline');
    await flow.advance(60_000);
    expect(state()).toBe('Ready');
    expect(flow.vccWrites()).toHaveLength(0);
  });
});
