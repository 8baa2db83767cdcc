/** Small cards of the conversation: a sentence with buttons. */
import type { WordKey } from '../say/en';
import type { Voice } from '../say/voice';
import { button, line, makeCard, small, title } from './card';
import type { Card, Json } from './card';

export function makeAskCard(question: string, buttons: readonly Json[]): Card {
  return makeCard({
    spoken: question,
    body: [line(question, { spacing: 'None' })],
    actions: buttons,
  });
}

/** Whom to find or to wait for: typed into the card, since a name alone is no command. */
export function makeWhomCard(voice: Voice, command: 'find' | 'tell'): Card {
  const question = voice.say('tell.which');
  const label = voice.say('whom.name');
  return makeCard({
    spoken: question,
    body: [
      line(question, { spacing: 'None' }),
      { type: 'Input.Text', id: 'words', label, maxLength: 100 },
    ],
    actions: [
      button(voice.say(command === 'find' ? 'do.find' : 'do.tell'), { do: command }),
      button(voice.say('do.free'), { do: 'free' }),
    ],
  });
}

export interface WelcomeParts {
  readonly voice: Voice;
  /** Null: not linked yet. */
  readonly agent: string | null;
}

/** Value, set-up and what to say, once. */
export function makeWelcomeCard({ voice, agent }: WelcomeParts): Card {
  const text = voice.say('welcome.text');
  const setUp = agent === null ? voice.say('welcome.setUp') : voice.say('welcome.ready', { agent });
  return makeCard({
    spoken: `${voice.say('welcome.title')}. ${text} ${setUp}`,
    body: [title(voice.say('welcome.title')), line(text), line(setUp), small(voice.say('hello'))],
    actions: [
      agent === null
        ? button(voice.say('do.link'), { do: 'link' }, { isPositive: true })
        : button(voice.say('do.status'), { do: 'status' }),
      button(voice.say('do.help'), { do: 'help' }),
    ],
  });
}

const TOPICS: readonly (readonly [WordKey, WordKey])[] = [
  ['help.states', 'help.statesMore'],
  ['help.status', 'help.statusMore'],
  ['help.pause', 'help.pauseMore'],
  ['help.people', 'help.peopleMore'],
  ['help.settings', 'help.settingsMore'],
];

export function makeHelpCard(voice: Voice, buttons: readonly Json[]): Card {
  const rows = TOPICS.flatMap(([words, more]) => [
    line(voice.say(words), { weight: 'Bolder', spacing: 'Medium' }),
    small(voice.say(more), { spacing: 'None' }),
  ]);
  const spoken = TOPICS.map(([words]) => voice.say(words)).join('; ');
  return makeCard({
    spoken: `${voice.say('help.title')}: ${spoken}.`,
    body: [title(voice.say('help.title')), ...rows],
    actions: buttons,
  });
}
