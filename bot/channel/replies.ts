/** Replies as activities of the channel. */
import { CardFactory, MessageFactory, TextFormatTypes } from 'botbuilder';
import type { Activity, TurnContext } from 'botbuilder';
import type { Card } from '../cards/card';
import type { Reply } from '../converse/ports';

const CARD_ANSWER = 'application/vnd.microsoft.card.adaptive';
const TEXT_ANSWER = 'application/vnd.microsoft.activity.message';

export function toActivity(reply: Reply): Partial<Activity> {
  if (reply.kind === 'text') return toTextActivity(reply.text);
  return toCardActivity(reply.card);
}

/** Names of people stand in it: said as they are, since a channel reads Markdown unless told not to. */
export function toTextActivity(text: string): Partial<Activity> {
  return { ...MessageFactory.text(text), textFormat: TextFormatTypes.Plain };
}

export function toCardActivity(card: Card): Partial<Activity> {
  const summary = typeof card['fallbackText'] === 'string' ? card['fallbackText'] : undefined;
  const activity = MessageFactory.attachment(CardFactory.adaptiveCard(card));
  // Shown in notifications and lists, where there is no room for a card.
  return { ...activity, ...(summary !== undefined && { summary }) };
}

/** Posts each; answers the id of the status card among them. */
export async function postReplies(
  context: TurnContext,
  replies: readonly Reply[],
): Promise<string | null> {
  let cardId: string | null = null;
  for (const reply of replies) {
    const posted = await context.sendActivity(toActivity(reply));
    if (reply.kind === 'card' && reply.isStatus) cardId = posted?.id ?? null;
  }
  return cardId;
}

/**
 * Answers a pressed Execute: the card that takes the place of the pressed one, or nothing. Made by
 * hand, since the library's own way remembers a refreshing card for the life of the process.
 */
export async function answerInvoke(context: TurnContext, card: Card | null): Promise<void> {
  const body = card
    ? { statusCode: 200, type: CARD_ANSWER, value: card }
    : { statusCode: 200, type: TEXT_ANSWER, value: '' };
  await context.sendActivity({ type: 'invokeResponse', value: { status: 200, body } });
}

/** Changes the pressed card for good, so that it is the same when the chat is opened again. */
export async function replacePressed(context: TurnContext, card: Card): Promise<boolean> {
  const { replyToId } = context.activity;
  if (!replyToId) return false;
  await context.updateActivity({ ...toCardActivity(card), id: replyToId });
  return true;
}
