import { setImmediate } from 'node:timers/promises';
import { gather } from '../../src/store/gather';
import { StoreError } from '../../src/store/store-error';

/** A database that answers at once; `bad` are questions it refuses. */
function open(bad: Readonly<Record<string, Error>> = {}) {
  const runs: (readonly string[])[] = [];
  const nameOf = (ask: string): string => ask.split('=')[0] ?? '';
  const ask = gather<string, string>({
    nameOf,
    run: async (asks) => {
      runs.push(asks);
      const wrong = asks.find((one) => one in bad);
      if (wrong !== undefined) throw bad[wrong];
      const known = asks.filter((one) => one !== 'nobody');
      return new Map(known.map((one) => [nameOf(one), `of ${one}`]));
    },
  });
  return { runs, ask };
}

test('[BT2] what is asked together is one statement, each name once, and each gets its own', async () => {
  const { runs, ask } = open();
  const asked = await Promise.all(['a', 'b', 'nobody', 'a'].map(ask));
  expect(runs).toEqual([['a', 'b', 'nobody']]);
  expect(asked).toEqual(['of a', 'of b', null, 'of a']);
});

test('[BT2] what comes in a few rounds of the event loop goes along, and what comes later does not', async () => {
  const { runs, ask } = open();
  const asked = [ask('a')];
  for (const late of ['b', 'c', 'd']) {
    await setImmediate();
    asked.push(ask(late));
  }
  await Promise.all(asked);
  expect(runs).toEqual([['a', 'b', 'c', 'd']]);
  await ask('e');
  expect(runs).toHaveLength(2);
});

test('[BT2] nothing is remembered: what is asked later is asked again', async () => {
  const { runs, ask } = open();
  await ask('a');
  await ask('a');
  expect(runs).toEqual([['a'], ['a']]);
});

test('[BT2] of what is to be written under one name the last counts', async () => {
  const { runs, ask } = open();
  expect(await Promise.all(['card=1', 'card=2'].map(ask))).toEqual(['of card=2', 'of card=2']);
  expect(runs).toEqual([['card=2']]);
});

test('[BT2] what is wrong with one question is no failure of the others', async () => {
  const { runs, ask } = open({ bad: new StoreError('bad-input', 'Not like this.') });
  const ended = await Promise.allSettled(['a', 'bad', 'c'].map(ask));
  expect(ended.map((one) => (one.status === 'fulfilled' ? one.value : one.reason.code))).toEqual([
    'of a',
    'bad-input',
    'of c',
  ]);
  expect(runs).toHaveLength(4);
});

test('[BT2] a database that is away is not asked once more for each', async () => {
  const { runs, ask } = open({ bad: new StoreError('unavailable', 'Away.') });
  const ended = await Promise.allSettled(['a', 'bad', 'c'].map(ask));
  expect(ended.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  expect(runs).toHaveLength(1);
});

test('[BT2] never more than two hundred at once', async () => {
  const { runs, ask } = open();
  const asked = await Promise.all(Array.from({ length: 450 }, (_, n) => ask(`n${n}`)));
  expect(runs.map(({ length }) => length)).toEqual([200, 200, 50]);
  expect(new Set(asked).size).toBe(450);
});
