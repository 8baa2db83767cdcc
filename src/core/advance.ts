/** What the passing of time and the end of a wait bring about, without any fact. */
import { decide, isBusy, isInStep } from './draft';
import type { Draft } from './draft';
import { enterPause, leavePause } from './order';
import { isQuietSinceInteraction, moveForOverlay } from './overlay';
import { REASONS } from './reason';
import { showAgent } from './show-agent';
import { MINUTE } from './time';

/** GD5: how long a flapping link is left alone. */
const FLAP_PAUSE_MS = 10 * MINUTE;

export function advance(draft: Draft): void {
  endPause(draft);
  align(draft);
  resumeOverlay(draft);
  breakFlapping(draft);
  endReleasing(draft);
  endUnlinking(draft);
}

/** A reading may tell before the answer does that what we held is gone (EC5). */
function endReleasing({ state }: Draft): void {
  const { session, preferred } = state.teams;
  if (!session && !preferred) state.releasing = false;
}

function endPause(draft: Draft): void {
  const { phase, pausedUntil } = draft.state;
  if (phase !== 'paused' || pausedUntil === null || pausedUntil > draft.now) return;
  leavePause(draft);
}

/** The link begins to run: VCC is right (GD6). */
function align(draft: Draft): void {
  const { state } = draft;
  const agent = state.agent.settled?.state;
  if (state.phase !== 'new' || !agent || state.readAgent) return;
  const code = state.alignment === 'hold' ? 'resumed' : 'aligned';
  if (state.alignment === 'in-step') {
    if (state.teams.seenAt === 0) return;
    const shown = state.teams.settled;
    if (shown && isInStep(draft, agent, shown)) {
      start(draft);
      decide(draft, {
        code: 'in-step',
        title: 'Linked: the two are in step',
        sentence: REASONS['in-step'],
        rules: ['WW4'],
      });
      return;
    }
  }
  start(draft);
  if (agent.category !== 'LoggedOut') showInteractionOrAgent(draft, code);
}

function start(draft: Draft): void {
  draft.state.phase = 'running';
  draft.state.alignment = null;
}

function showInteractionOrAgent(draft: Draft, code: 'resumed' | 'aligned'): void {
  if (isBusy(draft.state)) draft.state.teams.base = { presence: null };
  showAgent(draft, code, 'GD6', 'WW4');
}

/** A call seen during an interaction counts a settling time after it (WW6). */
function resumeOverlay(draft: Draft): void {
  const { state } = draft;
  const { overlay } = state;
  if (state.phase !== 'running' || !overlay || overlay.wrote || overlay.spoken) return;
  if (state.toAgent || state.occupancy.endedAt === null) return;
  if (isBusy(state) || !isQuietSinceInteraction(draft)) return;
  state.occupancy.endedAt = null;
  moveForOverlay(draft);
}

function breakFlapping(draft: Draft): void {
  const { state, now } = draft;
  state.changes = state.changes.filter((at) => at > now - MINUTE);
  if (state.phase !== 'running' || state.changes.length <= draft.terms.policies.flapLimit) return;
  enterPause(draft, now + FLAP_PAUSE_MS, 'flapping');
}

/** KP5: nothing is held any more, or all of it has faded by itself. */
function endUnlinking(draft: Draft): void {
  const { state } = draft;
  if (state.phase !== 'unlinking') return;
  const faded = state.pausedUntil !== null && state.pausedUntil <= draft.now;
  if (!state.releasing || faded) state.phase = 'unlinked';
}
