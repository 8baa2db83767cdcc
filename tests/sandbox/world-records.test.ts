import type { FeedStatus, Figures } from '../../sandbox/world/contract';
import type { EngineRecord } from '../../sandbox/world/record';
import { openPage } from './world-client';
import type { PageClient } from './world-client';
import { LINK_ID, droppedRecord, wroteRecord } from './world-fixture';
import { START, startSetting } from './world-setting';
import type { Setting } from './world-setting';

let setting: Setting | undefined;
let pages: PageClient[] = [];

afterEach(async () => {
  pages.forEach((page) => page.close());
  pages = [];
  await setting?.close();
  setting = undefined;
});

async function start(options: Parameters<typeof startSetting>[0] = {}): Promise<Setting> {
  setting = await startSetting(options);
  return setting;
}

async function open(url: string, person?: string): Promise<PageClient> {
  const page = await openPage(url, person);
  pages.push(page);
  return page;
}

const isMode = (mode: FeedStatus['mode']) => (status: FeedStatus) => status.mode === mode;
const hasRecord = (id: unknown) => (records: readonly EngineRecord[]) =>
  records.some((record) => record.id === id);

describe('what the engine saw and did', () => {
  it('comes over the event stream of the product, with the token kept on the server', async () => {
    const { url, engine } = await start();
    const page = await open(url);
    await page.until<FeedStatus>('engine', isMode('live'));
    const record = wroteRecord(START);
    engine.tell(record);
    const told = await page.until('records', hasRecord(record['id']));
    expect(told.at(-1)).toEqual(record);
    expect(
      engine.asked.every(({ authorization }) => authorization === 'Bearer sandbox-admin'),
    ).toBe(true);
    expect(JSON.stringify(told)).not.toContain('sandbox-admin');
  });

  it('starts with what happened before the page was opened', async () => {
    const { url, engine } = await start();
    const record = wroteRecord(START);
    engine.tell(record);
    const page = await open(url);
    expect(await page.until('records', hasRecord(record['id']))).toHaveLength(1);
    const second = await open(url);
    expect(await second.until('records', hasRecord(record['id']))).toHaveLength(1);
  });

  it('is polled, each time after the last record, where there is no event stream', async () => {
    const { url, engine } = await start({ isStreaming: false });
    const page = await open(url);
    await page.until<FeedStatus>('engine', isMode('polling'));
    const first = wroteRecord(START);
    engine.tell(first);
    await page.until('records', hasRecord(first['id']));
    const second = droppedRecord(START + 1000);
    engine.tell(second);
    await page.until('records', hasRecord(second['id']));
    const path = `/api/v1/links/${LINK_ID}/records`;
    expect(engine.asked.map((ask) => ask.url)).toContain(
      `${path}?limit=200&after=${String(first['id'])}`,
    );
  });

  it('goes on by polling when the stream breaks, and loses no record', async () => {
    const { url, engine } = await start();
    const page = await open(url);
    await page.until<FeedStatus>('engine', isMode('live'));
    engine.offerStream(false);
    const record = wroteRecord(START);
    engine.tell(record);
    await page.until('records', hasRecord(record['id']));
  });

  it('says so when the product refuses, and comes back by itself', async () => {
    const { url, engine } = await start();
    engine.fail(503);
    const page = await open(url);
    const { sentence } = await page.until<FeedStatus>('engine', isMode('down'));
    expect(sentence).toBe('The product gives no records: it answers 503. Trying again.');
    engine.fail(undefined);
    const record = wroteRecord(START);
    engine.tell(record);
    await page.until('records', hasRecord(record['id']));
  });

  it('reads nothing of links nobody looks at', async () => {
    const { url, engine } = await start();
    const page = await open(url, 'basil-thornwick');
    const { sentence } = await page.until<FeedStatus>('engine', isMode('none'));
    expect(sentence).toBe('Not linked, so the product has nothing to tell.');
    expect(engine.asked.some((ask) => ask.url.includes('/records'))).toBe(false);
  });

  it('begins as soon as the person is linked, with the page open', async () => {
    const { url, engine, links } = await start();
    const page = await open(url, 'fennel-marsh');
    await page.until<FeedStatus>('engine', isMode('none'));
    const record = wroteRecord(START, { linkId: 'made-later' });
    engine.tell(record);
    links.set('fennel-marsh', 'made-later');
    await page.until('records', hasRecord(record['id']));
  });

  it('says in a sentence that no product is connected', async () => {
    const { url } = await start({ withEngine: false });
    const page = await open(url);
    const { sentence } = await page.until<FeedStatus>('engine', isMode('none'));
    expect(sentence).toBe('No product is connected, so there is nothing to see here.');
  });

  it('leaves out what is no record and survives it', async () => {
    const { url, engine } = await start();
    const page = await open(url);
    await page.until<FeedStatus>('engine', isMode('live'));
    engine.tell({ linkId: LINK_ID, title: 7, seen: 'none' });
    const record = wroteRecord(START, { rules: 'WW2', seen: [null, 4] });
    engine.tell(record);
    const told = await page.until('records', hasRecord(record['id']));
    expect(told.at(-1)).toMatchObject({ rules: [], seen: [] });
  });
});

describe('the figures under the records', () => {
  it('measure the last loop from the change itself and count the writes of this session', async () => {
    const { url, engine } = await start();
    const page = await open(url);
    await page.until<FeedStatus>('engine', isMode('live'));
    engine.tell(wroteRecord(START - 60_000));
    engine.tell(wroteRecord(START + 1000));
    engine.tell(droppedRecord(START + 2000));
    const figures = await page.until<Figures>('figures', ({ writes }) => writes > 0);
    expect(figures).toMatchObject({ lastLoopMs: 600, writes: 1, sessionMs: 0 });
  });

  it('count what Graph was asked in the window of its budget', async () => {
    const { url, graph, clock } = await start();
    const page = await open(url);
    await fetch(`${graph.url}/v1.0/users`);
    const { budget } = await page.until<Figures>('figures', (told) => told.budget?.used === 1);
    expect(budget).toEqual({ used: 1, ...{ allowed: 1500, windowMs: 30_000 } });
    await clock.advance(31_000);
    await page.until<Figures>('figures', (told) => told.sessionMs > 0 && told.budget?.used === 0);
  });
});
