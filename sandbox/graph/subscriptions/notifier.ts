import type { SandboxClock } from '../../clock';
import type { EntraSandbox, PresencePair } from '../../contract';
import type { AllGraphKnobs } from '../knobs';
import type { GraphPerson } from '../person';
import { isSamePair } from '../presence/pairs';
import type { SubscriptionSurroundings } from './create-call';
import { createDice } from './dice';
import type { Dice } from './dice';
import { lifecycleItem, notificationItem } from './notification';
import type { LifecycleEvent, PresenceNews } from './notification';
import { PostOffice } from './post-office';
import type { Letter } from './post-office';
import { subscriptionBody } from './subscription';
import type { Subscription } from './subscription';
import { createBook } from './subscription-book';
import type { SubscriptionBook } from './subscription-book';
import { validationTokens } from './validation-token';

/** When `reauthorizationRequired` goes out by itself, before the end; the cadence is not fixed. */
const REAUTHORIZE_BEFORE_MS = 15 * 60 * 1000;

export interface NotifierParts {
  readonly clock: SandboxClock;
  readonly entra: EntraSandbox;
  readonly knobs: AllGraphKnobs;
}

export interface Notifier {
  /** Called after every change of what a person shows. */
  presenceChanged(person: GraphPerson): void;
  /** What the subscription calls work on. */
  readonly surroundings: SubscriptionSurroundings;
  /** Live subscriptions as the API shows them. */
  subscriptions(): readonly Readonly<Record<string, unknown>>[];
  /** Sends a lifecycle notification now; `subscriptionRemoved` also ends the subscription. */
  sendLifecycle(subscriptionId: string, event: LifecycleEvent): void;
  /** Resolves when no notification is under way. */
  idle(): Promise<void>;
  close(): void;
}

interface Works extends NotifierParts {
  readonly book: SubscriptionBook;
  readonly office: PostOffice;
  readonly dice: Dice;
}

/** Turns presence changes into change notifications. */
export function createNotifier(parts: NotifierParts): Notifier {
  const { clock, knobs } = parts;
  const office = new PostOffice(clock);
  const book: SubscriptionBook = createBook({
    clock,
    zombieQuotaMs: () => knobs.zombieQuotaMs,
    onTerm: (subscription) => remindBeforeEnd(works, subscription),
  });
  const works: Works = { ...parts, book, office, dice: createDice(knobs.seed) };
  const lastTold = new Map<string, PresencePair>();
  return {
    presenceChanged(person) {
      const presence = person.presence.shown();
      const key = `${person.tenantId} ${person.seed.id}`.toLowerCase();
      const before = lastTold.get(key);
      // Only availability and activity are documented triggers (graph.md 4.6).
      if (before && isSamePair(before, presence)) return;
      lastTold.set(key, presence);
      tellSubscribers(works, person, presence);
    },
    surroundings: { clock, book, renewed: () => office.release() },
    subscriptions: () => book.all().map(subscriptionBody),
    sendLifecycle(subscriptionId, event) {
      const subscription = book.get(subscriptionId);
      if (!subscription) throw new Error(`There is no subscription ${subscriptionId}.`);
      sendLifecycle(works, subscription, event);
      if (event === 'subscriptionRemoved') book.remove(subscription.id);
    },
    idle: () => office.idle(),
    close: () => office.close(),
  };
}

function tellSubscribers(works: Works, person: GraphPerson, presence: PresencePair): void {
  const { knobs, dice, clock, office } = works;
  const personId = person.seed.id.toLowerCase();
  const tenantId = person.tenantId.toLowerCase();
  for (const subscription of works.book.all()) {
    const isWatched = subscription.tenantId === tenantId && subscription.watched.has(personId);
    if (!isWatched || dice.isHit(knobs.loseNotifications)) continue;
    const copies = dice.isHit(knobs.notifyTwice) ? 2 : 1;
    for (let copy = 0; copy < copies; copy += 1) {
      const delayMs = knobs.notificationDelayMs + dice.upTo(knobs.shuffleNotificationsMs);
      const news = { personId: person.seed.id, presence };
      office.sendAt(clock.now() + delayMs, presenceLetter(works, subscription, news));
    }
  }
}

function presenceLetter(works: Works, subscription: Subscription, news: PresenceNews): Letter {
  const { clock, entra, knobs, book } = works;
  return {
    url: subscription.notificationUrl,
    writtenAt: clock.now(),
    compose() {
      if (!book.get(subscription.id)) return 'drop';
      const isTokenGood = entra.readAccessToken(subscription.token) !== undefined;
      return isTokenGood ? notificationItem(subscription, news, knobs) : 'wait';
    },
    async envelope(items) {
      const rich = richSubscriptions(book, items);
      if (rich.length === 0) return { value: items };
      return { value: items, validationTokens: await validationTokens({ entra, knobs }, rich) };
    },
  };
}

/** Subscriptions of the items that carry encrypted content. */
function richSubscriptions(book: SubscriptionBook, items: readonly object[]): Subscription[] {
  return items.flatMap((item) => {
    const isRich = 'encryptedContent' in item && 'subscriptionId' in item;
    const found = isRich ? book.get(String(item.subscriptionId)) : undefined;
    return found ? [found] : [];
  });
}

function remindBeforeEnd(works: Works, subscription: Subscription): void {
  const { expiresAt } = subscription;
  works.clock.at(expiresAt - REAUTHORIZE_BEFORE_MS, () => {
    const isStillDue =
      works.book.get(subscription.id) === subscription && subscription.expiresAt === expiresAt;
    if (isStillDue) sendLifecycle(works, subscription, 'reauthorizationRequired');
  });
}

function sendLifecycle(
  { clock, office }: Works,
  subscription: Subscription,
  event: LifecycleEvent,
): void {
  const { lifecycleNotificationUrl } = subscription;
  if (lifecycleNotificationUrl === undefined) return;
  const item = lifecycleItem(subscription, event);
  office.sendAt(clock.now(), {
    url: lifecycleNotificationUrl,
    writtenAt: clock.now(),
    compose: () => item,
    envelope: (items) => Promise.resolve({ value: items }),
  });
}
