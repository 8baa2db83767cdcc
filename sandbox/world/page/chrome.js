import { byId, make, onPress, setFlag, setText } from './dom.js';
import { short, spell, timeOfDay } from './times.js';
import { dressAvatar, initials, roleWord } from './words.js';

const GROUPS = { agent: 'Agents', admin: 'Administrator', 'not-enabled': 'Not enabled' };

/** The clock with its buttons. */
export function createClock(order) {
  for (const button of document.querySelectorAll('[data-advance]')) {
    onPress(button, () => order({ do: 'clock.advance', ms: Number(button.dataset.advance) }));
  }
  return {
    draw(now) {
      const clock = byId('clock');
      setText(clock, timeOfDay(now));
      clock.dateTime = new Date(now).toISOString();
      clock.title = new Date(now).toDateString();
    },
  };
}

/** The choice of who one is. */
export function createChoiceOfPerson(choose) {
  const select = byId('who');
  select.addEventListener('change', () => choose(select.value));
  let drawn = '';
  return {
    draw({ people, person }) {
      const key = JSON.stringify(people);
      if (key !== drawn) select.replaceChildren(...groups(people));
      drawn = key;
      if (select.value !== person.key) select.value = person.key;
      setText(byId('who-avatar'), initials(person.name));
      dressAvatar(byId('who-avatar'), person.name);
    },
  };
}

function groups(people) {
  return Object.entries(GROUPS).flatMap(([role, label]) => {
    const options = people
      .filter((person) => person.role === role)
      .map(({ key, name }) => make('option', { value: key }, `${name}, ${roleWord(role)}`));
    return options.length > 0 ? [make('optgroup', { label }, ...options)] : [];
  });
}

/** The switches at the bottom: VCC left, Graph right. */
export function createDock(order) {
  const titles = { vcc: 'Make VCC misbehave', teams: 'Make Graph misbehave' };
  let drawn = '';

  function build(switches) {
    for (const [side, title] of Object.entries(titles)) {
      const own = switches.filter((other) => other.side === side);
      const head = own.length > 0 ? [make('span', { class: 'dock-title' }, title)] : [];
      byId(`dock-${side}`).replaceChildren(...head, ...own.map((one) => switchButton(one, order)));
    }
  }

  return {
    draw(switches) {
      const key = switches.map(({ name }) => name).join();
      if (key !== drawn) build(switches);
      drawn = key;
      for (const { name, isOn } of switches) setFlag(byId(`switch-${name}`), 'aria-checked', isOn);
    },
  };
}

function switchButton({ name, label, hint }, order) {
  const button = make(
    'button',
    { type: 'button', class: 'switch', role: 'switch', id: `switch-${name}`, title: hint },
    make('span', { class: 'track', 'aria-hidden': 'true' }),
    label,
  );
  onPress(button, () => {
    order({ do: 'misbehave', name, on: button.getAttribute('aria-checked') !== 'true' });
  });
  return button;
}

/** Ways into the product: the tab as the chosen person, and the chat with its bot. */
export function drawDoors({ tabUrl, chat, name }) {
  const doors = byId('doors');
  const leadsTo = [tabUrl, chat?.url].filter(Boolean).join(' ');
  doors.hidden = leadsTo === '';
  if (doors.dataset.leadsTo === leadsTo) return;
  doors.dataset.leadsTo = leadsTo;
  const ways = [];
  if (tabUrl) {
    const tab = { class: 'door', href: tabUrl, target: 'tab' };
    ways.push(make('a', { ...tab, title: `As ${name}, in a small Teams` }, 'Open the tab'));
  }
  if (chat) {
    const link = { class: 'door', href: chat.url, target: 'chat' };
    const title = `As ${chat.name}, in Microsoft's Agents Playground`;
    ways.push(make('a', { ...link, title }, 'Chat with the bot'));
  }
  doors.replaceChildren(...ways);
}

/** The small print under the records. */
export function drawFigures({ lastLoopMs, writes, sessionMs, budget }) {
  const parts = [
    lastLoopMs === undefined ? 'No loop yet' : `Last loop ${short(lastLoopMs)}`,
    `${writes} ${writes === 1 ? 'write' : 'writes'} in ${spell(sessionMs)}`,
  ];
  const spans = parts.map((text) => make('span', {}, text));
  if (budget) spans.push(budgetSpan(budget));
  const figures = byId('figures');
  if (figures.textContent === spans.map(({ textContent }) => textContent).join('')) return;
  figures.replaceChildren(...spans);
}

function budgetSpan({ used, allowed, windowMs }) {
  const percent = Math.ceil((used / Math.max(1, allowed)) * 100);
  const title = `${used} of ${allowed} requests in the last ${windowMs / 1000} seconds`;
  return make('span', { title }, `Graph budget ${percent} %`);
}
