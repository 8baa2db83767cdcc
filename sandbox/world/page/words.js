const PRESENCES = {
  Available: { sign: 'p-available', word: 'Available' },
  AvailableIdle: { sign: 'p-available-idle', word: 'Available, idle' },
  Busy: { sign: 'p-busy', word: 'Busy' },
  BusyIdle: { sign: 'p-busy-idle', word: 'Busy, idle' },
  DoNotDisturb: { sign: 'p-dnd', word: 'Do not disturb' },
  Away: { sign: 'p-away', word: 'Away' },
  BeRightBack: { sign: 'p-away', word: 'Be right back' },
  Offline: { sign: 'p-offline', word: 'Offline' },
};

const ACTIVITIES = {
  InACall: 'In a call',
  InAConferenceCall: 'In a conference call',
  InAMeeting: 'In a meeting',
  Presenting: 'Presenting',
  Focusing: 'Focusing',
  OutOfOffice: 'Out of office',
  OffWork: 'Off work',
  UrgentInterruptionsOnly: 'Urgent interruptions only',
};

/** What the person can set by hand, in the order of the Teams menu. */
export const HAND_SET = ['Available', 'Busy', 'DoNotDisturb', 'BeRightBack', 'Away', 'Offline'];

const CATEGORIES = {
  Ready: { sign: 'v-ready', tone: 'tone-green' },
  Away: { sign: 'v-away', tone: 'tone-yellow' },
  ExtendedAway: { sign: 'v-extended', tone: 'tone-yellow' },
  LoggedOut: { sign: 'v-out', tone: 'tone-grey' },
};

const OCCUPANCIES = {
  engaged: { sign: 'v-call', tone: 'tone-red', word: 'On a call' },
  'wrapping-up': { sign: 'v-wrap', tone: 'tone-red', word: 'Wrapping up' },
};

const ROLES = { agent: 'agent', admin: 'admin', 'not-enabled': 'not enabled' };

const AVATARS = [
  ['#d795c0', '#3f1030'],
  ['#a4b3ea', '#13225c'],
  ['#9fd8c4', '#063a2c'],
  ['#ecdfa0', '#4d4204'],
  ['#efb3b6', '#5a1015'],
  ['#c7b1e2', '#331859'],
  ['#a8d3ee', '#06385a'],
  ['#bcd997', '#26400a'],
];

export function presenceOf(availability) {
  return PRESENCES[availability] ?? { sign: 'p-unknown', word: 'Status unknown' };
}

/** "Busy · In a call", or the one word where the activity adds nothing. */
export function presenceWords({ availability, activity }) {
  const detail = ACTIVITIES[activity];
  return detail ? `${presenceOf(availability).word} · ${detail}` : presenceOf(availability).word;
}

export function categoryOf(category) {
  return CATEGORIES[category] ?? CATEGORIES.LoggedOut;
}

export function occupancyOf(occupancy) {
  return OCCUPANCIES[occupancy];
}

export function roleWord(role) {
  return ROLES[role] ?? role;
}

export function firstName(name) {
  return name.split(' ')[0] ?? name;
}

export function dressAvatar(element, name) {
  const sum = [...name].reduce((total, letter) => total + letter.codePointAt(0), 0);
  const [ground, text] = AVATARS[sum % AVATARS.length];
  element.style.setProperty('--avatar', ground);
  element.style.setProperty('--avatar-text', text);
}

export function initials(name) {
  return name
    .split(' ')
    .map((part) => part[0] ?? '')
    .join('');
}
