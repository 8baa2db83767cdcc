import { Agent, request } from 'undici';

export interface Post {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly signal: AbortSignal;
}

export interface Sender {
  /** Status of the answer; throws when there is none. Redirects are not followed. */
  post(post: Post): Promise<number>;
  close(): Promise<void>;
}

/** Real HTTP with connections of its own. Time limits are the caller's, on the sandbox's clock. */
export function createSender(): Sender {
  const dispatcher = new Agent({ headersTimeout: 0, bodyTimeout: 0, connections: 128 });
  return {
    async post({ url, ...rest }) {
      const answer = await request(url, { ...rest, method: 'POST', dispatcher });
      await answer.body.dump();
      return answer.statusCode;
    },
    close: () => dispatcher.destroy(),
  };
}
