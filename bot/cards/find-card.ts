import type { ColleagueList, ColleagueView } from '../../src/index';
import type { Voice } from '../say/voice';
import { button, icon, line, makeCard, openUrl, small, title } from './card';
import type { Card, Json } from './card';
import { iconOfPresence } from './icons';
import type { IconUrl } from './icons';

export interface FindParts {
  readonly voice: Voice;
  readonly iconUrl: IconUrl;
  readonly now: number;
  /** Null: everybody who is free was asked for. */
  readonly words: string | null;
}

/** People by who is free, each with the way to reach them or to be told. */
export function makeFindCard(parts: FindParts, found: ColleagueList): Card {
  const { voice } = parts;
  const heading = tellHeading(parts, found);
  const first = found.items.find(({ isFree, address }) => isFree && address !== null);
  const spoken = found.items.map((one) => `${one.name}: ${voice.presence(one.teams)}.`);
  return makeCard({
    spoken: [heading, ...spoken].join(' '),
    body: [
      title(heading),
      ...found.items.map((one, index) =>
        rowOf(parts, one, { isFirst: one === first, isTop: index === 0 }),
      ),
      ...(found.more > 0
        ? [small(voice.say('find.more', { count: found.more }), { spacing: 'Medium' })]
        : []),
    ],
  });
}

function tellHeading({ voice, words }: FindParts, { items, more }: ColleagueList): string {
  const count = items.length + more;
  if (words === null) return voice.say(count === 1 ? 'find.freeOne' : 'find.free', { count });
  return voice.say(count === 1 ? 'find.one' : 'find.title', { count, words });
}

interface Place {
  readonly isFirst: boolean;
  readonly isTop: boolean;
}

function rowOf(parts: FindParts, one: ColleagueView, { isFirst, isTop }: Place): Json {
  const { voice, iconUrl } = parts;
  const presence = voice.presence(one.teams);
  const actions =
    isFirst || one.isFree ? reachActions(voice, one, isFirst) : [tellButton(voice, one)];
  const person = {
    type: 'Column',
    width: 'stretch',
    spacing: 'Small',
    items: [
      line(one.name, { weight: 'Bolder', spacing: 'None' }),
      small(tellState(parts, one), { spacing: 'None' }),
    ],
  };
  const sign = {
    type: 'Column',
    width: 'auto',
    verticalContentAlignment: 'Center',
    items: [icon(iconUrl(iconOfPresence(one.teams)), presence)],
  };
  const beside = one.isFree ? [] : [besideColumn(actions)];
  const set = { type: 'ColumnSet', columns: [sign, person, ...beside] };
  const below =
    one.isFree && actions.length > 0 ? [{ type: 'ActionSet', spacing: 'Small', actions }] : [];
  return {
    type: 'Container',
    spacing: 'Medium',
    ...(!isTop && { separator: true }),
    items: [set, ...below],
  };
}

function besideColumn(actions: readonly Json[]): Json {
  return {
    type: 'Column',
    width: 'auto',
    verticalContentAlignment: 'Center',
    items: [{ type: 'ActionSet', spacing: 'None', actions }],
  };
}

function tellState({ voice, now }: FindParts, one: ColleagueView): string {
  const presence = voice.presence(one.teams);
  const state =
    one.since === null || one.since > now
      ? presence
      : voice.say('find.state', { presence, duration: voice.duration(now - one.since) });
  return one.vcc === null
    ? state
    : voice.say('find.vcc', { presence: state, state: tellVcc(voice, one) });
}

function tellVcc(voice: Voice, { vcc, occupancy }: ColleagueView): string {
  if (occupancy === 'engaged') return voice.say('side.engaged');
  if (occupancy === 'wrapping-up') return voice.say('side.wrapping');
  if (vcc?.category === 'LoggedOut') return voice.say('side.loggedOut');
  return vcc?.name ?? '';
}

const TEAMS = 'https://teams.microsoft.com/l';

function reachActions(
  voice: Voice,
  { address }: ColleagueView,
  isPositive: boolean,
): readonly Json[] {
  if (address === null) return [];
  const users = encodeURIComponent(address);
  return [
    openUrl(voice.say('do.call'), `${TEAMS}/call/0/0?users=${users}`, { isPositive }),
    openUrl(voice.say('do.chat'), `${TEAMS}/chat/0/0?users=${users}`),
  ];
}

function tellButton(voice: Voice, { linkId, name }: ColleagueView): Json {
  const tooltip = voice.say('do.tellWhen', { name });
  return button(voice.say('do.tell'), { do: 'tell', linkId }, { tooltip });
}
