/** How a person stands, in the words of the status card: one title, and a sentence where there is more to say. */
import type { LinkDetails, LinkView } from '../../src/index';
import { en } from '../say/en';
import type { WordKey } from '../say/en';
import type { Pair, Voice } from '../say/voice';

export interface Standing {
  readonly now: number;
  readonly link: LinkView;
  readonly details: LinkDetails;
}

export interface Told {
  readonly title: string;
  readonly sentence: string | null;
}

export function tellStanding(voice: Voice, standing: Standing): Told {
  return tellPhase(voice, standing) ?? tellTrouble(voice, standing) ?? tellSides(voice, standing);
}

export function pairOf({ status }: LinkView): Pair | null {
  const { availability, activity } = status.teams;
  return availability === null || activity === null ? null : { availability, activity };
}

export function stateOf({ status }: LinkView, voice: Voice): string {
  const { state, occupancy } = status.vcc;
  if (occupancy === 'engaged') return voice.say('side.engaged');
  if (occupancy === 'wrapping-up') return voice.say('side.wrapping');
  if (state?.category === 'LoggedOut') return voice.say('side.loggedOut');
  return state?.name ?? voice.say('side.unknown');
}

function tellPhase(voice: Voice, { link }: Standing): Told | null {
  const { phase, code, pausedUntil } = link.status;
  const until = pausedUntil === null ? null : voice.time(pausedUntil);
  if (phase === 'new') return { title: voice.say('title.reading'), sentence: null };
  if (phase === 'unlinking') return { title: voice.say('title.unlinking'), sentence: null };
  if (phase !== 'paused') return null;
  if (code === 'flapping') {
    const sentence = until
      ? voice.say('say.flappingUntil', { time: until })
      : voice.say('say.flapping');
    return { title: voice.say('title.stopped'), sentence };
  }
  const sentence = until
    ? voice.say('say.pausedUntil', { time: until })
    : voice.say('say.pausedOpen');
  return { title: voice.say('title.paused'), sentence };
}

/** KP4's mark, or a side that does not answer. */
function tellTrouble(voice: Voice, { link, details }: Standing): Told | null {
  const code = details.troubles[0]?.code ?? link.status.code;
  const key = `trouble.${code}`;
  if (key in en) return { title: voice.say('title.stopped'), sentence: voice.say(key as WordKey) };
  if (code === 'vcc-trouble') {
    return { title: voice.say('title.waiting'), sentence: voice.say('say.vccTrouble') };
  }
  if (code === 'teams-trouble') {
    return { title: voice.say('title.waiting'), sentence: voice.say('say.teamsTrouble') };
  }
  return null;
}

function tellSides(voice: Voice, { link, details }: Standing): Told {
  const { vcc, code } = link.status;
  const alone = (key: WordKey): Told => ({ title: voice.say(key), sentence: null });
  if (vcc.occupancy === 'engaged') return alone('say.onCall');
  if (vcc.occupancy === 'wrapping-up') return alone('say.wrapping');
  if (vcc.state?.category === 'LoggedOut') return alone('say.loggedOut');
  if (details.overlay) return alone('say.teamsCall');
  return { title: tellStep(voice, details, code), sentence: tellCode(voice, link, code) };
}

function tellStep(voice: Voice, { inStep }: LinkDetails, code: string): string {
  if (code === 'waiting-for-teams') return voice.say('title.waiting');
  if (inStep === null) return voice.say('title.reading');
  return voice.say(inStep ? 'title.inStep' : 'title.differs');
}

const CODES: Readonly<Record<string, WordKey>> = {
  'own-status': 'say.ownStatus',
  'not-taken': 'say.notTaken',
  probing: 'say.probing',
  'waiting-for-teams': 'say.waiting',
  'vcc-refused': 'say.vccRefused',
  'vcc-not-taken': 'say.vccRefused',
  'teams-refused': 'say.teamsRefused',
};

function tellCode(voice: Voice, link: LinkView, code: string): string | null {
  const key = CODES[code];
  if (!key) return null;
  const state = link.status.vcc.state?.name ?? '';
  return voice.say(key, { presence: voice.presence(pairOf(link)), state });
}
