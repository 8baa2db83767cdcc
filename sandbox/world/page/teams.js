import { byId, icon, make, onPress, setFlag, setIcon, setText, setUsable } from './dom.js';
import { momentAhead, running } from './times.js';
import { HAND_SET, dressAvatar, firstName, initials, presenceOf, presenceWords } from './words.js';

/** The right side: Teams as colleagues see it, and the person's own client. */
export function createTeams(order) {
  byId('statuses').append(...HAND_SET.map((availability) => statusButton(availability, order)));
  onPress(byId('reset'), () => order({ do: 'person.reset' }));
  const deeds = DEEDS.map((choose) => createDeed(choose, order));
  byId('person-deeds').append(...deeds.map(({ button }) => button));
  let drawnHeld = '';

  function draw({ name, teams }, now) {
    drawColleague(name, teams, now);
    setText(byId('own-title'), `${firstName(name)}’s own Teams: set a status by hand`);
    setText(byId('day-title'), `${firstName(name)}’s day`);
    for (const button of byId('statuses').children) {
      setFlag(button, 'aria-pressed', button.dataset.availability === teams.handSet);
    }
    setUsable(byId('reset'), Boolean(teams.handSet));
    for (const deed of deeds) deed.draw(teams);
    const key = JSON.stringify(teams.held);
    if (key === drawnHeld) return;
    drawnHeld = key;
    drawHeld(teams.held, now);
  }

  return { draw };
}

function drawColleague(name, teams, now) {
  const avatar = byId('seen-initials').parentElement;
  dressAvatar(avatar, name);
  setText(byId('seen-initials'), initials(name));
  setText(byId('seen-name'), name);
  setIcon(byId('seen-badge'), presenceOf(teams.availability).sign);
  setText(byId('seen-state'), `${presenceWords(teams)} · ${running(now - teams.since)}`);
}

function statusButton(availability, order) {
  const { sign, word } = presenceOf(availability);
  const attributes = { type: 'button', class: 'choice', 'data-availability': availability };
  const button = make('button', attributes, icon(sign, 'presence'), word);
  onPress(button, () => order({ do: 'person.set', availability }));
  return button;
}

/** Each button of the day: what it says and does, given how the person stands. */
const DEEDS = [
  (teams) => callDeed(teams, 'InACall', ['phone', 'Join a call', 'Leave call']),
  (teams) => callDeed(teams, 'InAConferenceCall', ['conference', 'Conference', 'Leave it']),
  (teams) => callDeed(teams, 'Presenting', ['screen', 'Present', 'Stop presenting']),
  ({ inMeeting }) =>
    inMeeting
      ? { sign: 'calendar', word: 'End meeting', action: { do: 'person.end-meeting' }, on: true }
      : { sign: 'calendar', word: 'Meeting', action: { do: 'person.start-meeting' } },
  ({ isFocusing }) =>
    isFocusing
      ? { sign: 'target', word: 'End focusing', action: { do: 'person.end-focusing' }, on: true }
      : { sign: 'target', word: 'Focusing', action: { do: 'person.start-focusing' } },
  ({ isOutOfOffice }) => ({
    sign: 'suitcase',
    word: isOutOfOffice ? 'Back in office' : 'Out of office',
    action: { do: 'person.out-of-office', on: !isOutOfOffice },
    on: isOutOfOffice,
  }),
  ({ isOpen, isIdle }) =>
    isIdle
      ? { sign: 'mouse', word: 'Touch mouse', action: { do: 'person.touch-mouse' }, on: true }
      : { sign: 'moon', word: 'Go idle', action: { do: 'person.go-idle' }, usable: isOpen },
  ({ isOpen }) => ({
    sign: 'skip',
    word: 'Idle: Away',
    hint: 'Idle long enough: Away at once',
    action: { do: 'person.away-by-idleness' },
    usable: isOpen,
  }),
  ({ isOpen }) =>
    isOpen
      ? {
          sign: 'laptop-closed',
          word: 'Close laptop',
          action: { do: 'person.close-laptop' },
          wide: true,
        }
      : {
          sign: 'laptop',
          word: 'Open laptop',
          action: { do: 'person.open-laptop' },
          wide: true,
          on: true,
        },
];

function callDeed({ call }, activity, [sign, join, leave]) {
  return call === activity
    ? { sign: 'hang-up', word: leave, action: { do: 'person.leave-call' }, on: true }
    : { sign, word: join, action: { do: 'person.join-call', activity } };
}

function createDeed(choose, order) {
  const picture = icon('none');
  const label = make('span');
  const button = make('button', { type: 'button', class: 'deed' }, picture, label);
  let now;
  onPress(button, () => order(now.action));
  return {
    button,
    draw(teams) {
      now = choose(teams);
      setIcon(picture, now.sign);
      setText(label, now.word);
      setUsable(button, now.usable ?? true);
      button.classList.toggle('on', now.on ?? false);
      button.classList.toggle('wide', now.wide ?? false);
      if (now.hint) button.title = now.hint;
    },
  };
}

function drawHeld(held, now) {
  const rows = held.map(({ label, availability, activity, endsAt }) => {
    const what = make(
      'span',
      { class: 'held-what' },
      icon(presenceOf(availability).sign, 'presence'),
      presenceWords({ availability, activity }),
    );
    const end =
      endsAt === undefined
        ? null
        : make('span', { class: 'held-end quiet' }, `ends ${momentAhead(endsAt, now)}`);
    return make('li', {}, make('span', {}, label), what, end);
  });
  const none = make('li', { class: 'quiet' }, 'Nothing: no client, no session, no status.');
  byId('held').replaceChildren(...(rows.length > 0 ? rows : [none]));
}
