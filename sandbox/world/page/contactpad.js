import { byId, icon, make, onPress, setFlag, setIcon, setText, setUsable } from './dom.js';
import { running, spell } from './times.js';
import { categoryOf, firstName, occupancyOf } from './words.js';

/** The left side: a ContactPad for the agent. `order` sends an action of that agent. */
export function createContactPad(order) {
  const deeds = createDeeds(order);
  let drawnChoices = '';
  let tile;

  function draw(person, now) {
    const { vcc } = person;
    byId('pad').hidden = !vcc;
    byId('no-agent').hidden = Boolean(vcc);
    if (!vcc) return setText(byId('no-agent'), whyNoAgent(person));
    drawHead(vcc, now);
    drawChoices(vcc);
    drawDeeds(deeds, vcc);
  }

  function drawHead(vcc, now) {
    const busy = occupancyOf(vcc.occupancy);
    const { sign, tone } = busy ?? categoryOf(vcc.category);
    tile ??= byId('pad-tile').appendChild(icon(sign));
    setIcon(tile, sign);
    byId('pad-tile').className = `tile large ${tone}`;
    setText(byId('pad-state'), busy ? busyWords(vcc, busy) : vcc.state);
    const since = running(now - (busy ? vcc.occupancySince : vcc.since));
    setText(byId('pad-since'), `${busy ? vcc.state : vcc.categoryName} · ${since}`);
    const login = vcc.isLoggedIn ? `logged in ${spell(now - vcc.loggedInSince)}` : 'logged out';
    setText(byId('pad-line'), `Agent ${vcc.agentId} · ${login}`);
  }

  function drawChoices(vcc) {
    const group = byId('states');
    const key = JSON.stringify(vcc.choices);
    if (key !== drawnChoices) {
      drawnChoices = key;
      group.replaceChildren(...vcc.choices.map((choice) => choiceButton(choice, order)));
    }
    for (const button of group.children) {
      setFlag(button, 'aria-pressed', button.dataset.state === vcc.presenceId);
      setUsable(button, vcc.isLoggedIn);
    }
  }

  return { draw };
}

function busyWords(vcc, busy) {
  return vcc.onHold ? 'Call on hold' : busy.word;
}

function whyNoAgent({ name, role }) {
  if (role === 'admin') return `${name} administers Presence Link and takes no calls in VCC.`;
  if (role === 'not-enabled') {
    return `Presence Link is not switched on for ${firstName(name)}’s organisation, and ${firstName(name)} is no VCC agent.`;
  }
  return `${name} has no VCC agent.`;
}

function choiceButton({ presenceId, label, category }, order) {
  const { sign, tone } = categoryOf(category);
  const tile = make('span', { class: `tile ${tone}` }, icon(sign));
  const button = make(
    'button',
    { type: 'button', class: 'choice', 'data-state': presenceId },
    tile,
    label,
  );
  onPress(button, () => order({ do: 'agent.choose', state: presenceId }));
  return button;
}

function createDeeds(order) {
  const names = ['take', 'hold', 'end', 'wrap', 'log'];
  const deeds = Object.fromEntries(names.map((name) => [name, createDeed(order)]));
  byId('agent-deeds').append(...names.map((name) => deeds[name].button));
  deeds.log.button.classList.add('wide');
  return deeds;
}

function createDeed(order) {
  const picture = icon('none');
  const label = make('span');
  const button = make('button', { type: 'button', class: 'deed' }, picture, label);
  let deed = '';
  onPress(button, () => order({ do: deed }));
  return {
    button,
    show(next) {
      deed = next.deed;
      setIcon(picture, next.sign);
      setText(label, next.word);
      setUsable(button, next.usable);
    },
  };
}

function drawDeeds(deeds, { isLoggedIn, occupancy, onHold }) {
  const engaged = occupancy === 'engaged';
  deeds.take.show({
    deed: 'agent.take-call',
    sign: 'phone',
    word: 'Take a call',
    usable: isLoggedIn,
  });
  deeds.hold.show(
    onHold
      ? { deed: 'agent.retrieve-call', sign: 'play', word: 'Retrieve', usable: engaged }
      : { deed: 'agent.hold-call', sign: 'pause', word: 'Hold', usable: engaged },
  );
  deeds.end.show({ deed: 'agent.end-call', sign: 'hang-up', word: 'End call', usable: engaged });
  const wrapping = occupancy === 'wrapping-up';
  deeds.wrap.show({
    deed: 'agent.end-wrap-up',
    sign: 'clipboard',
    word: 'End wrap-up',
    usable: wrapping,
  });
  deeds.log.show(
    isLoggedIn
      ? { deed: 'agent.log-out', sign: 'way-out', word: 'Log out', usable: occupancy === 'free' }
      : { deed: 'agent.log-in', sign: 'way-in', word: 'Log in', usable: true },
  );
}
