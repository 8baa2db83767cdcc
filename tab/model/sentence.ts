/** The plain sentence of Home: what is so, why, and what is offered. Pure. */
import type { LinkDetails, LinkView } from '../api/types';
import type { Format } from '../words/format';
import type { WordKey } from '../words/en';
import type { Say } from '../words/words';
import { isCall, namePresence } from './presence-words';

/** A state that was asked for, and the one that stood then. */
export interface Wish {
  readonly presenceId: string;
  readonly state: string;
  readonly previous: string | null;
}

/** What became of the last order given here. */
export type OrderFate =
  | { readonly kind: 'none' }
  | { readonly kind: 'setting'; readonly presenceId: string; readonly state: string }
  | { readonly kind: 'set'; readonly state: string; readonly undo: string | null }
  | { readonly kind: 'refused'; readonly state: string; readonly during: 'call' | 'out' | 'free' }
  | { readonly kind: 'kept'; readonly state: string }
  | { readonly kind: 'failed'; readonly code: string }
  /** Nobody answered: it may have arrived. */
  | { readonly kind: 'unknown'; readonly wish: Wish | null };

export type Offer = 'why' | 'keep' | 'show' | 'resume' | 'undo';
export type Tone = 'well' | 'busy' | 'note' | 'differs' | 'refused';

export interface Sentence {
  readonly text: string;
  /** A second sentence below the first. */
  readonly more: string | null;
  readonly tone: Tone;
  readonly offers: readonly Offer[];
}

export interface Situation {
  readonly link: LinkView;
  readonly details: LinkDetails;
  readonly fate: OrderFate;
  readonly say: Say;
  readonly format: Format;
}

export function tellSituation(situation: Situation): Sentence {
  return (
    tellOrder(situation) ??
    tellPhase(situation) ??
    tellNotice(situation) ??
    tellOccupied(situation) ??
    tellStep(situation)
  );
}

function tellOrder({ fate, say, link, details }: Situation): Sentence | null {
  switch (fate.kind) {
    case 'none':
      return null;
    case 'setting':
      return one(say('say.setting', { state: fate.state }), 'note');
    case 'set':
      return one(
        details.inStep
          ? say('say.set', { state: fate.state, presence: namePresence(say, link.status.teams) })
          : say('say.setAlone', { state: fate.state }),
        'well',
        fate.undo === null ? [] : ['undo'],
      );
    case 'refused': {
      const key = REFUSED[fate.during];
      return one(say(key, { state: fate.state }), 'refused', ['why']);
    }
    case 'kept':
      return one(say('say.orderKept', { state: fate.state }), 'note');
    case 'unknown':
      return one(say('say.orderUnknown'), 'refused');
    case 'failed':
      return one(say('say.orderFailed', { code: fate.code }), 'refused');
  }
}

const REFUSED = {
  call: 'say.refusedOnCall',
  out: 'say.refusedLoggedOut',
  free: 'say.refused',
} as const satisfies Record<string, WordKey>;

function tellPhase({ link, say, format }: Situation): Sentence | null {
  const { phase, pausedUntil, code } = link.status;
  if (phase === 'unlinking') return one(say('say.unlinking'), 'note');
  if (phase === 'new') return one(say('say.first'), 'note');
  if (phase !== 'paused') return null;
  if (code === 'flapping') {
    const time = pausedUntil === null ? '' : format.time(pausedUntil);
    return one(say('say.flapping', { time }), 'refused', ['resume', 'why']);
  }
  const text =
    pausedUntil === null
      ? say('say.pausedOpen')
      : say('say.pausedUntil', { time: format.time(pausedUntil) });
  return one(text, 'note', ['resume']);
}

/** What the link itself has to say (`notice`), before what the sides show. */
function tellNotice({ link, details, say }: Situation): Sentence | null {
  const { teams, vcc, code } = link.status;
  const presence = namePresence(say, teams);
  switch (code) {
    case 'own-status':
      return {
        text: say('say.ownStatus'),
        more: say('say.ownStatusMore', { presence }),
        tone: 'differs',
        offers: details.shows ? ['keep', 'show'] : ['keep'],
      };
    case 'not-taken': {
      const wanted = details.shows ? namePresence(say, details.shows) : presence;
      return one(say('say.notTaken', { wanted, presence }), 'refused', ['why']);
    }
    case 'vcc-refused':
    case 'vcc-not-taken':
      return one(say('say.vccRefused'), 'refused', ['why']);
    case 'teams-refused':
      return one(say('say.teamsRefused'), 'refused', ['why']);
    case 'probing':
      return one(say('say.probing', { state: vcc.state?.name ?? '' }), 'note');
    case 'waiting-for-teams':
      return one(say('say.waiting'), 'note');
    default:
      return null;
  }
}

function tellOccupied({ link, details, say }: Situation): Sentence | null {
  const { vcc, teams } = link.status;
  const state = vcc.state?.name ?? '';
  if (vcc.state?.category === 'LoggedOut') return one(say('say.loggedOut'), 'note');
  if (vcc.occupancy !== 'free') {
    if (details.inStep === false && teams.availability !== 'Busy') {
      return one(say('say.teamsDuringCall', { presence: namePresence(say, teams) }), 'differs');
    }
    return one(say(vcc.occupancy === 'engaged' ? 'say.onCall' : 'say.wrapping'), 'busy');
  }
  if (details.overlay && vcc.state?.category !== 'Ready') {
    const key = isCall(details.overlay) ? 'say.teamsCall' : 'say.meeting';
    return one(say(key, { state }), 'busy', ['why']);
  }
  return null;
}

function tellStep({ link, details, say }: Situation): Sentence {
  const { vcc, teams, code } = link.status;
  const state = vcc.state?.name ?? say('side.unknown');
  const presence = namePresence(say, teams);
  if (vcc.state === null || details.inStep === null) return one(say('say.first'), 'note');
  if (vcc.state.category === 'Unknown') return one(say('say.unknownState'), 'note');
  if (details.inStep) {
    const isReady = vcc.state.category === 'Ready' && teams.availability === 'Available';
    return one(isReady ? say('say.ready') : say('say.inStep', { state, presence }), 'well', [
      'why',
    ]);
  }
  if (teams.availability === 'Offline') return one(say('say.teamsOffline'), 'note');
  if (vcc.state.category === 'Ready' && teams.availability === 'Away' && code === 'in-step') {
    return one(say('say.onlyIdle'), 'note', ['why']);
  }
  if (!details.shows) return one(say('say.blankRow', { state }), 'note', ['why']);
  return one(say('say.differs', { state, presence }), 'differs', ['why', 'show']);
}

function one(text: string, tone: Tone, offers: readonly Offer[] = []): Sentence {
  return { text, more: null, tone, offers };
}

export type Step = 'in-step' | 'differs' | 'paused' | 'waiting' | 'none';

/** What the bridge between the two sides shows. */
export function readStep({
  link,
  details,
  fate,
}: Pick<Situation, 'link' | 'details' | 'fate'>): Step {
  const { phase, vcc, code } = link.status;
  if (phase === 'paused') return 'paused';
  if (fate.kind === 'setting' || code === 'waiting-for-teams' || phase === 'new') return 'waiting';
  if (vcc.state?.category === 'LoggedOut' || details.inStep === null || phase === 'unlinking') {
    return 'none';
  }
  return details.inStep && code !== 'own-status' && code !== 'not-taken' ? 'in-step' : 'differs';
}
