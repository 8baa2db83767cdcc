import { readStep, tellSituation } from '../../tab/model/sentence';
import type { OrderFate } from '../../tab/model/sentence';
import { format, NOON, pair, say, situation } from './situations';
import type { Changes } from './situations';

const NONE: OrderFate = { kind: 'none' };
const LUNCH = { presenceId: 'lunch', category: 'ExtendedAway', name: 'Lunch' } as const;
const OUT = { presenceId: 'out', category: 'LoggedOut', name: 'Logged Out' } as const;

function tell(changes: Changes, fate: OrderFate = NONE) {
  return tellSituation({ ...situation(changes), fate, say, format });
}

interface Row {
  readonly what: string;
  readonly changes: Changes;
  readonly text: string;
  readonly offers?: readonly string[];
  readonly step?: string;
}

const ROWS: readonly Row[] = [
  {
    what: 'ready',
    changes: {},
    text: 'You are ready for calls, and Teams says so.',
    offers: ['why'],
    step: 'in-step',
  },
  {
    what: 'in step otherwise',
    changes: { vcc: { state: LUNCH }, teams: pair('Away') },
    text: 'You are on Lunch in VCC, and Teams shows Away.',
    step: 'in-step',
  },
  {
    what: 'on a call',
    changes: { vcc: { occupancy: 'engaged' }, teams: pair('Busy') },
    text: 'You are on a call. Teams shows Busy until you have finished.',
    step: 'in-step',
  },
  {
    what: 'wrapping up',
    changes: { vcc: { occupancy: 'wrapping-up' }, teams: pair('Busy') },
    text: 'You are wrapping up. Teams shows Busy until you have finished.',
  },
  {
    what: 'Teams changed during a call',
    changes: { vcc: { occupancy: 'engaged' }, teams: pair('Away'), details: { inStep: false } },
    text: 'You changed Teams to Away during a call. We look at it again when the call is over.',
    step: 'differs',
  },
  {
    what: 'own status in force',
    changes: {
      status: { code: 'own-status' },
      teams: pair('DoNotDisturb'),
      details: { inStep: true },
    },
    text: 'Your own Teams status is in force.',
    offers: ['keep', 'show'],
    step: 'differs',
  },
  {
    what: 'in a Teams call',
    changes: {
      vcc: { state: LUNCH },
      teams: pair('Busy', 'InACall'),
      details: { overlay: pair('Busy', 'InACall') },
    },
    text: 'You are in a Teams call. VCC shows Lunch until it is over.',
  },
  {
    what: 'in a meeting',
    changes: {
      vcc: { state: LUNCH },
      teams: pair('Busy', 'InAMeeting'),
      details: { overlay: pair('Busy', 'InAMeeting') },
    },
    text: 'You are in a meeting. VCC shows Lunch until it ends.',
  },
  {
    what: 'paused with an end',
    changes: { status: { phase: 'paused', code: 'paused', pausedUntil: NOON + 140 * 60_000 } },
    text: 'Paused until 14:20. Changes on one side do not reach the other.',
    offers: ['resume'],
    step: 'paused',
  },
  {
    what: 'paused without an end',
    changes: { status: { phase: 'paused', code: 'paused' } },
    text: 'Paused until you resume. Changes on one side do not reach the other.',
    step: 'paused',
  },
  {
    what: 'stopped for changing too often',
    changes: { status: { phase: 'paused', code: 'flapping', pausedUntil: NOON } },
    text: 'Stopped until 12:00: your status changed too often in a minute. Nothing more is written until then.',
  },
  {
    what: 'logged out',
    changes: { vcc: { state: OUT } },
    text: 'You are logged out of VCC. Teams is yours alone until you log in.',
    step: 'none',
  },
  {
    what: 'probing',
    changes: { status: { code: 'probing' }, teams: pair('Away'), details: { inStep: false } },
    text: 'Teams shows Away. We are checking whether you are only idle; VCC stays Ready.',
  },
  {
    what: 'only idle',
    changes: { teams: pair('Away'), details: { inStep: false } },
    text: 'You were only idle, so you stayed Ready for calls.',
  },
  {
    what: 'accepted and not shown',
    changes: { status: { code: 'not-taken' }, teams: pair('Away'), details: { inStep: false } },
    text: 'Teams accepted Available but still shows Away. We look again when something changes.',
    step: 'differs',
  },
  {
    what: 'Teams offline',
    changes: { teams: pair('Offline'), details: { inStep: false } },
    text: 'Teams shows Offline. Your VCC state appears when you open Teams.',
  },
  {
    what: 'a blank row',
    changes: { vcc: { state: LUNCH }, details: { inStep: false, shows: null } },
    text: 'Your admin’s mapping leaves Teams as it is when VCC is Lunch.',
  },
  {
    what: 'different',
    changes: { vcc: { state: LUNCH }, teams: pair('Busy'), details: { inStep: false } },
    text: 'VCC is on Lunch, and Teams shows Busy. Both stay so until one of them changes.',
    step: 'differs',
  },
  {
    what: 'nothing read yet',
    changes: { status: { phase: 'new', code: 'first-reading' }, details: { inStep: null } },
    text: 'We are reading both sides.',
    step: 'waiting',
  },
  {
    what: 'being unlinked',
    changes: { status: { phase: 'unlinking', code: 'unlinked' } },
    text: 'You are being unlinked. What we hold in Teams is taken back.',
    step: 'none',
  },
];

test.each(ROWS)('[TB3] says how it stands: $what', ({ changes, text, offers, step }) => {
  const told = tell(changes);
  expect(told.text).toBe(text);
  if (offers) expect(told.offers).toEqual(offers);
  if (step) expect(readStep({ ...situation(changes), fate: NONE })).toBe(step);
});

test('[TB3] says of the own status what it is, and offers no change where there is none', () => {
  const changes = { status: { code: 'own-status' }, teams: pair('DoNotDisturb') };
  expect(tell(changes).more).toBe('You set Do not disturb yourself, so we leave it alone.');
  expect(tell({ ...changes, details: { shows: null } }).offers).toEqual(['keep']);
});

test.each<[OrderFate, string, readonly string[]]>([
  [{ kind: 'setting', presenceId: 'lunch', state: 'Lunch' }, 'Setting Lunch …', []],
  [
    { kind: 'set', state: 'Lunch', undo: 'ready' },
    'You are on Lunch, and Teams shows Available.',
    ['undo'],
  ],
  [{ kind: 'set', state: 'Lunch', undo: null }, 'You are on Lunch, and Teams shows Available.', []],
  [
    { kind: 'refused', state: 'Lunch', during: 'call' },
    'VCC did not take Lunch during your call, so nothing changed. Try again after it.',
    ['why'],
  ],
  [
    { kind: 'refused', state: 'Lunch', during: 'out' },
    'VCC did not log you in, so nothing changed. Log in to ContactPad first.',
    ['why'],
  ],
  [{ kind: 'kept', state: 'Lunch' }, 'VCC has not answered yet. Lunch is kept and follows.', []],
])('[TB4] says what became of an order: %j', (fate, text, offers) => {
  const told = tell({}, fate);
  expect([told.text, told.offers]).toEqual([text, offers]);
});

test('[TB4] does not say that Teams follows where it does not', () => {
  const fate = { kind: 'set', state: 'Lunch', undo: null } as const;
  expect(tell({ details: { inStep: false } }, fate).text).toBe('You are on Lunch.');
});
