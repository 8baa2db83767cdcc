/** One message of one person to its replies. Knows no SDK: the channel calls it and sends what it answers. */
import type { LinkView, Person } from '../../src/index';
import { button } from '../cards/card';
import type { Json } from '../cards/card';
import { makeAskCard, makeHelpCard, makeWelcomeCard } from '../cards/say-cards';
import { stateButtons } from '../cards/status-card';
import { createVoice, nearestLanguage } from '../say/voice';
import type { Voice } from '../say/voice';
import { LANGUAGES } from '../understand/command';
import type { Command, Understood } from '../understand/command';
import { understand } from '../understand/parse';
import { readPressed } from './command-shape';
import * as linking from './linking';
import * as orders from './orders';
import * as people from './people';
import { nobodyLinked, sayText, showCard } from './ports';
import type { Ports, Reply, Talk } from './ports';
import * as settings from './settings';
import { offerLink, showStatus } from './status';
import { explain } from './why';

/** What the chat is known to be. */
export interface Chat {
  readonly timeZone: string;
  /** The language the person has chosen; null: as Teams says. */
  readonly chosen: string | null;
}

export interface Said {
  readonly tenantId: string;
  readonly personId: string;
  readonly userId: string;
  readonly locale: string;
  /** Still being read: the link is read beside it. */
  readonly chat: Promise<Chat>;
  readonly what:
    | { readonly kind: 'text'; readonly text: string }
    | { readonly kind: 'press'; readonly verb: unknown; readonly data: unknown }
    | { readonly kind: 'arrived' };
}

/** Within ten seconds a message, within five a button (BT2). */
const TEXT_PATIENCE_MS = 4_000;
const PRESS_PATIENCE_MS = 1_800;

export async function converse(ports: Ports, said: Said): Promise<readonly Reply[]> {
  const talk = await openTalk(ports, said);
  const { what } = said;
  if (what.kind === 'arrived') return welcome(talk);
  if (what.kind === 'press') {
    const command = readPressed(what.verb, what.data);
    return command ? obey(talk, command) : showStatus(talk);
  }
  return hear(talk, what.text);
}

async function openTalk(ports: Ports, said: Said): Promise<Talk> {
  const { tenantId, personId, userId, locale, what } = said;
  // Roles are in no activity: nobody is an admin here.
  const person: Person = { tenantId, personId, roles: [], wids: [] };
  const [standing, chat] = await Promise.all([
    ports.desk.getMyStanding(person).catch(nobodyLinked),
    said.chat,
  ]);
  const chosen = LANGUAGES.find((one) => one === chat.chosen);
  const voice = createVoice(chosen ?? nearestLanguage(locale), chat.timeZone);
  const patienceMs = what.kind === 'press' ? PRESS_PATIENCE_MS : TEXT_PATIENCE_MS;
  return { ports, person, userId, voice, link: standing?.link ?? null, standing, patienceMs };
}

function welcome({ voice, link }: Talk): readonly Reply[] {
  return showCard(makeWelcomeCard({ voice, agent: link?.agent.agentId ?? null }));
}

async function hear(talk: Talk, text: string): Promise<readonly Reply[]> {
  const { voice, link, ports } = talk;
  const { language, timeZone } = voice;
  const now = ports.talks.clock.now();
  const understood = understand(text, { language, timeZone, now, choices: link?.states ?? [] });
  if (understood.kind === 'command') return obey(talk, understood.command);
  return ask(talk, understood);
}

function ask(talk: Talk, understood: Exclude<Understood, { kind: 'command' }>): readonly Reply[] {
  const { voice, link } = talk;
  switch (understood.kind) {
    case 'unsure':
      return askWhich(talk, understood.options);
    case 'no-such-state':
      return link ? orders.askState(link, voice.say('noState')) : showCard(offerLink(talk));
    case 'log-out':
      return sayText(voice.say('logOut'));
    case 'bad-time':
      return sayText(voice.say('badTime'));
    case 'unknown':
      return showCard(makeAskCard(voice.say('unknown'), usualButtons(talk)));
  }
}

function askWhich({ voice, link }: Talk, options: readonly Command[]): readonly Reply[] {
  const names = options.map((one) => nameOf(voice, link, one));
  const [one = '', two = ''] = names;
  const keys = ['unsure.one', 'unsure.two'] as const;
  const question = voice.say(keys[options.length - 1] ?? 'unsure.many', { one, two });
  const buttons = options.map((option, index) => button(names[index] ?? '', option));
  return showCard(makeAskCard(question, buttons));
}

function nameOf(voice: Voice, link: LinkView | null, command: Command): string {
  if (command.do === 'set') {
    return link?.states.find((one) => one.presenceId === command.presenceId)?.name ?? '';
  }
  if (command.do === 'pause') return voice.say('do.pause');
  const names = {
    resume: 'do.resume',
    link: 'do.link',
    unlink: 'do.unlink',
    status: 'do.status',
    why: 'do.why',
    help: 'do.help',
    free: 'do.free',
    states: 'do.states',
  } as const;
  return command.do in names ? voice.say(names[command.do as keyof typeof names]) : command.do;
}

function usualButtons({ voice, link }: Talk): readonly Json[] {
  const help = button(voice.say('do.help'), { do: 'help' });
  if (!link) return [button(voice.say('do.link'), { do: 'link' }), help];
  return [
    ...stateButtons(link, 2),
    button(voice.say('do.pause30'), { do: 'pause', minutes: 30 }),
    button(voice.say('do.why'), { do: 'why' }),
    help,
  ];
}

/** Commands that need no link, then those that do. */
async function obey(talk: Talk, command: Command): Promise<readonly Reply[]> {
  const { voice, link } = talk;
  switch (command.do) {
    case 'hi':
      return showCard(makeAskCard(voice.say('hello'), usualButtons(talk)));
    case 'help':
      return showCard(makeHelpCard(voice, usualButtons(talk).slice(0, -1)));
    case 'status':
      return showStatus(talk);
    case 'link':
      return linking.link(talk);
    case 'join':
      return link ? showStatus(talk) : linking.join(talk, command.connectionId);
    case 'prove':
      return link ? showStatus(talk) : linking.prove(talk, command);
    case 'request':
      return link ? showStatus(talk) : linking.request(talk, command);
    case 'proof':
      return linking.lookAtProof(talk);
    case 'notify':
      return settings.notify(talk, command.posts);
    case 'quiet':
      return settings.setQuiet(talk, command);
    case 'language':
      return settings.setLanguage(talk, command.language);
    default:
      return link ? obeyLinked(talk, link, command) : showCard(offerLink(talk));
  }
}

type Linked = Exclude<
  Command,
  {
    do:
      | 'hi'
      | 'help'
      | 'status'
      | 'link'
      | 'join'
      | 'prove'
      | 'request'
      | 'proof'
      | 'notify'
      | 'quiet'
      | 'language';
  }
>;

async function obeyLinked(talk: Talk, link: LinkView, command: Linked): Promise<readonly Reply[]> {
  switch (command.do) {
    case 'set':
      return orders.setState(talk, link, command);
    case 'pause':
      return orders.pause(talk, link, command);
    case 'resume':
      return orders.resume(talk, link);
    case 'show':
      return orders.showVcc(talk, link);
    case 'why':
      return explain(talk, link);
    case 'states':
      return orders.askState(link, talk.voice.say('states.title'));
    case 'find':
      return people.find(talk, command.words);
    case 'free':
      return people.findFree(talk);
    case 'tell':
      return people.tell(talk, link, command);
    case 'unlink':
      return linking.unlink(talk, link, command);
  }
}
