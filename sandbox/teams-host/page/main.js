import { createHandlers } from './handlers.js';

/** What the address says: person, theme, locale, width, page, sub, signIn, bare. */
const asked = new URLSearchParams(location.search);
const byId = (id) => document.getElementById(id);
const frame = byId('tab');

const { appId, people, tabUrl } = await (await fetch('host/people')).json();
const tabOrigin = new URL(tabUrl, location.href).origin;
const state = {
  appId,
  person: people.find(({ key }) => key === asked.get('person')) ?? people[0],
  theme: asked.get('theme') ?? 'default',
  locale: asked.get('locale') ?? 'en-gb',
  signIn: asked.get('signIn') ?? 'silent',
  page: asked.get('page') ?? '',
  sub: asked.get('sub') ?? '',
  clientType: asked.get('clientType') ?? 'web',
};

const handlers = createHandlers({
  state,
  askConsent,
  navigate: (page, sub) => {
    state.page = page ?? '';
    state.sub = sub ?? '';
    openTab();
  },
});

function log(line) {
  const output = byId('log');
  output.textContent = `${line}\n${output.textContent ?? ''}`.slice(0, 4000);
}

window.addEventListener('message', (event) => {
  // Another window, or another site within the frame, is not our tab.
  if (event.source !== frame.contentWindow || event.origin !== tabOrigin) return;
  const { id, uuidAsString, func, args = [] } = event.data ?? {};
  if (typeof func !== 'string') return;
  log(`${func} ${JSON.stringify(args).slice(0, 120)}`);
  void answer({ id, uuidAsString, func, args });
});

async function answer({ id, uuidAsString, func, args }) {
  const reply = await handlers[func]?.(...args);
  if (reply !== undefined) post({ id, uuidAsString, args: reply });
}

function post(message) {
  frame.contentWindow?.postMessage(message, tabOrigin);
}

function askConsent() {
  const dialog = byId('sign-in-dialog');
  dialog.returnValue = 'cancel';
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'accept'), {
      once: true,
    });
  });
}

function openTab() {
  frame.src = 'about:blank';
  requestAnimationFrame(() => {
    frame.src = tabUrl;
  });
}

function keep(name, value) {
  asked.set(name, value);
  history.replaceState(null, '', `?${asked}`);
}

function choose(id, apply) {
  byId(id).addEventListener('change', (event) => apply(event.target.value));
}

byId('person').replaceChildren(
  ...people.map(({ key, name, role }) => new Option(`${name}, ${role}`, key)),
);
byId('person').value = state.person.key;
byId('theme').value = state.theme;
byId('locale').value = state.locale;
byId('sign-in').value = state.signIn;
byId('width').value = asked.get('width') ?? '';
frame.style.maxWidth = asked.get('width') ? `${asked.get('width')}px` : '';
document.body.classList.toggle('bare', asked.has('bare'));

choose('person', (key) => {
  keep('person', key);
  state.person = people.find((person) => person.key === key);
  openTab();
});
choose('theme', (theme) => {
  keep('theme', theme);
  state.theme = theme;
  post({ func: 'themeChange', args: [theme] });
});
choose('locale', (locale) => {
  keep('locale', locale);
  state.locale = locale;
  openTab();
});
choose('width', (width) => {
  keep('width', width);
  frame.style.maxWidth = width ? `${width}px` : '';
});
choose('sign-in', (signIn) => {
  keep('signIn', signIn);
  state.signIn = signIn;
  openTab();
});

openTab();
