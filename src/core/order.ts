/** Orders of people: facts like any other, and the newest wins (WW5). */
import { decide, dropped, isBusy, release, taken } from './draft';
import type { Draft, Verdict } from './draft';
import type { OrderFact, PauseOrder, SetStateOrder } from './fact';
import { silenced } from './overlay';
import { REASONS } from './reason';
import { showAgent, takeAsBase } from './show-agent';
import { heal, meetTrouble, waitNoLonger } from './heal';
import { HOUR } from './time';

/** Orders that contradict each other are one stream; in each the newest counts (TN4). */
const STREAMS: Partial<Record<OrderFact['kind'], string>> = {
  'set-state': 'state',
  'show-agent-state': 'state',
  pause: 'pause',
  resume: 'pause',
  unlink: 'link',
};

export function observeOrder(draft: Draft, fact: OrderFact): Verdict {
  return dropOld(draft, fact) ?? takeOrder(draft, fact);
}

function dropOld(draft: Draft, { kind, at, id }: OrderFact): Verdict | null {
  const stream = STREAMS[kind];
  if (!stream) return null;
  const { orders } = draft.state;
  const known = orders[stream];
  if (known && (id === known.id || at < known.at)) return dropped('not-newer', 'TN4', 'WW5');
  orders[stream] = { at, id };
  return null;
}

function takeOrder(draft: Draft, fact: OrderFact): Verdict {
  switch (fact.kind) {
    case 'set-state':
      return orderState(draft, fact);
    case 'pause':
      return pause(draft, fact);
    case 'resume':
      return resume(draft);
    case 'show-agent-state':
      return showInstead(draft);
    case 'linked':
      return taken('aligned', 'GD6');
    case 'unlink':
      return unlink(draft);
    case 'trouble':
      return meetTrouble(draft);
    case 'healed':
      return heal(draft, fact);
    case 'answers':
      return waitNoLonger(draft, fact);
  }
}

function orderState(draft: Draft, fact: SetStateOrder): Verdict {
  const { state, terms } = draft;
  const definition = terms.definitions.find((one) => one.presenceId === fact.presenceId);
  if (!definition) return dropped('no-definition', 'WV1');
  if (isOlder(draft, fact.at)) return dropped('superseded', 'WW5');
  const { presenceId, category, name } = definition;
  state.toAgent = {
    target: { presenceId, category, name },
    why: 'order',
    spanFrom: fact.at,
    at: fact.at,
    presence: null,
    checked: true,
  };
  state.probe = null;
  state.teams.heldBack = null;
  state.agent.doubt = null;
  state.retryAt.vcc = 0;
  decide(draft, {
    code: 'ordered',
    title: `Decided: set ${name} in VCC`,
    sentence: REASONS.ordered,
    rules: ['WW5'],
  });
  return taken('ordered', 'WW5');
}

/** Than another order, a change in VCC, or a change in Teams that waits to be written. */
function isOlder(draft: Draft, at: number): boolean {
  const { toAgent, agent } = draft.state;
  if (agent.settled && agent.settled.humanAt > at) return true;
  return toAgent !== null && toAgent.why !== 'overlay-end' && toAgent.spanFrom > at;
}

function pause(draft: Draft, fact: PauseOrder): Verdict {
  enterPause(draft, fact.until, 'paused');
  return taken('paused', 'GD6');
}

/** GD6: release, observe, write nothing. */
export function enterPause(draft: Draft, until: number | null, code: 'paused' | 'flapping'): void {
  const { state } = draft;
  release(draft);
  state.phase = 'paused';
  state.pausedUntil = until;
  state.pauseCode = code;
  state.toAgent = null;
  state.overlay = silenced(state.overlay);
  const title = code === 'paused' ? 'Paused' : 'Stopped for ten minutes';
  decide(draft, {
    code,
    title,
    sentence: REASONS[code],
    rules: [code === 'paused' ? 'GD6' : 'GD5'],
  });
}

function resume(draft: Draft): Verdict {
  if (draft.state.phase !== 'paused') return dropped('nothing-to-do', 'GD6');
  leavePause(draft);
  return taken('resumed', 'GD6');
}

/** GD6: on resume VCC is right, and its presence is held. */
export function leavePause(draft: Draft): void {
  const { state } = draft;
  state.phase = 'new';
  state.pausedUntil = null;
  state.pauseCode = null;
  state.readAgent = true;
  state.alignment = 'hold';
  state.changes = [];
  state.releasing = false;
}

function showInstead(draft: Draft): Verdict {
  if (draft.state.phase !== 'running') return dropped('paused', 'GD6');
  draft.state.teams.heldBack = null;
  if (isBusy(draft.state)) takeAsBase(draft);
  showAgent(draft, 'ordered', 'WT2', 'WW5');
  if (draft.state.meant) draft.state.meant.overrides = true;
  return taken('ordered', 'WT2', 'WW5');
}

function unlink(draft: Draft): Verdict {
  const { state } = draft;
  release(draft);
  state.phase = 'unlinking';
  state.toAgent = null;
  state.overlay = null;
  state.pausedUntil = draft.now + UNLINK_AT_MOST_MS;
  decide(draft, {
    code: 'unlinked',
    title: 'Unlinked',
    sentence: REASONS.unlinked,
    rules: ['KP5'],
  });
  return taken('unlinked', 'KP5');
}

/** By then everything we set has faded by itself (WT3). */
const UNLINK_AT_MOST_MS = HOUR;
