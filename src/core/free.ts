/** Could a colleague ring this person now? */
import type { LinkState } from './link-state';

/** Available in Teams, not merely idle or under a question, and on no interaction in VCC. */
export function isFree(state: LinkState): boolean {
  const { settled, unsettled } = state.teams;
  if (settled?.availability !== 'Available' || settled.idle || unsettled || state.probe)
    return false;
  const channels = Object.values(state.occupancy.channels);
  if (channels.some(({ phase }) => phase !== 'ended')) return false;
  return (state.occupancy.reported?.occupancy ?? 'free') === 'free';
}
