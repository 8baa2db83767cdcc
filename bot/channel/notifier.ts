/** Speaking first: the channel library's notification bot over our own book of conversations. */
import { BotBuilderCloudAdapter } from '@microsoft/teamsfx';
import type { ConversationReference } from 'botbuilder';
import type { Card } from '../cards/card';
import type { Sent } from '../posts/sender';
import type { ChannelAdapter } from './adapter';
import type { Book } from './book';
import { toCardActivity } from './replies';

export interface Notifier {
  readonly send: (reference: unknown, card: Card) => Promise<Sent>;
  /** Changes a card that was posted. */
  readonly change: (reference: unknown, cardId: string, card: Card) => Promise<Sent>;
}

/** Also puts the book-keeping into the adapter, so it has to be made before the first turn. */
export function createNotifier(adapter: ChannelAdapter, book: Book, botId: string): Notifier {
  const bot = new BotBuilderCloudAdapter.ConversationBot({
    adapter,
    notification: { enabled: true, store: book, botAppId: botId },
  });
  const { notification } = bot;
  if (!notification) throw new Error('The notification bot was not made.');
  const send: Notifier['send'] = async (reference, card) => {
    const installation = notification.buildTeamsBotInstallation(
      reference as Partial<ConversationReference>,
    );
    if (!installation) return { kind: 'gone', reason: 'no-reference' };
    // Whole activities pass through as well as texts: the summary is what a notification shows.
    const message = toCardActivity(card) as unknown as string;
    return judged((fail) => installation.sendMessage(message, (_context, error) => fail(error)));
  };
  const change: Notifier['change'] = (reference, id, card) =>
    judged((fail) =>
      adapter.continueConversationAsync(
        botId,
        reference as Partial<ConversationReference>,
        async (context) => {
          await context.updateActivity({ ...toCardActivity(card), id }).catch(fail);
        },
      ),
    );
  return { send, change };
}

/** Failures are caught within the turn: the adapter's own handler would answer the person with them. */
async function judged(
  work: (fail: (error: unknown) => Promise<void>) => Promise<unknown>,
): Promise<Sent> {
  const failures: unknown[] = [];
  const fail = (error: unknown): Promise<void> => {
    failures.push(error);
    return Promise.resolve();
  };
  await work(fail).catch(fail);
  return failures.length === 0 ? { kind: 'sent' } : judgeFailure(failures[0]);
}

const RETRY: ReadonlySet<number> = new Set([412, 429, 500, 502, 503, 504]);
const NOT_SENT: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN']);

/** What a failure says about the message (teams-platform.md 12). */
export function judgeFailure(error: unknown): Sent {
  const { statusCode, code, headers } = readFailure(error);
  const reason =
    statusCode === null ? (code ?? 'unreachable') : `${statusCode} ${code ?? ''}`.trim();
  if (statusCode === 403 || statusCode === 404) return { kind: 'gone', reason };
  if (statusCode !== null && RETRY.has(statusCode)) {
    return { kind: 'later', reason, afterMs: headers };
  }
  if (statusCode === 401) return { kind: 'later', reason, afterMs: null };
  if (statusCode !== null) return { kind: 'refused', reason };
  if (code !== null && NOT_SENT.has(code)) return { kind: 'later', reason, afterMs: null };
  return { kind: 'unknown', reason };
}

interface Failure {
  readonly statusCode: number | null;
  readonly code: string | null;
  /** Milliseconds the channel asked us to wait. */
  readonly headers: number | null;
}

function readFailure(error: unknown): Failure {
  const { statusCode, code, response, body } = (typeof error === 'object' ? (error ?? {}) : {}) as {
    readonly statusCode?: unknown;
    readonly code?: unknown;
    readonly body?: { readonly error?: { readonly code?: unknown } };
    readonly response?: { readonly headers?: { get?(name: string): string | undefined } };
  };
  const seconds = Number(response?.headers?.get?.('retry-after'));
  const inner = body?.error?.code;
  const named = typeof inner === 'string' ? inner : code;
  return {
    statusCode: typeof statusCode === 'number' ? statusCode : null,
    code: typeof named === 'string' ? named : null,
    headers: Number.isFinite(seconds) && seconds > 0 ? seconds * 1_000 : null,
  };
}
