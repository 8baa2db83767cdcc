/** Links of cards into the tab, read by the tab's own router. */
import { readFileSync } from 'node:fs';
import { createTabUrl } from '../../bot/bot';
import { readPage } from '../../tab/pages/routes';
import type { Route } from '../../tab/pages/routes';
import type { LinkedPage } from '../../bot/converse/ports';

const APP = '7d1c5a52-0b7e-4c1f-9a36-52f0c8e4b9d1';
const tabUrl = createTabUrl({ teamsAppId: APP });

const PAGES: readonly (readonly [LinkedPage, Route])[] = [
  ['explain/17', { page: 'explain', recordId: '17' }],
  ['admin', { page: 'admin' }],
];

/** What the host hands to the tab of a deep link. */
function subPageOf(url: string): string {
  const context = new URL(url).searchParams.get('context') ?? '{}';
  return (JSON.parse(context) as { readonly subEntityId: string }).subEntityId;
}

test.each(PAGES)('[BT6] the link to %s opens that page of the tab', (page, route) => {
  expect(readPage(subPageOf(tabUrl(page) ?? ''))).toEqual(route);
});

test('[BT6] links name the app, and the tab as the manifest has it', () => {
  const manifest = JSON.parse(readFileSync('appPackage/manifest.json', 'utf8')) as {
    readonly staticTabs: readonly { readonly entityId: string }[];
  };
  const [, kind, app, tab] = new URL(tabUrl('admin') ?? '').pathname.split('/').slice(1);
  expect({ kind, app }).toEqual({ kind: 'entity', app: APP });
  expect(manifest.staticTabs.map(({ entityId }) => entityId)).toContain(tab);
});

test('[BT6] without the id of the app there are no links', () => {
  expect(createTabUrl({ teamsAppId: null })('admin')).toBeNull();
});
