import { ADMIN, AGENT, joinJuniper, openDesk } from './rig';
import type { DeskRig } from './rig';

const LOUD = { posts: 'changes', language: 'fr' } as const;
const USUAL = { posts: 'problems', language: null };

let rig: DeskRig;

beforeAll(async () => void (rig = await openDesk()));
afterEach(() => rig.clear());
afterAll(() => rig.close());

test('[TB8] keeps what a linked person chose, and nobody else’s', async () => {
  await joinJuniper(rig);
  expect(await rig.desk.getPreferences(AGENT)).toEqual(USUAL);
  expect(await rig.desk.putPreferences(AGENT, LOUD)).toEqual(LOUD);
  await rig.desk.putPreferences(AGENT, { ...LOUD, language: null });
  expect(await rig.desk.getPreferences(AGENT)).toEqual({ ...LOUD, language: null });
  expect(await rig.desk.getPreferences(ADMIN)).toEqual(USUAL);
});

test('[TB8] forgets it with the link, however that goes', async () => {
  const { linkId } = await joinJuniper(rig);
  await rig.desk.putPreferences(AGENT, LOUD);
  await rig.store.links.remove(linkId);
  expect(await rig.desk.getPreferences(AGENT)).toEqual(USUAL);
});

test('[TB8] keeps nothing of somebody without a link', async () => {
  await expect(rig.desk.putPreferences(AGENT, LOUD)).rejects.toMatchObject({ code: 'not-linked' });
  expect(await rig.desk.getPreferences(AGENT)).toEqual(USUAL);
});
