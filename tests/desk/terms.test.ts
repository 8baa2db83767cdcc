import { DEFAULT_MAPPING } from '../../src/core/mapping';
import type { Mapping } from '../../src/core/mapping';
import { MINUTE } from '../../src/core/time';
import { etagOf } from '../../src/desk/etag';
import { ADMIN, AGENT, DEFINITIONS, getStored, joinJuniper, openDesk, STRANGER } from './rig';
import type { DeskRig } from './rig';

let rig: DeskRig;
let connectionId: string;
beforeAll(async () => void (rig = await openDesk()));
beforeEach(async () => {
  ({ connectionId } = await joinJuniper(rig));
});
afterEach(() => rig.clear());
afterAll(() => rig.close());

const OFF: Mapping = {
  agentToPresence: { enabled: false, rows: [] },
  presenceToAgent: { enabled: false, rows: [] },
  groups: [{ group: 'Night shift', agentToPresence: { enabled: true } }],
};
const NAP: Mapping = {
  ...DEFAULT_MAPPING,
  agentToPresence: {
    enabled: true,
    rows: [
      { when: { presenceId: 'nap' }, shows: null },
      { when: { category: 'Ready' }, shows: { availability: 'Busy', activity: 'Busy' } },
    ],
  },
};

const put = (value: Mapping, ifMatch = '*') =>
  rig.desk.putMapping(ADMIN, { connectionId, value, ifMatch });

describe('saving a mapping', () => {
  test('[MP5] tells what drifts, with the row, and saves', async () => {
    const shows = { availability: 'Busy', activity: 'Busy' };
    const rows = [{ when: { category: 'Ready' }, shows }] as const;
    const value = { ...DEFAULT_MAPPING, agentToPresence: { enabled: true, rows } };
    const { mapping, warnings } = await put(value);
    expect(mapping).toEqual(value);
    expect(warnings).toContainEqual(
      expect.objectContaining({
        code: 'drift',
        direction: 'agentToPresence',
        row: 1,
        steps: ['Ready', 'Busy', 'Extended Away'],
        asDelivered: false,
      }),
    );
  });

  test('[MP4] keeps overrides of groups, audits who, when, before and after, and wakes nobody', async () => {
    rig.woken.length = 0;
    await put(OFF);
    expect((await getStored(rig, connectionId)).mapping).toEqual(OFF);
    expect(await rig.desk.getMapping(ADMIN, connectionId)).toEqual(OFF);
    const [line] = await rig.desk.listAudit(ADMIN, 1);
    expect(line).toEqual({
      at: rig.clock.now(),
      connectionId,
      who: 'person:basil',
      what: 'mapping-changed',
      before: DEFAULT_MAPPING,
      after: OFF,
    });
    expect(rig.woken).toEqual([]);
  });

  test('[MP5] names the row of each reason when it refuses', async () => {
    await expect(put(NAP)).rejects.toMatchObject({
      code: 'mapping-refused',
      more: {
        detail: 'Row 1 of VCC to Teams: the account has no state with the id nap.',
        errors: [{ code: 'no-definition', direction: 'agentToPresence', group: null, row: 1 }],
      },
    });
    expect((await getStored(rig, connectionId)).mapping).toEqual(DEFAULT_MAPPING);
  });

  test('[WV1] asks VCC for its states before it refuses one as missing, once a minute', async () => {
    await rig.clock.advance(2 * MINUTE);
    const nap = { presenceId: 'nap', category: 'Away', name: 'Nap', selectable: true } as const;
    rig.outside.definitions = [...DEFINITIONS, nap];
    expect((await put(NAP)).mapping).toEqual(NAP);
    expect((await getStored(rig, connectionId)).definitions).toContainEqual(nap);
    rig.outside.definitions = [];
    const doze = { when: { presenceId: 'doze' }, shows: null };
    const rows = [...NAP.agentToPresence.rows, doze];
    const next = { ...NAP, agentToPresence: { enabled: true, rows } };
    await expect(put(next)).rejects.toMatchObject({ more: { errors: [{ row: 3 }] } });
  });

  test('[MP5] refuses by what is known where VCC does not answer', async () => {
    await rig.clock.advance(2 * MINUTE);
    rig.outside.fail.definitions = { kind: 'retry', status: 503, reason: 'away' };
    await expect(put(NAP)).rejects.toMatchObject({ code: 'mapping-refused' });
  });
});

describe('checking a mapping', () => {
  const check = (value: Mapping) => rig.desk.checkMapping(ADMIN, { connectionId, value });

  test('[MP5] says what is wrong and what would drift, and saves nothing', async () => {
    const before = await getStored(rig, connectionId);
    expect(await check(NAP)).toMatchObject({
      errors: [{ row: 1, text: expect.stringContaining('nap') }],
      warnings: expect.arrayContaining([expect.objectContaining({ code: 'drift' })]),
    });
    expect(await getStored(rig, connectionId)).toEqual(before);
    expect(await rig.desk.listAudit(ADMIN, 1)).not.toMatchObject([{ what: 'mapping-changed' }]);
  });

  test('[MP1] has only what is as delivered to say of the defaults', async () => {
    const { errors, warnings } = await check(DEFAULT_MAPPING);
    expect(errors).toEqual([]);
    expect(new Set(warnings.map(({ asDelivered }) => asDelivered))).toEqual(new Set([true]));
  });

  test('is for admins of the tenant', async () => {
    const value = DEFAULT_MAPPING;
    const asked = { connectionId, value };
    await expect(rig.desk.checkMapping(AGENT, asked)).rejects.toMatchObject({ code: 'admin-only' });
    const theirs = rig.desk.checkMapping(STRANGER, asked);
    await expect(theirs).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('restoring the defaults', () => {
  test.each(['agentToPresence', 'presenceToAgent'] as const)(
    '[MP4] of %s leaves the other direction and the groups, and is audited',
    async (direction) => {
      await put(OFF);
      const ifMatch = etagOf(OFF);
      const { mapping } = await rig.desk.restoreMapping(ADMIN, {
        connectionId,
        direction,
        ifMatch,
      });
      expect(mapping).toEqual({ ...OFF, [direction]: DEFAULT_MAPPING[direction] });
      expect((await getStored(rig, connectionId)).mapping).toEqual(mapping);
      const [line] = await rig.desk.listAudit(ADMIN, 1);
      expect(line).toMatchObject({ what: 'mapping-restored', before: OFF, after: mapping });
    },
  );

  test('[MP4] for a group lets it inherit', async () => {
    await put(OFF);
    const ask = { connectionId, direction: 'agentToPresence', group: 'night shift' } as const;
    const { mapping } = await rig.desk.restoreMapping(ADMIN, { ...ask, ifMatch: '*' });
    expect(mapping).toEqual({ ...OFF, groups: [{ group: 'Night shift' }] });
  });

  test('[MP5] warns of what the account lacks of them', async () => {
    await rig.store.connections.edit(connectionId, {
      definitions: DEFINITIONS.filter(({ category }) => category !== 'ExtendedAway'),
    });
    const ask = { connectionId, direction: 'presenceToAgent', ifMatch: '*' } as const;
    const { warnings } = await rig.desk.restoreMapping(ADMIN, ask);
    expect(warnings[0]).toMatchObject({ code: 'no-definition', row: 2 });
  });

  test('of a version somebody else has replaced is refused', async () => {
    const ask = { connectionId, direction: 'agentToPresence' } as const;
    const stale = rig.desk.restoreMapping(ADMIN, { ...ask, ifMatch: etagOf(OFF) });
    await expect(stale).rejects.toMatchObject({ code: 'edited-meanwhile' });
    const blind = rig.desk.restoreMapping(ADMIN, { ...ask, ifMatch: undefined });
    await expect(blind).rejects.toMatchObject({ code: 'if-match-required' });
  });
});
