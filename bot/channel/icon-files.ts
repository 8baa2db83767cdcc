/** The cards' signs, served to whoever renders a card. They say nothing about anybody. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HostRoute } from '../answer-writer';
import { ICON_NAMES } from '../cards/icons';

const FOLDER = join(__dirname, '..', 'icons');
const DAY_S = 86_400;

/** Reads the files once; rejects at start where one is missing. */
export function createIconRoutes(): readonly HostRoute[] {
  return ICON_NAMES.map((name) => {
    const body = readFileSync(join(FOLDER, `${name}.png`));
    const headers = {
      'content-type': 'image/png',
      'cache-control': `public, max-age=${DAY_S}`,
      'cross-origin-resource-policy': 'cross-origin',
    };
    return {
      method: 'GET' as const,
      path: `/bot/icons/${name}.png`,
      maxBytes: 0,
      door: () => Promise.resolve({ status: 200, headers, body }),
    };
  });
}
