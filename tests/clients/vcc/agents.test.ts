import { createHandClock, turn } from '../hand-clock';
import { ACCESS, createVccRig, presenceOf } from './rig';
import type { VccRig } from './rig';

let rig: VccRig;

afterEach(() => rig.close());

function idsOf(path: string): readonly string[] {
  const list = new URL(path, 'http://stub').searchParams.get('userId');
  return list?.split(',') ?? [path.split('/').at(-2) ?? ''];
}

function answerAll({ path }: { readonly path: string }) {
  const ids = idsOf(path);
  return {
    body: path.includes('userId=') ? ids.map((id) => presenceOf(id)) : presenceOf(ids[0] ?? ''),
  };
}

describe('reading agents', () => {
  it('asks with version, token and region, and cuts finer times to milliseconds', async () => {
    rig = await createVccRig(answerAll);
    const result = await rig.client.readPresence(ACCESS, 'juniper');
    expect(result).toMatchObject({
      kind: 'ok',
      value: {
        userId: 'juniper',
        state: { presenceId: 'p-lunch', category: 'ExtendedAway', name: 'Lunch' },
        updatedAt: Date.UTC(2026, 10, 23, 9, 49, 5, 946),
      },
    });
    expect(rig.calls()[0]).toMatchObject({
      path: '/emea/api/agents/juniper/presence',
      headers: {
        accept: 'application/vnd.newvoicemedia.v1+json',
        authorization: 'Bearer a-token',
      },
    });
  });

  it('[EC1] spells the id of a definition one way, however VCC writes it', async () => {
    const id = '0A4F6E2B-91C3-4D5E-8F70-1B2C3D4E5F60';
    const presence = { presenceId: id, selectable: true, description: 'Lunch' };
    const category = { categoryType: 'ExtendedAway', description: 'Extended Away' };
    const lunch = { ...presence, category };
    rig = await createVccRig(({ path }) => ({
      body: path.endsWith('definitions')
        ? { presenceDefinitions: [lunch] }
        : { ...presenceOf('juniper'), presence: lunch },
    }));
    expect([
      await rig.client.readPresence(ACCESS, 'juniper'),
      await rig.client.presenceDefinitions(ACCESS),
    ]).toMatchObject([
      { value: { state: { presenceId: id.toLowerCase() } } },
      { value: [{ presenceId: id.toLowerCase() }] },
    ]);
  });

  // The pages show a bare array and a bare object; who wraps them says the same.
  it.each(['value', 'presences', 'items'])('reads presences wrapped in %s', async (name) => {
    rig = await createVccRig(({ path }) => ({
      body: { [name]: idsOf(path).map((id) => presenceOf(id)) },
    }));
    const many = await rig.client.readPresences(ACCESS, ['juniper', 'sage']);
    expect(many.kind === 'ok' && many.value.map(({ userId }) => userId)).toEqual([
      'juniper',
      'sage',
    ]);
    expect(await rig.client.readPresence(ACCESS, 'juniper')).toMatchObject({ kind: 'ok' });
  });

  it('reads a presence wrapped in value, also as the answer to a write', async () => {
    rig = await createVccRig(() => ({ body: { value: presenceOf('juniper') } }));
    expect([
      (await rig.client.readPresence(ACCESS, 'juniper')).kind,
      (await rig.client.setPresence(ACCESS, 'juniper', 'p-lunch')).kind,
    ]).toEqual(['ok', 'ok']);
  });

  it('[WV3] merges reads that come together into requests of fifty', async () => {
    rig = await createVccRig(answerAll);
    const userIds = Array.from({ length: 120 }, (_, index) => `plant-${index}`);
    const results = await Promise.all(userIds.map((id) => rig.client.readPresence(ACCESS, id)));
    expect(results.map((one) => one.kind === 'ok' && one.value.userId)).toEqual(userIds);
    expect(rig.calls().map(({ path }) => idsOf(path).length)).toEqual([50, 50, 20]);
  });

  it('[WV3] lets reads join a batch that still waits for its pace', async () => {
    const clock = createHandClock();
    rig = await createVccRig(answerAll, { clock, budget: { requests: 4, windowMs: 1_000 } });
    await rig.client.readPresence(ACCESS, 'first');
    const early = rig.client.readPresence(ACCESS, 'early');
    while (clock.sleeping() === 0) await turn();
    const late = rig.client.readPresence(ACCESS, 'late');
    await clock.advance(1_000);
    expect([(await early).kind, (await late).kind]).toEqual(['ok', 'ok']);
    expect(rig.calls().map(({ path }) => idsOf(path))).toEqual([['first'], ['early', 'late']]);
  });

  it('asks again by itself for an agent a batch did not answer', async () => {
    rig = await createVccRig(({ path }) =>
      path.includes('userId=') ? { body: [presenceOf('here')] } : { status: 404 },
    );
    const [here, gone] = await Promise.all([
      rig.client.readPresence(ACCESS, 'here'),
      rig.client.readPresence(ACCESS, 'gone'),
    ]);
    expect([here?.kind, gone?.kind]).toEqual(['ok', 'gone']);
  });

  it('does not let one bad id spoil the batch for the others', async () => {
    rig = await createVccRig(({ path }) => {
      if (path.includes('userId=')) return { status: 400, body: { message: 'Invalid.' } };
      return path.includes('bad') ? { status: 400 } : { body: presenceOf('good') };
    });
    const results = await Promise.all(
      ['good', 'bad'].map((id) => rig.client.readPresence(ACCESS, id)),
    );
    expect(results.map(({ kind }) => kind)).toEqual(['ok', 'refused']);
  });

  it('asks once for an agent who is gone', async () => {
    rig = await createVccRig(() => ({ status: 404, body: { message: 'Not found.' } }));
    const result = await rig.client.readPresence(ACCESS, 'gone');
    expect(result).toMatchObject({ kind: 'gone', status: 404 });
    expect(rig.calls()).toHaveLength(1);
  });

  it('leaves out agents nobody asked for and items it cannot read', async () => {
    const body = [presenceOf('STRANGER'), presenceOf('Juniper'), { userId: 'sage' }, 7];
    rig = await createVccRig(() => ({ body }));
    const result = await rig.client.readPresences(ACCESS, ['juniper', 'sage']);
    expect(result).toMatchObject({ kind: 'ok', value: [{ userId: 'juniper' }] });
    expect(result.kind === 'ok' && result.value).toHaveLength(1);
    expect(rig.ignored).toEqual([2]);
  });

  it('reads at most fifty at once', async () => {
    rig = await createVccRig(answerAll);
    const many = Array.from({ length: 51 }, (_, index) => `plant-${index}`);
    await expect(rig.client.readPresences(ACCESS, many)).rejects.toThrow(RangeError);
    expect(await rig.client.readPresences(ACCESS, [])).toMatchObject({ kind: 'ok', value: [] });
    expect(rig.calls()).toHaveLength(0);
  });

  it('reads definitions, with a word it does not know as Unknown', async () => {
    const categories = ['Ready', 'loggedOut', 'Sleeping'];
    const presenceDefinitions = categories.map((categoryType, index) => ({
      presenceId: `p-${index}`,
      selectable: index === 0,
      category: { categoryType, description: '' },
      description: categoryType,
    }));
    rig = await createVccRig(() => ({ body: { presenceDefinitions } }));
    const result = await rig.client.presenceDefinitions(ACCESS);
    expect(result).toMatchObject({
      kind: 'ok',
      value: [
        { presenceId: 'p-0', category: 'Ready', selectable: true },
        { presenceId: 'p-1', category: 'LoggedOut', selectable: false },
        { presenceId: 'p-2', category: 'Unknown', name: 'Sleeping' },
      ],
    });
  });
});

describe('setting a presence', () => {
  it('sends the definition and answers what VCC made of it', async () => {
    rig = await createVccRig(() => ({ body: presenceOf('juniper') }));
    const result = await rig.client.setPresence(ACCESS, 'juniper', 'p-lunch');
    expect(result).toMatchObject({ kind: 'ok', value: { state: { presenceId: 'p-lunch' } } });
    expect(rig.calls()[0]).toMatchObject({ method: 'PATCH', body: '{"presenceId":"p-lunch"}' });
  });

  it('[WV2] names the reason of a refusal', async () => {
    const body = { status: 409, title: 'Conflict', detail: 'The agent is on a call.' };
    rig = await createVccRig(() => ({ status: 409, body }));
    const result = await rig.client.setPresence(ACCESS, 'juniper', 'p-lunch');
    expect(result).toEqual({
      kind: 'refused',
      status: 409,
      reason: 'Conflict: The agent is on a call.',
    });
  });

  it('does not know what came of an answer about somebody else', async () => {
    rig = await createVccRig(() => ({ body: presenceOf('sage') }));
    const result = await rig.client.setPresence(ACCESS, 'juniper', 'p-lunch');
    expect(result).toMatchObject({ kind: 'unknown', reason: 'nonsense' });
  });

  it('fetches another token after 401 and repeats the write', async () => {
    const answers = [{ status: 401, body: { message: 'Authorization has been denied.' } }];
    rig = await createVccRig(() => answers.shift() ?? { body: presenceOf('juniper') });
    const result = await rig.client.setPresence(ACCESS, 'juniper', 'p-lunch');
    expect(result.kind).toBe('ok');
    expect(rig.tokenScopes()).toHaveLength(2);
  });
});
