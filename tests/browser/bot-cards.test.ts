import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { Card } from '../../bot/cards/card';
import { ICON_NAMES } from '../../bot/cards/icons';
import { LANGUAGES } from '../../bot/understand/command';
import { makeSamples } from '../bot/cards/samples';
import { startChromium } from './chromium';

const PICTURES = join(process.cwd(), 'build', 'bot');
const ICONS = join(process.cwd(), 'bot', 'icons');
const PACKAGE = join(process.cwd(), 'node_modules', 'adaptivecards', 'dist', 'adaptivecards.js');
const PUBLIC_URL = 'https://link.meadowbank.example';

/** Narrow as on a phone, wide as on a desktop. */
const WIDTHS = [292, 464] as const;
const THEMES = ['light', 'dark'] as const;

let browser: Browser;
let page: Page;

beforeAll(async () => {
  mkdirSync(PICTURES, { recursive: true });
  browser = await startChromium();
  page = await browser.newPage({ viewport: { width: 1000, height: 800 } });
  await page.route(`${PUBLIC_URL}/**`, (route) => {
    const name = new URL(route.request().url()).pathname.split('/').at(-1) ?? '';
    return route.fulfill({ contentType: 'image/png', body: readFileSync(join(ICONS, name)) });
  });
  await page.setContent(PAGE);
  await page.addScriptTag({ path: PACKAGE });
  await page.addScriptTag({ content: RENDER });
}, 60_000);

afterAll(() => browser.close());

/** Looks like a chat of Teams: enough to see how a card falls into its width. */
const PAGE = `<!doctype html><html><head><style>
  body { margin: 0; font: 14px 'Segoe UI', 'Open Sans', sans-serif; }
  body.light { background: #f5f5f5; color: #242424; } body.dark { background: #1f1f1f; color: #fff; }
  #all { display: grid; gap: 16px; padding: 16px; align-items: start; }
  .card { border-radius: 8px; overflow: hidden; box-shadow: 0 1px 2px #0003; padding: 4px 0; }
  .light .card { background: #fff; } .dark .card { background: #292929; }
  .ac-actionSet { flex-wrap: wrap; row-gap: 8px; }
  .ac-pushButton { font: 600 14px 'Segoe UI', 'Open Sans', sans-serif; padding: 6px 12px; border-radius: 4px;
    border: 1px solid #d1d1d1; background: transparent; color: inherit; }
  .dark .ac-pushButton { border-color: #666; }
  .ac-pushButton.style-positive { background: #5b5fc7; border-color: #5b5fc7; color: #fff; }
</style></head><body><div id="all"></div></body></html>`;

const RENDER = `
  window.renderAll = (cards, { width, theme }) => {
    const isDark = theme === 'dark';
    const colours = (text) => ({ default: { default: text, subtle: isDark ? '#adadad' : '#616161' } });
    const container = (background) => ({ backgroundColor: background, foregroundColors: colours(isDark ? '#fff' : '#242424') });
    const config = new AdaptiveCards.HostConfig({
      fontFamily: "'Segoe UI', 'Open Sans', sans-serif",
      fontSizes: { small: 12, default: 14, medium: 16, large: 20, extraLarge: 24 },
      fontWeights: { lighter: 200, default: 400, bolder: 600 },
      spacing: { small: 8, default: 8, medium: 12, large: 20, extraLarge: 30, padding: 16 },
      separator: { lineThickness: 1, lineColor: isDark ? '#525252' : '#e0e0e0' },
      containerStyles: {
        default: container(isDark ? '#292929' : '#ffffff'),
        emphasis: container(isDark ? '#1f1f1f' : '#f5f5f5'),
      },
      actions: { maxActions: 6, spacing: 'medium', buttonSpacing: 8, actionsOrientation: width < 400 ? 'vertical' : 'horizontal', actionAlignment: width < 400 ? 'stretch' : 'left' },
    });
    document.body.className = theme;
    const all = document.getElementById('all');
    all.style.gridTemplateColumns = 'repeat(auto-fill, ' + width + 'px)';
    all.replaceChildren(...Object.entries(cards).map(([name, json]) => {
      const card = new AdaptiveCards.AdaptiveCard();
      card.hostConfig = config;
      card.parse(json);
      const box = document.createElement('div');
      box.className = 'card';
      box.style.width = width + 'px';
      box.dataset.name = name;
      box.append(card.render());
      return box;
    }));
    const cut = (box) => [...box.querySelectorAll('*')].some((one) =>
      one.getBoundingClientRect().right > box.getBoundingClientRect().right + 1);
    return [...all.children].filter((box) => box.scrollWidth > box.clientWidth || cut(box)).map((box) => box.dataset.name);
  };`;

async function render(
  cards: Readonly<Record<string, Card>>,
  look: { readonly width: number; readonly theme: string },
): Promise<string[]> {
  const wide = await page.evaluate<string[]>(
    `window.renderAll(${JSON.stringify(cards)}, ${JSON.stringify(look)})`,
  );
  await page.waitForLoadState('networkidle');
  return wide;
}

describe.each(LANGUAGES)('cards in %s, rendered', (language) => {
  test.each(WIDTHS)('[BT6] nothing is cut off at %i pixels', async (width) => {
    const cards = await makeSamples(language, PUBLIC_URL);
    for (const theme of THEMES) {
      expect(await render(cards, { width, theme })).toEqual([]);
      await page.screenshot({
        path: join(PICTURES, `cards-${language}-${width}-${theme}.png`),
        fullPage: true,
      });
    }
  });
});

test('[BT6] every sign is there and is a picture twice the size it is shown in', async () => {
  for (const name of ICON_NAMES) {
    const size = await page.evaluate<number[]>(
      `new Promise((resolve) => { const image = new Image();
        image.onload = () => resolve([image.naturalWidth, image.naturalHeight]);
        image.onerror = () => resolve([0, 0]);
        image.src = ${JSON.stringify(`${PUBLIC_URL}/bot/icons/${name}.png`)}; })`,
    );
    expect([name, ...size]).toEqual([name, 40, 40]);
  }
});
