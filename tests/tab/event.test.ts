import { toDays } from '../../tab/model/days';
import { toEvent } from '../../tab/model/event';
import { explainRecord } from '../../tab/model/explanation';
import type { RecordView } from '../../tab/api/types';
import { format, LUNCH_SHOWN, NOON, pair, record, say, seen, STATES, wrote } from './situations';

const tell = (one: RecordView) => {
  const event = toEvent(one, say, STATES);
  return event && [event.title, event.effect, event.direction];
};
const LUNCH = { presenceId: 'lunch', category: 'ExtendedAway', name: 'Lunch' } as const;
const OUT = { presenceId: 'out', category: 'LoggedOut', name: 'Logged Out' } as const;
const order = (kind: string, told = {}) => [seen({ side: 'order', kind, code: 'ordered', told })];
const presence = (code: string, availability: string, activity = availability) => [
  seen({ side: 'teams', kind: 'presence', code, told: { presence: pair(availability, activity) } }),
];

test.each<[string, RecordView, readonly string[]]>([
  ['a choice in VCC', LUNCH_SHOWN, ['You chose Lunch in VCC', 'Teams showed Away', 'to-teams']],
  [
    'a log-out',
    record({
      code: 'logged-out',
      seen: [seen({ told: { state: OUT } })],
      wrote: [wrote({ call: 'clearPresence', told: { why: 'release' } })],
    }),
    ['You logged out of VCC', 'Teams is yours again', 'to-teams'],
  ],
  [
    'a call',
    record({
      code: 'interaction-began',
      seen: [seen({ kind: 'channel', code: 'interaction-began', told: { phase: 'connected' } })],
      wrote: [wrote({ told: { presence: pair('Busy'), why: 'change' } })],
    }),
    ['You took a call in VCC', 'Teams showed Busy', 'to-teams'],
  ],
  [
    'a status set by hand',
    record({
      code: 'teams-changed',
      seen: presence('teams-changed', 'BeRightBack'),
      wrote: [wrote({ side: 'vcc', call: 'set presence Lunch', told: { state: LUNCH } })],
    }),
    ['You set Be right back in Teams', 'VCC went to Lunch', 'to-vcc'],
  ],
  [
    'a Teams call',
    record({
      code: 'call-began',
      seen: presence('call-began', 'Busy', 'InACall'),
      wrote: [wrote({ side: 'vcc', call: 'set presence Lunch', told: { state: LUNCH } })],
    }),
    ['You joined a Teams call', 'VCC went to Lunch', 'to-vcc'],
  ],
  [
    'a meeting that moves nobody',
    record({
      code: 'overlay-moves-nobody',
      outcome: 'nothing',
      seen: presence('overlay-moves-nobody', 'Busy', 'InAMeeting').map((line) => {
        return { ...line, outcome: 'dropped' as const };
      }),
    }),
    ['A meeting began', 'Nothing changed: meetings move nobody in your organisation.', 'nothing'],
  ],
  [
    'an order',
    record({
      code: 'ordered',
      seen: order('set-state', { presenceId: 'lunch', by: 'agent' }),
      wrote: [
        wrote({ side: 'vcc', call: 'set presence Lunch', told: { state: LUNCH } }),
        wrote({ told: { presence: pair('Away'), why: 'change' } }),
      ],
    }),
    ['You set Lunch here or with the bot', 'VCC went to Lunch, Teams to Away', 'to-teams'],
  ],
  [
    'an order that VCC refused',
    record({
      code: 'vcc-refused',
      outcome: 'refused',
      seen: order('set-state', { presenceId: 'lunch', by: 'admin' }),
      wrote: [wrote({ side: 'vcc', ok: false, answer: '409: no', told: { state: LUNCH } })],
    }),
    ['Your admin set Lunch for you', 'VCC did not accept it, so nothing changed.', 'nothing'],
  ],
  [
    'idleness',
    record({ code: 'only-idle', outcome: 'nothing', seen: presence('probing', 'Away') }),
    [
      'Your Teams went idle',
      'Nothing changed: you were only idle and stayed Ready for calls.',
      'nothing',
    ],
  ],
  [
    'a pause that ran out',
    record({ code: 'resumed', outcome: 'nothing' }),
    ['Your pause ended', 'The pause is over. Teams follows VCC again.', 'nothing'],
  ],
])('[TB6] tells %s', (_what, one, told) => {
  expect(tell(one)).toEqual(told);
});

test.each(['own-echo', 'renewed', 'not-newer', 'same-state', 'unsettled', 'hold-ended'])(
  '[TB6] leaves out what is nobody’s news: %s',
  (code) => {
    const line = { ...presence(code, 'Away')[0]!, outcome: 'dropped' as const };
    expect(toEvent(record({ code, outcome: 'nothing', seen: [line] }), say, STATES)).toBeNull();
  },
);

test('[TB6] tells records from before values were kept, without inventing any', () => {
  const old = record({ seen: [seen({})], wrote: [wrote({})] });
  expect(toEvent(old, say, STATES)).toBeNull();
});

test('[TB6] proves a record: seen, rule, written, answered, each with its time', () => {
  const look = record({
    id: '8',
    code: 'own-echo',
    seen: presence('own-echo', 'Away').map((line) => ({ ...line, seenAt: NOON + 2_000 })),
  });
  const told = explainRecord(LUNCH_SHOWN, { say, format, states: STATES, later: [look] });
  expect(told.title).toBe('Teams shows Away because you chose Lunch.');
  expect(told.steps.map(({ kind, lines, afterMs }) => [kind, lines, afterMs])).toEqual([
    ['seen', ['VCC reported Lunch.'], 0],
    ['rule', ['The newest change was in VCC, so Teams follows it.'], 10],
    [
      'written',
      [
        'We asked Teams to show Away, for 1 hr at most.',
        'We opened a session in Teams, so that the status can show.',
      ],
      20,
    ],
    ['answered', ['It was accepted, and our next look showed Away.'], 2_000],
  ]);
  expect(told.steps[1]?.small).toBe('Rules MP1 · WW2');
});

test('[TB6] ends where nothing was written', () => {
  const line = { ...presence('engaged', 'Away')[0]!, outcome: 'dropped' as const };
  const one = record({ code: 'engaged', outcome: 'nothing', seen: [line] });
  const told = explainRecord(one, { say, format, states: STATES, later: [] });
  expect(told.steps.map(({ kind }) => kind)).toEqual(['seen', 'rule']);
  expect(told.ending).toBe('Nothing was written.');
});

test('[TB6] tells once that a side does not answer, and keeps the days apart', () => {
  const silent = (id: string) => record({ id, code: 'teams-trouble', outcome: 'waits' });
  const yesterday = record({ ...LUNCH_SHOWN, id: '1' });
  const records = [silent('5'), silent('4'), silent('3'), LUNCH_SHOWN, yesterday].map(
    (one, index) => {
      const at = index === 4 ? NOON - 86_400_000 : NOON;
      return { ...one, at, seen: one.seen.map((line) => ({ ...line, at })) };
    },
  );
  const terms = { say, format, states: STATES, now: NOON };
  const days = toDays(records, { ...terms, isTodayOnly: false });
  expect(days.map(({ name, events }) => [name, events.map(({ title }) => title)])).toEqual([
    ['Today', ['Teams did not answer', 'You chose Lunch in VCC']],
    ['22 Nov', ['You chose Lunch in VCC']],
  ]);
  expect(toDays(records, { ...terms, isTodayOnly: true })).toHaveLength(1);
});
