/** Many chats at once: from a message to its answer at the channel, and that each gets exactly one. */
import { createServer, request } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

const CHATS = 200;
const ROUNDS = 5;
const PATIENCE_MS = 20_000;
const LATE_MS = 500;

export interface TalkResult {
  /** Sorted, in milliseconds. */
  readonly latencies: readonly number[];
  readonly lost: number;
  readonly doubled: number;
}

export interface TalkTarget {
  readonly url: string;
  readonly tenantId: string;
  readonly personIds: readonly string[];
  readonly said: string;
}

type Listener = (conversationId: string) => void;

/** Each of the chats sends again as soon as it has its answer. */
export async function talk(target: TalkTarget): Promise<TalkResult> {
  let listener: Listener = () => undefined;
  const channel = await startChannel((conversationId) => listener(conversationId));
  const answers = new Map<string, number>();
  const waiting = new Map<string, () => void>();
  listener = (conversationId) => {
    answers.set(conversationId, (answers.get(conversationId) ?? 0) + 1);
    waiting.get(conversationId)?.();
  };
  const latencies: number[] = [];
  let lost = 0;
  const chat = async (personId: string): Promise<void> => {
    const id = `a:${personId}`;
    for (let round = 0; round < ROUNDS; round += 1) {
      const startedAt = performance.now();
      const answered = new Promise<boolean>((resolve) => {
        const timer = setTimeout(() => resolve(false), PATIENCE_MS);
        waiting.set(id, () => {
          clearTimeout(timer);
          resolve(true);
        });
      });
      await send(target, channel.url, personId);
      if (await answered) latencies.push(performance.now() - startedAt);
      else lost += 1;
    }
  };
  const chats = target.personIds.slice(0, CHATS);
  await Promise.all(chats.map(chat));
  // A second answer may come after the first.
  await new Promise((resolve) => setTimeout(resolve, LATE_MS));
  await channel.close();
  const given = [...answers.values()].reduce((sum, count) => sum + count, 0);
  const doubled = given - latencies.length;
  return { latencies: latencies.sort((one, other) => one - other), lost, doubled };
}

async function send({ url, tenantId, said }: TalkTarget, serviceUrl: string, personId: string) {
  const activity = {
    type: 'message',
    id: `m${performance.now()}`,
    text: said,
    channelId: 'msteams',
    serviceUrl,
    locale: 'en-GB',
    localTimezone: 'Europe/Berlin',
    conversation: { id: `a:${personId}`, conversationType: 'personal', tenantId },
    channelData: { tenant: { id: tenantId } },
    from: { id: `29:${personId}`, name: 'Clover', aadObjectId: personId },
    recipient: { id: '28:bot', name: 'Presence Link' },
  };
  const status = await post(`${url}/api/messages`, JSON.stringify(activity));
  if (status !== 200) throw new Error(`A message was answered ${status}.`);
}

/** Each on a connection of its own: one that is kept may be closed by a busy program just then. */
function post(url: string, body: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    };
    const asked = request(url, { method: 'POST', agent: false, headers }, (answer) => {
      answer.resume();
      answer.once('end', () => resolve(answer.statusCode ?? 0));
    });
    asked.once('error', reject);
    asked.end(body);
  });
}

interface Channel {
  readonly url: string;
  close(): Promise<void>;
}

async function startChannel(onMessage: Listener): Promise<Channel> {
  const server: Server = createServer((incoming, response) => {
    void take(incoming, onMessage).then(() => {
      response.setHeader('content-type', 'application/json');
      response.end('{"id":"1"}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function take(incoming: IncomingMessage, onMessage: Listener): Promise<void> {
  const id = /conversations\/([^/]+)\/activities/.exec(incoming.url ?? '')?.[1];
  const { type } = JSON.parse(await text(incoming)) as { readonly type?: string };
  if (id !== undefined && type === 'message') onMessage(decodeURIComponent(id));
}
