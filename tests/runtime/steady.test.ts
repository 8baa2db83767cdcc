import { createSteadyNow } from '../../src/runtime/steady';

function machine() {
  const clock = { wall: 1_000, elapsed: 50, now: () => 0 };
  clock.now = createSteadyNow(
    () => clock.wall,
    () => clock.elapsed,
  );
  return {
    clock,
    pass: (ms: number): number => {
      clock.wall += ms;
      clock.elapsed += ms;
      return clock.now();
    },
  };
}

test('[TN4] goes with the clock of the machine', () => {
  const { pass, clock } = machine();
  expect([clock.now(), pass(10), pass(0), pass(0.5)]).toEqual([1_000, 1_010, 1_010, 1_010]);
});

test('[TN4] follows a clock that is set forward', () => {
  const { pass, clock } = machine();
  clock.wall += 3_600_000;
  expect(pass(10)).toBe(3_601_010);
});

test('[TN4] goes on from where it was when the clock is set back, until that has come as far', () => {
  const { pass, clock } = machine();
  pass(100);
  clock.wall -= 500;
  expect([pass(0), pass(10), pass(600)]).toEqual([1_100, 1_110, 1_710]);
  clock.wall += 501;
  expect(pass(0)).toBe(1_711);
});
