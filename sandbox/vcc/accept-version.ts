import type { Ask } from '../http/message';

/** Version of `Accept: application/vnd.newvoicemedia.v3+json`; undefined when it names none. */
export function acceptedVersion(ask: Ask): number | undefined {
  const found = /application\/vnd\.newvoicemedia\.v(\d+)\+json/i.exec(ask.headers.accept ?? '');
  return found ? Number(found[1]) : undefined;
}
