/** Routes of the channel: which activity is what, whose it is, and how it is answered. */
import { randomBytes } from 'node:crypto';
import { Application } from '@microsoft/teams-ai';
import { TurnContext } from 'botbuilder';
import { converse } from '../converse/converse';
import type { Chat, Said } from '../converse/converse';
import type { Ports, Reply } from '../converse/ports';
import { createVoice, nearestLanguage } from '../say/voice';
import { isStoreAway } from '../store-away';
import type { ChannelAdapter } from './adapter';
import { createPerPerson } from './per-person';
import type { PerPerson } from './per-person';
import { answerInvoke, postReplies, replacePressed, toTextActivity } from './replies';
import { readSpeaker } from './speaker';
import type { HeardSpeaker } from './speaker';
import { createTyping } from './typing';
import type { WithTyping } from './typing';

export interface Channel {
  readonly turn: (context: TurnContext) => Promise<void>;
  /** Ends when nobody is being answered. */
  rest(): Promise<void>;
}

interface Routing {
  readonly ports: Ports;
  readonly perPerson: PerPerson;
  readonly withTyping: WithTyping;
}

export function createApplication(
  ports: Ports,
  adapter: Pick<ChannelAdapter, 'onTurnError'>,
): Channel {
  const perPerson = createPerPerson();
  const routing = { ports, perPerson, withTyping: createTyping(ports.talks.clock) };
  const app = new Application({ startTypingTimer: false });
  const isInvoke = ({ activity }: TurnContext) => Promise.resolve(activity.type === 'invoke');
  app.addRoute(isInvoke, (context) => handleInvoke(routing, context), true);
  app.activity('installationUpdate', (context) => handleInstallation(routing, context));
  app.activity('conversationUpdate', (context) => handleArrival(routing, context));
  // Last, since the first route that fits is taken.
  app.activity('message', (context) => handleMessage(routing, context));
  adapter.onTurnError = async (context, error) => {
    ports.talks.failed('bot-turn', error);
    // What cannot be answered is noted; a second failure would end as an answer with its text.
    const text = failureText(ports, error, context.activity.locale);
    await context.sendActivity(toTextActivity(text)).catch(noted);
  };
  return {
    turn: async (context) => void (await app.run(context)),
    rest: () => perPerson.rest(),
  };
}

const noted = (): undefined => undefined;

async function handleMessage(routing: Routing, context: TurnContext): Promise<void> {
  const { text, value } = context.activity as { text?: unknown; value?: unknown };
  const isPress = value !== undefined && value !== null && !text;
  const what: Said['what'] = isPress
    ? { kind: 'press', verb: undefined, data: value }
    : { kind: 'text', text: typeof text === 'string' ? text : '' };
  await withSpeaker(routing, context, async (speaker) => {
    const replies = await answer(routing, context, { speaker, what });
    await (isPress ? answerSubmit : post)(routing, context, { speaker, replies });
  });
}

/** Answered at once where nobody is known, so that no invoke ends as an error of the channel. */
async function handleInvoke(routing: Routing, context: TurnContext): Promise<void> {
  const { name, value } = context.activity as { name?: string; value?: unknown };
  const { ports } = routing;
  const who = readSpeaker(context.activity);
  if (name !== 'adaptiveCard/action' || who.kind !== 'person') {
    await context.sendActivity({ type: 'invokeResponse', value: { status: 200, body: {} } });
    return;
  }
  const { action, trigger } = readAction(value);
  // Nobody pressed what renews itself, and the channel gives up on it after five seconds: it has its own line.
  const isUnasked = trigger === 'automatic';
  const line = isUnasked ? '|renewal' : '';
  await routing.perPerson.run(keyOf(who.speaker) + line, async () => {
    const what = { kind: 'press', ...action } as const;
    const replies = await answer(routing, context, { speaker: who.speaker, what, isUnasked });
    const place = replies.find((one) => one.kind === 'card' && one.inPlace);
    const card = place?.kind === 'card' ? place.card : null;
    await answerInvoke(context, card);
    // A renewal is the owner's own view; what was pressed changes for good.
    if (place && card && !isUnasked && action.verb !== 'refresh') {
      await putInPlace(ports, context, { speaker: who.speaker, reply: place });
    }
    const rest = replies.filter((one) => one !== place);
    await post(routing, context, { speaker: who.speaker, replies: rest });
  });
}

interface InPlace {
  readonly speaker: HeardSpeaker;
  readonly reply: Reply;
}

/** The card that was pressed last follows, and what is no status card any more does not (BT7). */
async function putInPlace(
  { talks }: Ports,
  context: TurnContext,
  { speaker, reply }: InPlace,
): Promise<boolean> {
  if (reply.kind !== 'card' || !reply.inPlace) return false;
  const { replyToId } = context.activity;
  try {
    const { conversations, clock } = talks;
    if (replyToId && reply.isStatus) {
      await conversations.noteCard(speaker, replyToId, clock.now());
    } else if (replyToId) {
      await conversations.dropCard(speaker, replyToId);
    }
    return await replacePressed(context, reply.card);
  } catch (error) {
    talks.failed('bot-update', error);
    return false;
  }
}

interface Pressed {
  readonly action: { readonly verb: unknown; readonly data: unknown };
  readonly trigger: unknown;
}

function readAction(value: unknown): Pressed {
  const { action, trigger } = (typeof value === 'object' ? (value ?? {}) : {}) as Record<
    string,
    unknown
  >;
  const { verb, data } = (typeof action === 'object' ? (action ?? {}) : {}) as Record<
    string,
    unknown
  >;
  return { action: { verb, data }, trigger };
}

async function handleInstallation(routing: Routing, context: TurnContext): Promise<void> {
  const { action } = context.activity;
  // `add-upgrade` is no arrival.
  if (action === 'add') await handleArrival(routing, context);
  if (action === 'remove') await handleRemoval(routing, context);
}

/** JN17: nobody could tell the person anything any more. Nothing can be answered either. */
async function handleRemoval({ ports, perPerson }: Routing, context: TurnContext): Promise<void> {
  const who = readSpeaker(context.activity);
  if (who.kind !== 'person') return;
  const { speaker } = who;
  await perPerson.run(keyOf(speaker), async () => {
    await ports.desk.leaveApp(speaker).catch((error: unknown) => {
      ports.talks.failed('bot-removal', error);
    });
  });
}

/** Both kinds of news may come, in any order and more than once: one of them welcomes (BT8). */
async function handleArrival(routing: Routing, context: TurnContext): Promise<void> {
  const { activity } = context;
  const { ports, perPerson } = routing;
  const hasCome =
    activity.type === 'installationUpdate' || (activity.membersAdded ?? []).length > 0;
  const who = readSpeaker(activity);
  if (!hasCome || who.kind !== 'person') return;
  const { speaker } = who;
  await perPerson.run(keyOf(speaker), async () => {
    const { conversations, clock } = ports.talks;
    const isKnown = await conversations.get(speaker);
    if (!isKnown) await hearFirst(ports, context, speaker);
    if (!(await conversations.welcome(speaker, clock.now()))) return;
    const replies = await answer(routing, context, { speaker, what: { kind: 'arrived' } });
    await post(routing, context, { speaker, replies });
  });
}

/** `conversationUpdate` may come before the installation that the channel library writes down. */
async function hearFirst(
  { talks }: Ports,
  context: TurnContext,
  speaker: HeardSpeaker,
): Promise<void> {
  const { activityId: _, ...reference } = TurnContext.getConversationReference(context.activity);
  const { tenantId, personId, conversationId, locale } = speaker;
  await talks.conversations.hear(
    { tenantId, personId, conversationId, locale, reference },
    talks.clock.now(),
  );
}

async function withSpeaker(
  { ports, perPerson }: Routing,
  context: TurnContext,
  work: (speaker: HeardSpeaker) => Promise<void>,
): Promise<void> {
  const who = readSpeaker(context.activity);
  if (who.kind === 'person') {
    await perPerson.run(keyOf(who.speaker), () => work(who.speaker));
    return;
  }
  if (who.kind === 'nobody') {
    ports.talks.failed('bot-nobody', new Error('An activity names no person of a tenant.'));
    return;
  }
  const voice = createVoice(nearestLanguage(context.activity.locale), 'UTC');
  await context.sendActivity(toTextActivity(voice.say('elsewhere')));
}

function keyOf({ tenantId, personId }: HeardSpeaker): string {
  return `${tenantId}|${personId}`;
}

interface Asked {
  readonly speaker: HeardSpeaker;
  readonly what: Said['what'];
  /** Nobody waits for it, so nobody is shown typing. */
  readonly isUnasked?: boolean;
}

async function answer(
  { ports, withTyping }: Routing,
  context: TurnContext,
  { speaker, what, isUnasked }: Asked,
): Promise<readonly Reply[]> {
  const work = (): Promise<readonly Reply[]> => {
    const chat = readChat(ports, context, speaker);
    return converse(ports, { ...speaker, chat, what });
  };
  try {
    return await (isUnasked ? work() : withTyping(context, work));
  } catch (error) {
    ports.talks.failed('bot-answer', error);
    return [{ kind: 'text', text: failureText(ports, error, speaker.locale) }];
  }
}

/** The time zone as told now, else as told last. Forgotten meanwhile: the chat begins anew. */
async function readChat(ports: Ports, context: TurnContext, speaker: HeardSpeaker): Promise<Chat> {
  const { conversations } = ports.talks;
  const known = await conversations.get(speaker);
  // BT11: whoever speaks is there, also where the book holds that this was written down just now.
  if (!known || known.stoppedAt !== null) await hearFirst(ports, context, speaker);
  const timeZone = speaker.timeZone ?? known?.timeZone ?? 'UTC';
  if (known?.timeZone !== timeZone) await conversations.noteTimeZone(speaker, timeZone);
  return { timeZone, chosen: known?.language ?? null };
}

/** The code is in the log beside what went wrong; the details are nobody's business. */
function failureText({ talks }: Ports, error: unknown, locale: string | undefined): string {
  const voice = createVoice(nearestLanguage(locale), 'UTC');
  if (isStoreAway(error)) return voice.say('unreachable');
  const code = randomBytes(4).toString('hex').toUpperCase();
  talks.failed('bot-code', new Error(`Told as ${code}: ${String(error)}`));
  return voice.say('failed', { code });
}

interface Answered {
  readonly speaker: HeardSpeaker;
  readonly replies: readonly Reply[];
}

async function post({ ports }: Routing, context: TurnContext, answered: Answered): Promise<void> {
  const cardId = await postReplies(context, answered.replies);
  if (cardId === null) return;
  const { conversations, clock } = ports.talks;
  await conversations.noteCard(answered.speaker, cardId, clock.now());
}

/** A client without Execute sends its Submit as a message: the pressed card is changed all the same. */
async function answerSubmit(
  routing: Routing,
  context: TurnContext,
  answered: Answered,
): Promise<void> {
  const { ports } = routing;
  for (const reply of answered.replies) {
    const isDone = await putInPlace(ports, context, { speaker: answered.speaker, reply });
    if (!isDone) await post(routing, context, { speaker: answered.speaker, replies: [reply] });
  }
}
