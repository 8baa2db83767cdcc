/** What the end of a trouble means for a link (KP4). */
import { decide, dropped, release, taken } from './draft';
import type { Draft, Verdict } from './draft';
import type { AnswersFact, HealedFact } from './fact';
import { REASONS } from './reason';

/** One of the two is gone: the other is left to themselves until both are back. */
export function meetTrouble(draft: Draft): Verdict {
  const { state } = draft;
  if (state.phase === 'paused' || state.phase === 'unlinking') {
    return dropped('nothing-to-do', 'KP4');
  }
  release(draft);
  state.phase = 'new';
  state.readAgent = true;
  state.alignment = 'hold';
  state.toAgent = null;
  state.overlay = null;
  return taken('nothing-to-do', 'KP4');
}

/**
 * Nothing was seen of Teams meanwhile and what we held has faded: as after a pause VCC is right
 * (GD6). VCC's own stamps say what happened there, so after a trouble of VCC a look is enough, and a
 * choice made in Teams meanwhile still follows.
 */
export function heal(draft: Draft, fact: HealedFact): Verdict {
  const { state } = draft;
  forgive(draft);
  state.readAgent = true;
  if (fact.healed === 'teams' && (state.phase === 'running' || state.phase === 'new')) {
    beginAgain(draft);
  }
  decide(draft, { code: 'healed', title: 'Going on', sentence: REASONS.healed, rules: ['KP4'] });
  return taken('healed', 'KP4');
}

/** What failed is tried at once; should it fail again, the pauses go on growing. */
export function waitNoLonger({ state }: Draft, { answers }: AnswersFact): Verdict {
  if (state.failures[answers] === 0) return dropped('nothing-to-do', 'KP4');
  state.retryAt[answers] = 0;
  return taken('nothing-to-do', 'KP4');
}

function forgive({ state }: Draft): void {
  state.failures = { vcc: 0, teams: 0 };
  state.retryAt = { vcc: 0, teams: 0 };
  state.notice = null;
}

function beginAgain({ state }: Draft): void {
  state.phase = 'new';
  state.alignment = 'hold';
  state.meant = null;
  state.probe = null;
  state.takeBackSession = false;
  state.releasing = false;
  state.overlay = null;
  if (state.toAgent?.why !== 'order') state.toAgent = null;
  const { teams } = state;
  Object.assign(teams, { wait: null, stale: null, unsettled: null, base: null, heldBack: null });
  teams.baseline = true;
}
