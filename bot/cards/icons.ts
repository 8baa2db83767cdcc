/** Which sign stands for what. The files are served below the public address. */
import type { Pair } from '../say/voice';

export const ICON_NAMES = [
  'vcc-ready',
  'vcc-away',
  'vcc-extended',
  'vcc-call',
  'vcc-wrap',
  'vcc-out',
  'vcc-unknown',
  'available',
  'available-idle',
  'busy',
  'busy-idle',
  'do-not-disturb',
  'away',
  'offline',
  'unknown',
  'warning',
] as const;

export type IconName = (typeof ICON_NAMES)[number];
export type IconUrl = (name: IconName) => string;

export function createIconUrl(publicUrl: string): IconUrl {
  return (name) => `${publicUrl}/bot/icons/${name}.png`;
}

export interface VccSide {
  readonly state: { readonly category: string } | null;
  readonly occupancy: 'free' | 'engaged' | 'wrapping-up';
}

const CATEGORIES: Readonly<Record<string, IconName>> = {
  Ready: 'vcc-ready',
  Away: 'vcc-away',
  ExtendedAway: 'vcc-extended',
  LoggedOut: 'vcc-out',
};

export function iconOfVcc({ state, occupancy }: VccSide): IconName {
  if (occupancy === 'engaged') return 'vcc-call';
  if (occupancy === 'wrapping-up') return 'vcc-wrap';
  return CATEGORIES[state?.category ?? ''] ?? 'vcc-unknown';
}

const PRESENCES: Readonly<Record<string, IconName>> = {
  Available: 'available',
  Busy: 'busy',
  DoNotDisturb: 'do-not-disturb',
  Away: 'away',
  BeRightBack: 'away',
  Offline: 'offline',
};

export function iconOfPresence(pair: Pair | null): IconName {
  const isIdle = pair?.activity === 'Inactive';
  if (isIdle && pair.availability === 'Available') return 'available-idle';
  if (isIdle && pair.availability === 'Busy') return 'busy-idle';
  return PRESENCES[pair?.availability ?? ''] ?? 'unknown';
}
