/** Speaking first, with the channel library's own adapter, to a channel on this machine. */
import { createServer } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { createAdapter } from '../../bot/channel/adapter';
import type { Book } from '../../bot/channel/book';
import { createNotifier } from '../../bot/channel/notifier';
import type { Notifier } from '../../bot/channel/notifier';
import { makeCard } from '../../bot/cards/card';

interface Got {
  readonly method: string;
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
}

let channel: Server;
let url: string;
let got: Got[];
let status: number;
let notifier: Notifier;

const CARD = makeCard({ spoken: 'Ready', body: [] });
const BOOK: Book = {
  add: () => Promise.resolve(true),
  remove: () => Promise.resolve(true),
  list: () => Promise.resolve({ data: [] }),
};

beforeAll(async () => {
  channel = createServer((request, response) => {
    void readBody(request).then((body) => {
      got.push({ method: request.method ?? '', path: request.url ?? '', body });
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(status < 300 ? '{"id":"1"}' : '{"error":{"code":"Refused","message":"no"}}');
    });
  });
  await new Promise<void>((resolve) => channel.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(channel.address() as AddressInfo).port}`;
  const adapter = createAdapter({ bot: null, cloud: 'global' });
  notifier = createNotifier(adapter, BOOK, '');
});
afterAll(() => {
  channel.closeAllConnections();
  return new Promise((resolve) => channel.close(resolve));
});
beforeEach(() => {
  [got, status] = [[], 200];
});

async function readBody(request: IncomingMessage): Promise<Got['body']> {
  return JSON.parse((await text(request)) || '{}') as Got['body'];
}

const reference = () => ({
  channelId: 'msteams',
  serviceUrl: url,
  conversation: { id: 'a:juniper', conversationType: 'personal', tenantId: 'meadow' },
  user: { id: '29:juniper', name: 'Juniper', aadObjectId: 'juniper' },
  bot: { id: '28:bot', name: 'Presence Link' },
});

const lines = () => got.map(({ method, path }) => `${method} ${decodeURIComponent(path)}`);

test('[BT9] a post is one message of the chat, with a summary for where there is no room', async () => {
  expect(await notifier.send(reference(), CARD)).toEqual({ kind: 'sent' });
  expect(lines()).toEqual([
    expect.stringMatching(/^POST \/v3\/conversations\/a:juniper\/activities(\/[\w-]+)?$/),
  ]);
  expect(got[0]?.body).toMatchObject({ type: 'message', summary: 'Ready' });
});

test('[BT7] a change goes to the card it names and posts nothing', async () => {
  expect(await notifier.change(reference(), 'card-7', CARD)).toEqual({ kind: 'sent' });
  expect(lines()).toEqual(['PUT /v3/conversations/a:juniper/activities/card-7']);
  expect(got[0]?.body).toMatchObject({ type: 'message', summary: 'Ready' });
});

test.each([403, 404])('[BT7] a card whose channel answers %i is given up', async (refused) => {
  status = refused;
  const answer = await notifier.change(reference(), 'card-7', CARD);
  expect(answer).toEqual({ kind: 'gone', reason: `${refused} Refused` });
  // The adapter's own handler would have told the person.
  expect(got).toHaveLength(1);
});
