import { createChoiceOfPerson, createClock, createDock, drawDoors, drawFigures } from './chrome.js';
import { createContactPad } from './contactpad.js';
import { byId, setText } from './dom.js';
import { createRecords } from './records.js';
import { createTeams } from './teams.js';
import { act, openWorld } from './world-link.js';

const LOST = 'The sandbox does not answer. This is how it stood.';
/** How long a refusal stays to be read. */
const NOTICE_MS = 8000;

let now = 0;
let state;
let closeWorld = () => undefined;
let noticeTimer;

const clock = createClock(order);
const who = createChoiceOfPerson(choose);
const pad = createContactPad(orderAsPerson);
const teams = createTeams(orderAsPerson);
const records = createRecords();
const dock = createDock(order);

const hear = {
  clock(instant) {
    now = instant;
    clock.draw(now);
    drawSides();
  },
  state(next) {
    state = next;
    who.draw(state);
    drawDoors(state.person);
    dock.draw(state.switches);
    drawSides();
  },
  figures: drawFigures,
  engine: (status) => records.setEngine(status),
  records: (more) => records.add(more),
  lost: (isLost) => (isLost ? notice(LOST) : closeNotice(LOST)),
};

function drawSides() {
  if (!state) return;
  // A change may be some tenths younger than the clock, which is told in whole seconds.
  pad.draw(state.person, now);
  teams.draw(state.person, now);
}

function choose(key) {
  closeWorld();
  records.clear();
  if (key) history.replaceState(null, '', `?person=${encodeURIComponent(key)}`);
  closeWorld = openWorld(key, hear);
}

async function order(action) {
  const refusal = await act(action);
  if (refusal) notice(refusal, NOTICE_MS);
  else closeNotice();
}

function orderAsPerson(action) {
  return order({ ...action, person: state.person.key });
}

function notice(sentence, forMs) {
  clearTimeout(noticeTimer);
  setText(byId('notice'), sentence);
  byId('notice').hidden = false;
  if (forMs) noticeTimer = setTimeout(() => closeNotice(), forMs);
}

function closeNotice(only) {
  const element = byId('notice');
  if (only === undefined || element.textContent === only) element.hidden = true;
}

choose(new URLSearchParams(location.search).get('person') ?? undefined);
