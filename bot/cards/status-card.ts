import type { LinkView } from '../../src/index';
import type { Voice } from '../say/voice';
import { button, icon, line, makeCard, small, title } from './card';
import type { Card, Json } from './card';
import { iconOfPresence, iconOfVcc } from './icons';
import type { IconUrl } from './icons';
import { pairOf, stateOf, tellStanding } from './standing';
import type { Standing } from './standing';

export interface StatusCardParts {
  readonly voice: Voice;
  readonly iconUrl: IconUrl;
  /** The channel's id of the owner, for whom it renews itself; null: it does not. */
  readonly userId: string | null;
}

/** Both sides at a glance: VCC on the left, Teams on the right. */
export function makeStatusCard(parts: StatusCardParts, standing: Standing): Card {
  const { voice, userId } = parts;
  const told = tellStanding(voice, standing);
  const sides = spokenSides(voice, standing.link);
  return makeCard({
    spoken: [told.title, told.sentence, sides].filter((one) => one !== null).join(' '),
    ...(userId !== null && { refresh: refreshFor(userId) }),
    body: [
      title(told.title),
      ...(told.sentence === null ? [] : [line(told.sentence)]),
      {
        type: 'Container',
        style: 'emphasis',
        spacing: 'Medium',
        items: [
          {
            type: 'ColumnSet',
            columns: [vccColumn(parts, standing), teamsColumn(parts, standing)],
          },
        ],
      },
      small(voice.say('card.follows', { time: voice.time(standing.now) }), { spacing: 'Medium' }),
    ],
    actions: statusActions(voice, standing),
  });
}

export function spokenSides(voice: Voice, link: LinkView): string {
  return voice.say('card.spoken', {
    state: stateOf(link, voice),
    presence: voice.presence(pairOf(link)),
  });
}

/** Never a state's end or a since-time that nobody knows. */
function refreshFor(userId: string): Json {
  return {
    action: { type: 'Action.Execute', verb: 'refresh', data: { verb: 'refresh' } },
    userIds: [userId],
  };
}

function vccColumn({ voice, iconUrl }: StatusCardParts, { link, now }: Standing): Json {
  const { vcc } = link.status;
  const name = stateOf(link, voice);
  const sign = icon(iconUrl(iconOfVcc(vcc)), name);
  return column(voice.say('side.vcc'), { sign, name, since: tellSince(voice, vcc.since, now) });
}

function teamsColumn({ voice, iconUrl }: StatusCardParts, { link, now }: Standing): Json {
  const pair = pairOf(link);
  const name = voice.presence(pair);
  const sign = icon(iconUrl(iconOfPresence(pair)), name);
  const since = tellSince(voice, link.status.teams.since, now);
  return column(voice.say('side.teams'), { sign, name, since });
}

interface Side {
  readonly sign: Json;
  readonly name: string;
  readonly since: string | null;
}

function column(label: string, { sign, name, since }: Side): Json {
  return {
    type: 'Column',
    width: 'stretch',
    items: [
      small(label, { spacing: 'None' }),
      {
        type: 'ColumnSet',
        spacing: 'Small',
        columns: [
          { type: 'Column', width: 'auto', verticalContentAlignment: 'Center', items: [sign] },
          {
            type: 'Column',
            width: 'stretch',
            spacing: 'Small',
            verticalContentAlignment: 'Center',
            items: [line(name, { weight: 'Bolder', spacing: 'None' })],
          },
        ],
      },
      ...(since === null ? [] : [small(since, { spacing: 'None' })]),
    ],
  };
}

function tellSince(voice: Voice, since: number | null, now: number): string | null {
  if (since === null || since > now) return null;
  const duration = voice.duration(now - since);
  return voice.say('side.since', { time: voice.moment(since, now), duration });
}

function statusActions(voice: Voice, { link }: Standing): readonly Json[] {
  const { phase, code } = link.status;
  if (phase === 'new' || phase === 'unlinking')
    return [button(voice.say('do.help'), { do: 'help' })];
  const why = button(voice.say('do.why'), { do: 'why' });
  if (phase === 'paused') {
    const resume = button(voice.say('do.resume'), { do: 'resume' }, { isPositive: true });
    return [resume, ...stateButtons(link, 2), why];
  }
  const show = button(voice.say('do.showMe'), { do: 'show' }, { isPositive: true });
  return [
    ...(code === 'own-status' || code === 'not-taken' ? [show] : []),
    ...stateButtons(link, 2),
    button(voice.say('do.pause30'), { do: 'pause', minutes: 30 }),
    why,
    ...(link.states.length > 3 ? [button(voice.say('do.states'), { do: 'states' })] : []),
  ];
}

/** The way back to the queue first, then the account's own states before the plain ones. */
export function stateButtons(link: LinkView, count: number): readonly Json[] {
  return pickStates(link, count).map(({ presenceId, name }) =>
    button(name, { do: 'set', presenceId }),
  );
}

const PLAIN = new Set(['ready', 'away', 'extended away']);

export function pickStates(link: LinkView, count: number): LinkView['states'] {
  const current = link.status.vcc.state;
  const others = link.states.filter(({ presenceId }) => presenceId !== current?.presenceId);
  const rank = ({ category, name }: LinkView['states'][number]): number => {
    if (category === 'Ready') return name.toLowerCase() === 'ready' ? 0 : 3;
    return PLAIN.has(name.toLowerCase()) ? 2 : 1;
  };
  const isReady = current?.category === 'Ready';
  const sorted = [...others].sort((one, other) => rank(one) - rank(other));
  return sorted.filter(({ category }) => !isReady || category !== 'Ready').slice(0, count);
}
