/** WT1: the pair decides the instrument. Tables of graph.md 2.3 and 2.4. */
import type { Presence } from './presence';

const SESSION_PAIRS = [
  'Available/Available',
  'Busy/InACall',
  'Busy/InAConferenceCall',
  'DoNotDisturb/Presenting',
];
const PREFERRED_PAIRS = [
  'Busy/Busy',
  'DoNotDisturb/DoNotDisturb',
  'BeRightBack/BeRightBack',
  'Away/Away',
  'Offline/OffWork',
];
const HAND_SET_ONLY = ['Busy/Busy', 'DoNotDisturb/DoNotDisturb', 'BeRightBack/BeRightBack'];
const CALLS = ['Busy/InACall', 'Busy/InAConferenceCall', 'DoNotDisturb/Presenting'];

export const ANCHOR: Presence = { availability: 'Away', activity: 'Away' };
export const AVAILABLE: Presence = { availability: 'Available', activity: 'Available' };

/** How a pair can be shown; null: Graph cannot set it. */
export function instrumentFor(presence: Presence): 'session' | 'preferred' | null {
  const pair = pairOf(presence);
  if (SESSION_PAIRS.includes(pair)) return 'session';
  return PREFERRED_PAIRS.includes(pair) ? 'preferred' : null;
}

/** WT2: nothing but a hand (or our own preferred state) makes this pair show. */
export function isHandSetOnly(presence: Presence): boolean {
  return !presence.idle && HAND_SET_ONLY.includes(pairOf(presence));
}

export type OverlayKind = 'call' | 'meeting' | 'focusing';

/** Overlays of Teams (WW6): a meeting is one even where policy lets it move nobody. */
export function overlayKind(presence: Presence): OverlayKind | null {
  if (CALLS.includes(pairOf(presence))) return 'call';
  if (presence.activity === 'InAMeeting') return 'meeting';
  return presence.activity === 'Focusing' ? 'focusing' : null;
}

function pairOf(presence: Presence): string {
  return `${presence.availability}/${presence.activity}`;
}
