import { gather } from '../../src/store/gather';

interface Run {
  readonly asks: readonly string[];
  end(): void;
  fail(error: Error): void;
}

/** A database whose statements end when the test says so. */
function openSlow() {
  const runs: Run[] = [];
  const ask = gather<string, string>({
    nameOf: (one) => one.split('=')[0] ?? '',
    run: (asks) =>
      new Promise((resolve, reject) => {
        const answers = asks.filter((one) => one !== 'nobody');
        const end = (): void =>
          resolve(new Map(answers.map((one) => [one.split('=')[0] ?? '', `of ${one}`])));
        runs.push({ asks, end, fail: reject });
      }),
  });
  return { runs, ask };
}

const tick = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('[BT2] who is alone is asked for at once', async () => {
  const { runs, ask } = openSlow();
  const asked = ask('juniper');
  expect(runs.map(({ asks }) => asks)).toEqual([['juniper']]);
  runs[0]?.end();
  expect(await asked).toBe('of juniper');
});

test('[BT2] who comes while others are under way is asked for together, each name once', async () => {
  const { runs, ask } = openSlow();
  const asked = ['a', 'b', 'c', 'd', 'c'].map(ask);
  expect(runs.map(({ asks }) => asks)).toEqual([['a'], ['b']]);
  runs[0]?.end();
  await tick();
  expect(runs.map(({ asks }) => asks)).toEqual([['a'], ['b'], ['c', 'd']]);
  for (const { end } of runs) end();
  expect(await Promise.all(asked)).toEqual(['of a', 'of b', 'of c', 'of d', 'of c']);
});

test('[BT2] a question that comes after a statement has begun is not answered by it', async () => {
  const { runs, ask } = openSlow();
  const early = ask('juniper');
  const late = ask('juniper');
  expect(runs).toHaveLength(2);
  for (const { end } of runs) end();
  expect(await Promise.all([early, late])).toEqual(['of juniper', 'of juniper']);
});

test('[BT2] of what is to be written under one name the last counts', async () => {
  const { runs, ask } = openSlow();
  const asked = ['a', 'b', 'card=1', 'card=2'].map(ask);
  runs[0]?.end();
  await tick();
  expect(runs[2]?.asks).toEqual(['card=2']);
  for (const { end } of runs) end();
  expect((await Promise.all(asked)).slice(2)).toEqual(['of card=2', 'of card=2']);
});

test('[BT2] what has no answer is null, and a failure reaches all it was for and nobody else', async () => {
  const { runs, ask } = openSlow();
  const [first, second, third] = ['nobody', 'b', 'c'].map(ask);
  runs[0]?.end();
  expect(await first).toBeNull();
  const failed = expect(second).rejects.toThrow('Away.');
  runs[1]?.fail(new Error('Away.'));
  await failed;
  runs[2]?.end();
  expect(await third).toBe('of c');
});

test('[BT2] never more than two hundred at once', async () => {
  const { runs, ask } = openSlow();
  const asked = Array.from({ length: 502 }, (_, n) => ask(`n${n}`));
  runs[0]?.end();
  runs[1]?.end();
  await tick();
  expect(runs.slice(2).map(({ asks }) => asks.length)).toEqual([200, 200]);
  runs[2]?.end();
  await tick();
  expect(runs[4]?.asks).toHaveLength(100);
  for (const { end } of runs) end();
  expect(new Set(await Promise.all(asked)).size).toBe(502);
});
