import { isGuid } from '../call';

const ONE = /^\/?communications\/presences\/([0-9a-f-]{36})$/i;
const ONE_KEY = /^\/?communications\/presences\('([0-9a-f-]{36})'\)$/i;
const MANY = /^\/?communications\/presences\?\$filter=id in \(([^)]*)\)$/i;
const MAX_IDS = 650;

/** Ids (lower case) that a presence subscription watches; undefined when not such a resource (4.2). */
export function watchedIds(resource: string): readonly string[] | undefined {
  const one = (ONE.exec(resource) ?? ONE_KEY.exec(resource))?.[1];
  if (one !== undefined) return [one.toLowerCase()];
  const list = MANY.exec(resource.replaceAll('+', ' ').replaceAll('%20', ' '))?.[1];
  if (list === undefined) return undefined;
  const ids = list.split(',').map((quoted) => /^'([^']+)'$/.exec(quoted.trim())?.[1] ?? '');
  const isGood = ids.length <= MAX_IDS && ids.every(isGuid);
  return isGood ? ids.map((id) => id.toLowerCase()) : undefined;
}
