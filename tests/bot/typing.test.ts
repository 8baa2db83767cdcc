/** Typing of many turns at once, on a clock that stands. */
import { setImmediate } from 'node:timers/promises';
import type { TurnContext } from 'botbuilder';
import { createTyping } from '../../bot/channel/typing';
import { createHandClock } from '../clients/hand-clock';

function open() {
  const clock = createHandClock();
  const withTyping = createTyping(clock);
  const shown: string[] = [];
  /** Work that ends when it is told to. */
  const begin = (name: string, send = () => Promise.resolve({ id: '1' })) => {
    let end: () => void = () => undefined;
    const work = new Promise<void>((resolve) => (end = resolve));
    const sendActivity = ({ type }: { type: string }) => {
      shown.push(`${name} ${type}`);
      return send();
    };
    const turn = withTyping({ sendActivity } as unknown as TurnContext, () => work);
    return { end, turn };
  };
  return { clock, shown, begin };
}

test('[BT2] each of many who wait sees typing once, a second and a half after they asked', async () => {
  const { clock, shown, begin } = open();
  const first = begin('first');
  await clock.advance(1_000);
  const second = begin('second');
  await clock.advance(499);
  expect(shown).toEqual([]);
  await clock.advance(1);
  expect(shown).toEqual(['first typing']);
  await clock.advance(1_000);
  expect(shown).toEqual(['first typing', 'second typing']);
  await clock.advance(10_000);
  expect(shown).toHaveLength(2);
  first.end();
  second.end();
  await Promise.all([first.turn, second.turn]);
  expect(clock.sleeping()).toBe(0);
});

test('[BT2] who is answered in time sees none, and who waits beside them does', async () => {
  const { clock, shown, begin } = open();
  const quick = begin('quick');
  const slow = begin('slow');
  await clock.advance(1_000);
  quick.end();
  await quick.turn;
  await clock.advance(1_000);
  expect(shown).toEqual(['slow typing']);
  slow.end();
  await slow.turn;
  expect(clock.sleeping()).toBe(0);
});

test('[BT2] when nobody waits nothing sleeps, and the next who waits is watched again', async () => {
  const { clock, shown, begin } = open();
  const before = begin('before');
  before.end();
  await before.turn;
  await setImmediate();
  expect(clock.sleeping()).toBe(0);
  const after = begin('after');
  await setImmediate();
  expect(clock.sleeping()).toBe(1);
  await clock.advance(1_500);
  expect(shown).toEqual(['after typing']);
  after.end();
  await after.turn;
});

test('[BT2] a channel that never takes the sign delays the answer by two seconds', async () => {
  const { clock, begin } = open();
  const one = begin('one', () => new Promise(() => undefined));
  await clock.advance(1_500);
  let isOver = false;
  void one.turn.then(() => (isOver = true));
  one.end();
  await clock.advance(1_900);
  expect(isOver).toBe(false);
  await clock.advance(100);
  expect(isOver).toBe(true);
});

test('[BT2] a turn ends after its typing was sent, also where the channel refuses it', async () => {
  const { clock, begin } = open();
  let refuse: (error: Error) => void = () => undefined;
  const sent = new Promise<{ id: string }>((_resolve, reject) => (refuse = reject));
  const one = begin('one', () => sent);
  await clock.advance(1_500);
  let isOver = false;
  void one.turn.then(() => (isOver = true));
  one.end();
  await setImmediate();
  expect(isOver).toBe(false);
  refuse(new Error('Too many.'));
  await one.turn;
  expect(isOver).toBe(true);
});
