import type { ColleagueList, LinkView } from '../../src/index';
import { button } from '../cards/card';
import { makeFindCard } from '../cards/find-card';
import { makeAskCard, makeWhomCard } from '../cards/say-cards';
import type { Command } from '../understand/command';
import { refusalOf, sayText, showCard } from './ports';
import type { Reply, Talk } from './ports';

type Tell = Extract<Command, { readonly do: 'tell' }>;

/** As many as a card shows well. */
const SHOWN = 4;
const MAX_WORDS = 100;

export async function find(talk: Talk, words = ''): Promise<readonly Reply[]> {
  const asked = words.trim().slice(0, MAX_WORDS);
  if (asked === '') return showCard(makeWhomCard(talk.voice, 'find'));
  const found = await search(talk, asked, false);
  if (found.items.length === 0) return sayText(talk.voice.say('find.none', { words: asked }));
  return showFound(talk, found, asked);
}

export async function findFree(talk: Talk): Promise<readonly Reply[]> {
  const found = await search(talk, '', true);
  if (found.items.length === 0) return sayText(talk.voice.say('find.noneFree'));
  return showFound(talk, found, null);
}

/** By a button for one person, or by a name that may fit several. */
export async function tell(talk: Talk, link: LinkView, command: Tell): Promise<readonly Reply[]> {
  if (command.linkId !== undefined) return tellOne(talk, link, command.linkId);
  const words = (command.words ?? '').trim().slice(0, MAX_WORDS);
  if (words === '') return showCard(makeWhomCard(talk.voice, 'tell'));
  const found = await search(talk, words, false);
  const [only] = found.items;
  if (!only) return sayText(talk.voice.say('find.none', { words }));
  if (found.items.length === 1) return tellOne(talk, link, only.linkId);
  const buttons = found.items.map(({ name, linkId }) => button(name, { do: 'tell', linkId }));
  return showCard(makeAskCard(talk.voice.say('tell.which'), buttons));
}

async function tellOne(
  { ports, person, voice }: Talk,
  link: LinkView,
  linkId: string,
): Promise<readonly Reply[]> {
  if (linkId === link.id) return sayText(voice.say('tell.self'));
  try {
    const watch = await ports.desk.tellWhenFree(person, { linkId });
    const { name, until } = watch;
    if (watch.isFree) return sayText(voice.say('tell.already', { name }));
    return sayText(
      voice.say('tell.will', { name, time: voice.moment(until, ports.talks.clock.now()) }),
    );
  } catch (error) {
    // Gone meanwhile, or never one of theirs (BT5, BT12).
    if (refusalOf(error) !== 'not-found') throw error;
    return sayText(voice.say('tell.which'));
  }
}

function search({ ports, person }: Talk, words: string, onlyFree: boolean): Promise<ColleagueList> {
  return ports.desk.findColleagues(person, { words, onlyFree, limit: SHOWN });
}

function showFound(
  { ports, voice }: Talk,
  found: ColleagueList,
  words: string | null,
): readonly Reply[] {
  const now = ports.talks.clock.now();
  return showCard(makeFindCard({ voice, iconUrl: ports.iconUrl, now, words }, found));
}
