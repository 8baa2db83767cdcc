import { button } from '../cards/card';
import { makeAskCard } from '../cards/say-cards';
import { createVoice } from '../say/voice';
import { LANGUAGES } from '../understand/command';
import type { Command, Language, Posts } from '../understand/command';
import { refusalOf, replaceCard, sayText, showCard } from './ports';
import type { Reply, Talk } from './ports';

type Quiet = Extract<Command, { readonly do: 'quiet' }>;

const NAMES: Readonly<Record<Language, string>> = {
  en: 'English',
  de: 'Deutsch',
  fr: 'Français',
  es: 'Español',
  ja: '日本語',
};

/** What the bot tells by itself: one of the person's preferences, as in the tab. */
export async function notify(talk: Talk, posts: Posts | undefined): Promise<readonly Reply[]> {
  const { voice, ports, person } = talk;
  const now = await ports.talks.conversations.get(person);
  if (posts !== undefined) await keepPosts(talk, posts);
  const what = voice.say(`notify.${posts ?? now?.posts ?? 'problems'}`);
  const said = voice.say('notify.now', { what });
  const buttons = [
    button(voice.say('do.notifyNothing'), { do: 'notify', posts: 'nothing' }),
    button(voice.say('do.notifyProblems'), { do: 'notify', posts: 'problems' }),
    button(voice.say('do.notifyChanges'), { do: 'notify', posts: 'changes' }),
  ];
  return posts === undefined
    ? showCard(makeAskCard(said, buttons))
    : replaceCard(makeAskCard(said, []));
}

/** Somebody who is not linked has no preferences yet, and may still want silence. */
async function keepPosts({ ports, person, link }: Talk, posts: Posts): Promise<void> {
  await ports.talks.conversations.wish(person, { isSilent: posts === 'nothing' });
  if (!link) return;
  await ports.desk.changePreferences(person, { posts });
}

export async function setQuiet(
  { ports, person, voice }: Talk,
  { hours }: Quiet,
): Promise<readonly Reply[]> {
  if (hours === undefined) return sayText(voice.say('quiet.how'));
  await ports.talks.conversations.wish(person, { quiet: hours });
  if (hours === null) return sayText(voice.say('quiet.off'));
  return sayText(
    voice.say('quiet.set', { from: voice.clock(hours.from), to: voice.clock(hours.to) }),
  );
}

export async function setLanguage(
  talk: Talk,
  language: Language | null | undefined,
): Promise<readonly Reply[]> {
  const { ports, person, voice, link } = talk;
  if (language === undefined || language === null) {
    const buttons = LANGUAGES.map((one) => button(NAMES[one], { do: 'language', language: one }));
    return showCard(makeAskCard(voice.say('language.which'), buttons));
  }
  await ports.talks.conversations.wish(person, { language });
  try {
    if (link) await ports.desk.changePreferences(person, { language });
  } catch (error) {
    if (refusalOf(error) !== 'not-linked') throw error;
  }
  const said = createVoice(language, voice.timeZone).say('language.now');
  return replaceCard(makeAskCard(said, []));
}
