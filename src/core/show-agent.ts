/** VCC to Teams: what the agent state makes Teams show. */
import {
  decide,
  imageOfStanding,
  isBusy,
  mean,
  occupancyOf,
  release,
  standingAgent,
} from './draft';
import type { Draft } from './draft';
import { showPresence } from './presence';
import type { ReasonCode } from './reason';
import { REASONS } from './reason';

/** A person chose the agent state. During an interaction that is a change of the base (WW6). */
export function showChosen(draft: Draft, code: ReasonCode, ...rules: string[]): void {
  if (!isBusy(draft.state)) return showAgent(draft, code, ...rules);
  const covered = draft.state.teams.base !== null;
  takeAsBase(draft);
  if (!covered) showAgent(draft, code, ...rules, 'WW6');
}

/** What will be given back when the interaction ends is the agent state's own presence. */
export function takeAsBase(draft: Draft): void {
  const { teams } = draft.state;
  const image = imageOfStanding(draft, 'free');
  if (image.kind === 'shows') teams.base = { presence: image.presence };
  else if (standingAgent(draft.state)?.category === 'LoggedOut') teams.base = { presence: null };
}

/** Shows the agent state's own presence; blank leaves Teams alone, logged out releases (MP1). */
export function showAgent(draft: Draft, code: ReasonCode, ...rules: string[]): void {
  const agent = standingAgent(draft.state);
  if (!agent) return;
  const image = imageOfStanding(draft, occupancyOf(draft.state));
  if (image.kind === 'shows') {
    mean(draft, image.presence, code);
    decide(draft, {
      code,
      title: `Decided: show ${showPresence(image.presence)} in Teams`,
      sentence: `${image.row} maps to ${showPresence(image.presence)}. ${REASONS[code]}`,
      rules: [...rules, 'MP1'],
    });
    return;
  }
  if (agent.category === 'LoggedOut') {
    release(draft);
    decide(draft, {
      code: 'logged-out',
      title: 'Decided: take back what we hold',
      sentence: REASONS['logged-out'],
      rules: ['MP1'],
    });
    return;
  }
  draft.state.meant = null;
  const silent = image.kind === 'off' ? 'direction-off' : 'blank-row';
  decide(draft, {
    code: silent,
    title: 'Left alone: Teams',
    sentence: REASONS[silent],
    rules: ['MP1', 'MP4'],
  });
}
