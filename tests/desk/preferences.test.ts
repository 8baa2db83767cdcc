import { etagOf } from '../../src/desk/etag';
import { ADMIN, AGENT, joinJuniper, openDesk } from './rig';
import type { DeskRig } from './rig';

const LOUD = { posts: 'changes', language: 'fr' } as const;
const QUIET = { posts: 'nothing', language: 'ja' } as const;
const USUAL = { posts: 'problems', language: null };

let rig: DeskRig;

beforeAll(async () => void (rig = await openDesk()));
afterEach(() => rig.clear());
afterAll(() => rig.close());

test('[TB8] keeps what a linked person chose, and nobody else’s', async () => {
  await joinJuniper(rig);
  expect(await rig.desk.getPreferences(AGENT)).toEqual(USUAL);
  expect(await rig.desk.changePreferences(AGENT, LOUD)).toEqual(LOUD);
  await rig.desk.changePreferences(AGENT, { ...LOUD, language: null });
  expect(await rig.desk.getPreferences(AGENT)).toEqual({ ...LOUD, language: null });
  expect(await rig.desk.getPreferences(ADMIN)).toEqual(USUAL);
});

test('[TB8] a change of one thing leaves what the other page chose at the same time', async () => {
  await joinJuniper(rig);
  const { desk } = rig;
  expect(await desk.changePreferences(AGENT, { language: 'fr' })).toEqual({
    ...USUAL,
    language: 'fr',
  });
  const both = [{ posts: 'changes' as const }, { language: null }, { posts: 'nothing' as const }];
  await Promise.all(both.slice(0, 2).map((one) => desk.changePreferences(AGENT, one)));
  expect(await desk.getPreferences(AGENT)).toEqual({ posts: 'changes', language: null });
  await desk.changePreferences(AGENT, { language: 'ja' });
  expect(await desk.changePreferences(AGENT, { posts: 'nothing' })).toEqual(QUIET);
});

test('[TB8] forgets it with the link, however that goes', async () => {
  const { linkId } = await joinJuniper(rig);
  await rig.desk.changePreferences(AGENT, LOUD);
  await rig.store.links.remove(linkId);
  expect(await rig.desk.getPreferences(AGENT)).toEqual(USUAL);
});

test('[TB8] keeps nothing of somebody without a link', async () => {
  await expect(rig.desk.changePreferences(AGENT, LOUD)).rejects.toMatchObject({
    code: 'not-linked',
  });
  expect(await rig.desk.getPreferences(AGENT)).toEqual(USUAL);
});

describe('edits that name what they were made on', () => {
  const edit = (value: typeof LOUD | typeof QUIET, ifMatch?: string) =>
    rig.desk.editPreferences(AGENT, { value, ifMatch });

  test('[TB8] takes the version that stands, and refuses every other', async () => {
    await joinJuniper(rig);
    const first = etagOf(await rig.desk.getPreferences(AGENT));
    expect(await edit(LOUD, first)).toEqual(LOUD);
    await expect(edit(QUIET, first)).rejects.toMatchObject({ code: 'edited-meanwhile' });
    expect(await rig.desk.getPreferences(AGENT)).toEqual(LOUD);
    expect(await edit(QUIET, etagOf(LOUD))).toEqual(QUIET);
    expect(await edit(LOUD, '*')).toEqual(LOUD);
  });

  test('[TB8] one of many made on the same version at the same time is taken', async () => {
    await joinJuniper(rig);
    for (const from of [USUAL, LOUD]) {
      if (from === LOUD) await rig.desk.changePreferences(AGENT, LOUD);
      const all = Array.from({ length: 6 }, () => edit(QUIET, etagOf(from)));
      const ends = await Promise.allSettled(all);
      const refused = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason] : []));
      // Who reads after the first has written the same is told so too.
      expect(refused).toHaveLength(5);
      for (const error of refused) expect(error).toMatchObject({ code: 'edited-meanwhile' });
    }
  });

  test('[TB8] asks for the version, and for a link before that', async () => {
    await expect(edit(LOUD, '*')).rejects.toMatchObject({ code: 'not-linked' });
    await joinJuniper(rig);
    await expect(edit(LOUD)).rejects.toMatchObject({ code: 'if-match-required' });
    expect(await rig.desk.getPreferences(AGENT)).toEqual(USUAL);
  });
});
