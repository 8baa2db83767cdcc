/** An account with two states to choose from, and a person on one of them. */
import { pair } from './situations';

export const READY = { presenceId: 'ready', category: 'Ready', name: 'Ready' } as const;
export const LUNCH = { presenceId: 'lunch', category: 'ExtendedAway', name: 'Lunch' } as const;
export const CHOICES = [
  { ...READY, selectable: true, shows: pair('Available') },
  { ...LUNCH, selectable: true, shows: pair('Away') },
];
export const WITH_CHOICES = { details: { choices: CHOICES } };
export const ON_LUNCH = { vcc: { state: LUNCH }, teams: pair('Away'), ...WITH_CHOICES };
