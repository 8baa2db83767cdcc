import { byId, icon, make, setFlag, setText } from './dom.js';
import { isDropped, isRefusal, rowsOf } from './record-rows.js';
import { timeWithTenths } from './times.js';

const KEPT = 250;

const TABS = [
  {
    name: 'everything',
    word: 'Everything',
    fits: () => true,
    none: 'Nothing yet. Choose a state on the left or a status on the right.',
  },
  {
    name: 'writes',
    word: 'Writes',
    fits: (record) => record.wrote.length > 0,
    none: 'Nothing has been written yet.',
  },
  {
    name: 'drops',
    word: 'Drops',
    fits: (record) => record.seen.some(isDropped),
    only: 'dropped',
    none: 'Nothing has been dropped yet.',
  },
  { name: 'refusals', word: 'Refusals', fits: isRefusal, none: 'Nobody has refused anything yet.' },
];

/** The middle: records of the product as rows, newest on top, under four tabs. */
export function createRecords() {
  let records = new Map();
  let engine = { mode: 'waiting', sentence: '' };
  let chosen = TABS[0];
  const tabs = createTabs((tab) => {
    chosen = tab;
    draw();
  });

  function draw(fresh = new Set()) {
    const newestFirst = [...records.values()].sort(compare).reverse();
    const shown = newestFirst.filter(chosen.fits);
    byId('records').replaceChildren(...shown.map((record) => recordItem(record, chosen, fresh)));
    byId('records').hidden = shown.length === 0;
    byId('nothing').hidden = shown.length > 0;
    const silent = engine.mode !== 'live' && engine.mode !== 'polling';
    setText(byId('nothing'), silent ? engine.sentence : chosen.none);
    tabs.draw(chosen, newestFirst);
  }

  return {
    clear() {
      records = new Map();
      draw();
    },
    add(more) {
      const fresh = new Set(more.map(({ id }) => id).filter((id) => !records.has(id)));
      const isFirst = records.size === 0;
      const all = [...records.values(), ...more].sort(compare).slice(-KEPT);
      records = new Map(all.map((record) => [record.id, record]));
      keepPlace(() => draw(isFirst ? new Set() : fresh));
    },
    setEngine(status) {
      engine = status;
      drawLive(status);
      draw();
    },
  };
}

function compare(a, b) {
  return a.at - b.at || a.id.length - b.id.length || a.id.localeCompare(b.id);
}

/** Who has scrolled down to read keeps the same row before the eyes. */
function keepPlace(change) {
  const panel = byId('panel');
  const fromEnd = panel.scrollHeight - panel.scrollTop;
  const isAtTop = panel.scrollTop < 8;
  change();
  panel.scrollTop = isAtTop ? 0 : panel.scrollHeight - fromEnd;
}

function drawLive({ mode, sentence }) {
  const words = { live: 'Live', polling: 'Each second', down: 'No answer', waiting: 'Connecting' };
  const live = byId('live');
  live.dataset.mode = mode;
  live.title = sentence;
  setText(live, words[mode] ?? '');
}

function createTabs(choose) {
  const buttons = TABS.map((tab) => {
    const count = make('span', { class: 'count' });
    const button = make(
      'button',
      {
        type: 'button',
        class: 'tab',
        role: 'tab',
        id: `tab-${tab.name}`,
        'aria-controls': 'panel',
      },
      tab.word,
      count,
    );
    button.addEventListener('click', () => choose(tab));
    return { tab, button, count };
  });
  byId('tabs').append(...buttons.map(({ button }) => button));
  byId('tabs').addEventListener('keydown', (event) => {
    const at = buttons.findIndex(({ button }) => button === document.activeElement);
    const next = at < 0 ? undefined : buttons[keyTarget(event.key, at, buttons.length)];
    if (!next) return;
    event.preventDefault();
    next.button.focus();
    choose(next.tab);
  });
  return {
    draw(chosen, records) {
      byId('panel').setAttribute('aria-labelledby', `tab-${chosen.name}`);
      for (const { tab, button, count } of buttons) {
        setFlag(button, 'aria-selected', tab === chosen);
        button.tabIndex = tab === chosen ? 0 : -1;
        const fitting = tab === TABS[0] ? 0 : records.filter(tab.fits).length;
        setText(count, fitting > 0 ? String(fitting) : '');
      }
    },
  };
}

function keyTarget(key, at, length) {
  if (key === 'ArrowRight') return (at + 1) % length;
  if (key === 'ArrowLeft') return (at + length - 1) % length;
  if (key === 'Home') return 0;
  if (key === 'End') return length - 1;
  return -1;
}

function recordItem(record, { only }, fresh) {
  const rows = rowsOf(record).filter(({ kind }) => !only || kind === only);
  const classes = ['record', rows.length > 1 ? 'road' : '', fresh.has(record.id) ? 'fresh' : ''];
  const attributes = { class: classes.filter(Boolean).join(' '), 'data-record': record.id };
  return make('li', attributes, ...rows.map(rowElement));
}

function rowElement({ kind, at, sign, tone, square, title, text, rules, via, end }) {
  const tags = [
    ...rules.map((rule) => make('span', { class: 'tag' }, rule)),
    ...(via ? [make('span', { class: 'tag via' }, via)] : []),
  ];
  return make(
    'div',
    { class: `row row-${kind}` },
    make('time', { class: 'row-time', datetime: new Date(at).toISOString() }, timeWithTenths(at)),
    make('span', { class: `sign ${tone}${square ? ' square' : ''}` }, icon(sign)),
    make(
      'div',
      {},
      make('p', { class: 'row-title' }, title),
      text ? make('p', { class: 'row-text' }, text) : null,
    ),
    make('div', { class: 'row-end' }, make('div', { class: 'tags' }, ...tags), end),
  );
}
