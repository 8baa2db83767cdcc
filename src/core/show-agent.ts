/** VCC to Teams: what the agent state makes Teams show. */
import { decide, imageOfStanding, mean, occupancyOf, release, standingAgent } from './draft';
import type { Draft } from './draft';
import { showPresence } from './presence';
import type { ReasonCode } from './reason';
import { REASONS } from './reason';

/** Shows the agent state's own presence; blank leaves Teams alone, logged out releases (MP1). */
export function showAgent(draft: Draft, code: ReasonCode, ...rules: string[]): void {
  const agent = standingAgent(draft.state);
  if (!agent) return;
  const image = imageOfStanding(draft, occupancyOf(draft.state));
  if (image.kind === 'shows') {
    mean(draft, image.presence, code);
    decide(
      draft,
      code,
      `Decided: show ${showPresence(image.presence)} in Teams`,
      `${image.row} maps to ${showPresence(image.presence)}. ${REASONS[code]}`,
      ...rules,
      'MP1',
    );
    return;
  }
  if (agent.category === 'LoggedOut') {
    release(draft);
    decide(draft, 'logged-out', 'Decided: take back what we hold', REASONS['logged-out'], 'MP1');
    return;
  }
  draft.state.meant = null;
  const silent = image.kind === 'off' ? 'direction-off' : 'blank-row';
  decide(draft, silent, 'Left alone: Teams', REASONS[silent], 'MP1', 'MP4');
}
