/** @jest-environment jsdom */
import type * as Package from 'adaptivecards';
import type { Card } from '../../../bot/cards/card';
import { button, plain } from '../../../bot/cards/card';
import { LANGUAGES } from '../../../bot/understand/command';
import { readPressed } from '../../../bot/converse/command-shape';
import { tellBecause } from '../../../bot/cards/because';
import { createVoice } from '../../../bot/say/voice';
import { makeSamples, recordOf } from './samples';

// Its own entry is an ES module with parts for browsers only.
const { AdaptiveCard, HostConfig, SerializationContext, Versions } = jest.requireActual<
  typeof Package
>('adaptivecards/dist/adaptivecards');

/** As many buttons as Teams shows. */
const TEAMS = new HostConfig({ actions: { maxActions: 6 } });
const PUBLIC_URL = 'https://link.meadowbank.example';
/** Aimed at far below what a bot's message may have. */
const MAX_BYTES = 16 * 1024;

type Any = Record<string, unknown>;

/** Every object within a card. */
function parts(value: unknown): Any[] {
  if (Array.isArray(value)) return value.flatMap(parts);
  if (typeof value !== 'object' || value === null) return [];
  return [value as Any, ...Object.values(value).flatMap(parts)];
}

function ofType(card: Card, type: string): Any[] {
  return parts(card).filter((one) => one['type'] === type);
}

const all = LANGUAGES.map((language) => [language] as const);

describe.each(all)('cards in %s', (language) => {
  let samples: Readonly<Record<string, Card>>;
  beforeAll(async () => {
    samples = await makeSamples(language, PUBLIC_URL);
  });

  test('[BT6] each is parsed by the package of Adaptive Cards without a warning', () => {
    for (const [name, card] of Object.entries(samples)) {
      const context = new SerializationContext(Versions.v1_5);
      const parsed = new AdaptiveCard();
      parsed.hostConfig = TEAMS;
      parsed.parse(card, context);
      const events = Array.from({ length: context.eventCount }, (_, index) =>
        context.getEventAt(index),
      );
      expect({ name, events: events.map(({ message }) => message) }).toEqual({ name, events: [] });
      expect(parsed.validateProperties().validationEvents.map(({ message }) => message)).toEqual(
        [],
      );
    }
  });

  test('[BT6] each says in a text what it shows, has at most six buttons and is small', () => {
    for (const [name, card] of Object.entries(samples)) {
      expect({ name, version: card['version'] }).toEqual({ name, version: '1.5' });
      expect(String(card['fallbackText']).length).toBeGreaterThan(5);
      expect(((card['actions'] as unknown[] | undefined) ?? []).length).toBeLessThanOrEqual(6);
      expect(Buffer.byteLength(JSON.stringify(card))).toBeLessThan(MAX_BYTES);
      const positive = parts(card['actions'] ?? []).filter(
        (one) => one['style'] === 'positive' && one['type'] !== 'Action.Submit',
      );
      expect({ name, positive: positive.length <= 1 }).toEqual({ name, positive: true });
    }
  });

  test('[BT6] every button falls back to a Submit of the same data, which reads as a command', () => {
    for (const card of Object.values(samples)) {
      const executes = ofType({ ...card, refresh: undefined }, 'Action.Execute');
      for (const one of executes) {
        expect(one['fallback']).toMatchObject({
          type: 'Action.Submit',
          data: one['data'],
          title: one['title'],
        });
        expect(readPressed(one['verb'], one['data'])).not.toBeNull();
        expect(readPressed(undefined, one['data'])).toEqual(readPressed(one['verb'], one['data']));
      }
    }
  });

  test('[BT6] texts wrap, pictures come over https, nothing is filled in by half', () => {
    for (const [name, card] of Object.entries(samples)) {
      for (const text of ofType(card, 'TextBlock')) {
        const isTime = /^(\d\d:\d\d:\d\d|\+.*)$/.test(String(text['text']));
        expect({ name, text: text['text'], wraps: text['wrap'] === true || isTime }).toEqual({
          name,
          text: text['text'],
          wraps: true,
        });
      }
      for (const image of ofType(card, 'Image')) expect(image['url']).toMatch(/^https:.*\.png$/);
      expect(JSON.stringify(card)).not.toMatch(/\{\w+\}|undefined|NaN/);
    }
  });
});

test('[BT6] names of people and states are text and nothing else', () => {
  expect(plain('[Press](https://evil.example) *now* _x_ `y`')).toBe(
    '\\[Press\\](https://evil.example) \\*now\\* \\_x\\_ \\`y\\`',
  );
  expect(plain('1. Lunch')).toBe('1\\. Lunch');
  expect(plain('+ 10 ms')).toBe('+\u00a010 ms');
  // A date of the card's own, which a client would put in place of the name.
  expect(plain('{{DATE(2026-01-01T00:00:00Z,SHORT)}}')).not.toContain('{{');
});

test('[BT6] a long name is cut in its middle on a button, and whole where one points at it', () => {
  const long = (end: string) => `Extended Away for training with the regional team ${end}`;
  const [one, two] = ['01', '02'].map((end) => button(long(end), { do: 'why' }));
  expect(one!['title']).not.toBe(two!['title']);
  for (const each of [one!, one!['fallback'] as typeof one & object]) {
    expect(String(each['title']).length).toBeLessThanOrEqual(30);
    expect(each['title']).toMatch(/^Extended Away.*….*01$/);
    expect(each['tooltip']).toBe(long('01'));
  }
  expect(button('研修'.repeat(20), { do: 'why' })['title']).toMatch(/^.{7,9}….{4,6}$/u);
  expect(button('Teams を VCC に合わせる', { do: 'why' })['title']).toBe('Teams を VCC に合わせる');
  expect(button('Ready', { do: 'why' })).not.toHaveProperty('tooltip');
});

test('[BT6] what was on another day is told with its day, and idleness in its own word', () => {
  const voice = createVoice('en', 'UTC');
  const now = Date.UTC(2026, 10, 26, 9, 46);
  expect(voice.moment(now - 60_000, now)).toBe('09:45');
  expect(voice.moment(now - 86_400_000, now)).toMatch(/25.* 09:46$/);
  const [idle, here] = ['Inactive', 'Available'].map((activity) =>
    voice.presence({ availability: 'Available', activity }),
  );
  expect(idle).not.toBe(here);
});

test('[BT9] a record is told of a state with braces in its name', () => {
  const record = recordOf();
  const named = { state: '{VIP} Lunch', presence: { availability: 'Away', activity: 'Away' } };
  const gist = { seen: undefined, wrote: undefined, ...named };
  expect(tellBecause(createVoice('en', 'UTC'), record, gist)).toBe(
    'Teams shows Away because you chose {VIP} Lunch.',
  );
});

test('[BT7] the status card asks to be renewed for its owner, and no other but the proof does', async () => {
  const samples = await makeSamples('en', PUBLIC_URL);
  for (const [name, card] of Object.entries(samples)) {
    const isStatus = name.startsWith('status');
    if (name === 'proof') continue;
    expect(card['refresh']).toEqual(
      isStatus
        ? {
            action: { type: 'Action.Execute', verb: 'refresh', data: { verb: 'refresh' } },
            userIds: ['29:juniper'],
          }
        : undefined,
    );
  }
});

test('[BT5] data of a button names no link of the person, and made-up data is no command', () => {
  expect(JSON.stringify(button('Ready', { do: 'set', presenceId: 'x' }))).not.toContain('linkId');
  for (const [verb, data] of [
    ['set', {}],
    ['set', { presenceId: { $ne: 1 } }],
    ['set', { presenceId: 'x'.repeat(5_000) }],
    ['pause', { minutes: -5 }],
    ['pause', { minutes: 1e9 }],
    ['pause', { minutes: '30' }],
    ['notify', { posts: 'everything' }],
    ['quiet', { hours: { from: 60, to: 60 } }],
    ['language', { language: '__proto__' }],
    ['constructor', {}],
    ['', null],
    [undefined, undefined],
    [{}, []],
  ] as const) {
    expect(readPressed(verb, data)).toBeNull();
  }
  // What is not ours in the data is left behind.
  expect(readPressed('set', { presenceId: 'x', linkId: 'other', personId: 'evil' })).toEqual({
    do: 'set',
    presenceId: 'x',
  });
});
