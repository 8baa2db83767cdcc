/** The conversation on the SDK's own TestAdapter, with the real desk on a real store and a clock that stands. */
import { TestAdapter } from 'botbuilder';
import type { Activity, ConversationReference } from 'botbuilder';
import { createApplication } from '../../bot/channel/application';
import { createBook } from '../../bot/channel/book';
import type { Ports } from '../../bot/converse/ports';
import { createIconUrl } from '../../bot/cards/icons';
import { createTalks } from '../../src/talking';
import type { Talks } from '../../src/talking';
import { silentLog } from '../../src/runtime/log';
import { openDesk } from '../desk/rig';
import type { DeskRig } from '../desk/rig';

export const PUBLIC_URL = 'https://link.meadowbank.example';

export interface Speaks {
  readonly tenantId: string;
  readonly personId: string;
}

export const JUNIPER: Speaks = { tenantId: 'meadow', personId: 'juniper' };
export const FENNEL: Speaks = { tenantId: 'meadow', personId: 'fennel' };
/** Another organisation's, with the same object id. */
export const DOUBLE: Speaks = { tenantId: 'brook', personId: 'juniper' };

export interface BotRig extends DeskRig {
  readonly talks: Talks;
  readonly ports: Ports;
  readonly adapter: TestAdapter;
  /** What went wrong, by its place. */
  readonly failed: string[];
  /** Answers of one activity. */
  send(who: Speaks, activity: Partial<Activity>): Promise<readonly Partial<Activity>[]>;
  say(who: Speaks, text: string): Promise<readonly Partial<Activity>[]>;
  press(who: Speaks, verb: string, data?: object): Promise<readonly Partial<Activity>[]>;
  /** As a client without Execute sends it. */
  submit(who: Speaks, data: object, replyToId?: string): Promise<readonly Partial<Activity>[]>;
}

export async function openBot(): Promise<BotRig> {
  const rig = await openDesk();
  const failed: string[] = [];
  const talks = createTalks({
    store: rig.store,
    clock: rig.clock,
    log: silentLog,
    events: { failed: (code) => void failed.push(code) },
  });
  const ports: Ports = {
    desk: rig.desk,
    talks,
    iconUrl: createIconUrl(PUBLIC_URL),
    tabUrl: (page) => `https://teams.microsoft.com/l/entity/app/home?${page}`,
  };
  const adapter = new TestAdapter(async () => undefined);
  const application = createApplication(ports, adapter);
  const book = createBook(talks);
  const send = async (who: Speaks, activity: Partial<Activity>) => {
    const full = activityOf(who, activity);
    await book.add('', referenceOf(full));
    const before = adapter.activeQueue.length;
    await adapter.processActivity(full, application.turn);
    return adapter.activeQueue.slice(before);
  };
  return {
    ...rig,
    talks,
    ports,
    adapter,
    failed,
    send,
    say: (who, text) => send(who, { type: 'message', text }),
    press: (who, verb, data = {}) =>
      send(who, {
        type: 'invoke',
        name: 'adaptiveCard/action',
        value: { action: { type: 'Action.Execute', verb, data }, trigger: 'manual' },
      }),
    submit: (who, data, replyToId) =>
      send(who, { type: 'message', value: data, ...(replyToId && { replyToId }) }),
  };
}

export function activityOf(who: Speaks, more: Partial<Activity>): Partial<Activity> {
  const { tenantId, personId } = who;
  return {
    channelId: 'msteams',
    serviceUrl: 'https://smba.example/teams',
    conversation: {
      id: `a:${tenantId}-${personId}`,
      conversationType: 'personal',
      tenantId,
      isGroup: false,
      name: '',
    },
    from: { id: `29:${personId}`, name: personId, aadObjectId: personId },
    recipient: { id: '28:bot', name: 'Presence Link' },
    channelData: { tenant: { id: tenantId } },
    locale: 'en-GB',
    localTimezone: 'Europe/Berlin',
    ...more,
  };
}

function referenceOf({
  from,
  recipient,
  ...rest
}: Partial<Activity>): Partial<ConversationReference> {
  const { channelId, serviceUrl, conversation, locale } = rest as Activity;
  return { channelId, serviceUrl, conversation, locale: locale!, user: from!, bot: recipient! };
}

/** Texts and cards as one text, to look for words in. */
export function textOf(activities: readonly Partial<Activity>[]): string {
  return activities.map((one) => JSON.stringify([one.text, one.attachments, one.value])).join('\n');
}
