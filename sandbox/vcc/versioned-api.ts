import { replyJson } from '../http/message';
import type { Ask, Reply } from '../http/message';
import { acceptedVersion } from './accept-version';

/** Version check of the Agents, Webhooks and Availability APIs: only v1 exists (2.6). */
export function checkVersion1(ask: Ask): Reply | undefined {
  const version = acceptedVersion(ask);
  if (version === 1) return undefined;
  if (version === undefined) {
    return refuse('ApiVersionUnspecified', 'An API version is required, but was not specified.');
  }
  return refuse(
    'UnsupportedApiVersion',
    `The HTTP resource that matches the request URI '${uriOf(ask)}' does not support the API version '${version}'.`,
  );
}

function refuse(code: string, message: string): Reply {
  return replyJson(400, { error: { code, message } });
}

function uriOf(ask: Ask): string {
  const query = ask.query.toString();
  return `http://${ask.headers.host ?? ''}${ask.path}${query === '' ? '' : `?${query}`}`;
}
