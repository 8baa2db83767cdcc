/** `POST /api/messages`, as a route like any other. */
import type { Activity, TurnContext } from 'botbuilder';
import { z } from 'zod';
import { isLoopback } from '../../src/config/loopback';
import type { DoorAnswer, DoorRequest, HostRoute } from '../answer-writer';
import type { ChannelAdapter } from './adapter';

export interface MessagesDoorOptions {
  readonly adapter: Pick<ChannelAdapter, 'receive'>;
  /** Without a registration nobody is verified, so only this machine is let in (BT1). */
  readonly isAnonymous: boolean;
  readonly turn: (context: TurnContext) => Promise<void>;
  readonly onFailure: (error: unknown) => void;
}

const MAX_BYTES = 256 * 1024;

const bodyShape = z.looseObject({
  type: z.string().min(1).max(100),
  serviceUrl: z.url({ protocol: /^https?$/ }).max(500),
});

export function createMessagesRoute(options: MessagesDoorOptions): HostRoute {
  return {
    method: 'POST',
    path: '/api/messages',
    maxBytes: MAX_BYTES,
    door: (request) => receive(options, request),
  };
}

async function receive(options: MessagesDoorOptions, request: DoorRequest): Promise<DoorAnswer> {
  if (request.rawBody.length > MAX_BYTES) return problem('body-too-large', 413);
  if (!isJson(request)) return problem('media-type', 415);
  const body = bodyShape.safeParse(parse(request.rawBody));
  if (!body.success) return problem('not-an-activity', 400);
  if (options.isAnonymous && !isOfThisMachine(request, body.data.serviceUrl)) {
    return problem('local-only', 403);
  }
  return run(options, request, body.data as unknown as Activity);
}

async function run(
  { adapter, turn, onFailure }: MessagesDoorOptions,
  request: DoorRequest,
  activity: Activity,
): Promise<DoorAnswer> {
  let hasBegun = false;
  try {
    const answer = await adapter.receive(
      request.headers['authorization'] ?? '',
      activity,
      async (context) => {
        hasBegun = true;
        await turn(context);
      },
    );
    return answer ? json(answer.status, answer.body ?? {}) : json(200, {});
  } catch (error) {
    // Whoever is not believed learns nothing of why.
    if (!hasBegun) return problem('not-authenticated', 401);
    onFailure(error);
    return problem('internal', 500);
  }
}

/** What a proxy or a tunnel adds to what it hands on. It may well write our own name into `Host`. */
const HANDED_ON = [
  'forwarded',
  'via',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
] as const;

/** A page of some site in a browser on this machine is not this machine, nor is who comes by a tunnel. */
function isOfThisMachine(request: DoorRequest, serviceUrl: string): boolean {
  if (HANDED_ON.some((name) => request.headers[name] !== undefined)) return false;
  const host = request.headers['host'] ?? '';
  return isLoopback(serviceUrl) && isLoopback(`http://${host}`);
}

function isJson({ headers }: DoorRequest): boolean {
  const type = (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  return type === 'application/json';
}

function parse(rawBody: Buffer): unknown {
  try {
    return JSON.parse(rawBody.toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}

const TITLES = {
  'body-too-large': 'The body is larger than this service takes.',
  'media-type': 'The body must be JSON (application/json).',
  'not-an-activity': 'The body is no activity of a channel.',
  'local-only': 'Without a bot registration only this machine is answered.',
  'not-authenticated': 'The sender is not known to the channel.',
  internal: 'Something went wrong here. It was noted.',
};

function problem(code: keyof typeof TITLES, status: number): DoorAnswer {
  const type = `urn:presence-link:problem:${code}`;
  const body = { type, title: TITLES[code], status, code };
  return json(status, body, 'application/problem+json');
}

function json(status: number, value: unknown, type = 'application/json'): DoorAnswer {
  const headers = { 'content-type': `${type}; charset=utf-8` };
  return { status, headers, body: JSON.stringify(value) };
}
