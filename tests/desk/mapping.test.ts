import { DEFAULT_MAPPING, DEFAULT_POLICIES } from '../../src/core/mapping';
import type { Mapping } from '../../src/core/mapping';
import { etagOf } from '../../src/desk/etag';
import { checkMapping } from '../../src/desk/mapping-check';
import { ADMIN, DEFINITIONS, getStored, NEW_CONNECTION, openDesk } from './rig';
import type { DeskRig } from './rig';

function withRows(rows: {
  agent?: Mapping['agentToPresence']['rows'];
  presence?: Mapping['presenceToAgent']['rows'];
}): Mapping {
  return {
    agentToPresence: { enabled: true, rows: rows.agent ?? [] },
    presenceToAgent: { enabled: true, rows: rows.presence ?? [] },
  };
}

describe('checking a mapping', () => {
  test('[MP1] the defaults can be used', () => {
    expect(checkMapping(DEFAULT_MAPPING, DEFINITIONS).errors).toEqual([]);
  });

  test.each<[string, Mapping, string]>([
    [
      'a state the account does not have',
      withRows({ agent: [{ when: { presenceId: 'nap' }, shows: null }] }),
      'Row 1 of VCC to Teams: the account has no state with the id nap.',
    ],
    [
      'a pair Graph cannot set',
      withRows({
        agent: [
          {
            when: { category: 'Ready' },
            shows: { availability: 'Busy', activity: 'InAMeeting' },
          },
        ],
      }),
      'Row 1 of VCC to Teams: Microsoft Graph cannot set Busy/InAMeeting.',
    ],
    [
      'an unknown target',
      withRows({
        presence: [
          {
            when: { availability: 'Busy' },
            sets: { presenceId: 'nap', category: 'Away', name: 'Nap' },
          },
        ],
      }),
      'Row 1 of Teams to VCC: the account has no state with the id nap.',
    ],
    [
      'a target that cannot be selected',
      withRows({
        presence: [
          {
            when: { availability: 'Offline' },
            sets: { category: 'LoggedOut', name: 'Logged Out' },
          },
        ],
      }),
      'Row 1 of Teams to VCC: the state Logged Out cannot be selected in this account.',
    ],
    [
      'a word Teams does not have',
      withRows({ presence: [{ when: { availability: 'Napping' }, sets: null }] }),
      'Row 1 of Teams to VCC: Napping/* is no presence of Teams.',
    ],
    [
      'the same row twice',
      withRows({
        presence: [
          { when: { availability: 'DoNotDisturb' }, sets: null },
          { when: { availability: 'do not disturb' }, sets: null },
        ],
      }),
      'Row 2 of Teams to VCC: there is a row for DoNotDisturb already.',
    ],
  ])('[MP5] refuses %s with the reason', (_case, mapping, sentence) => {
    const { errors } = checkMapping(mapping, DEFINITIONS);
    expect(errors.map(({ text }) => text)).toEqual([sentence]);
  });
});

describe('editing terms', () => {
  let rig: DeskRig;
  let connectionId: string;
  beforeEach(async () => {
    rig = await openDesk();
    connectionId = (await rig.desk.createConnection(ADMIN, NEW_CONNECTION)).id;
  });
  afterEach(() => rig.close());

  test('[MP4] is audited with before and after, and in force in the store', async () => {
    const value = { ...DEFAULT_POLICIES, flapLimit: 3 };
    const ifMatch = etagOf(await rig.desk.getPolicies(ADMIN, connectionId));
    await rig.desk.putPolicies(ADMIN, { connectionId, value, ifMatch });
    const [line] = await rig.desk.listAudit(ADMIN, 1);
    expect(line).toMatchObject({
      who: 'person:basil',
      what: 'policies-changed',
      before: DEFAULT_POLICIES,
      after: value,
    });
    expect((await getStored(rig, connectionId)).policies).toEqual(value);
    expect(rig.woken).toEqual([]);
  });

  test('of a version somebody else has replaced is refused', async () => {
    const ifMatch = etagOf(await rig.desk.getMapping(ADMIN, connectionId));
    const mine = { ...DEFAULT_MAPPING, agentToPresence: { enabled: false, rows: [] } };
    await rig.desk.putMapping(ADMIN, { connectionId, value: mine, ifMatch });
    const theirs = rig.desk.putMapping(ADMIN, { connectionId, value: DEFAULT_MAPPING, ifMatch });
    await expect(theirs).rejects.toMatchObject({ code: 'edited-meanwhile' });
    expect(await rig.desk.getMapping(ADMIN, connectionId)).toEqual(mine);
  });

  test('does not mind that another part was edited meanwhile', async () => {
    const ifMatch = etagOf(await rig.desk.getMapping(ADMIN, connectionId));
    await rig.store.connections.edit(connectionId, { reason: 'checked' });
    const edit = { connectionId, value: DEFAULT_MAPPING, ifMatch };
    const saved = await rig.desk.putMapping(ADMIN, edit);
    expect(saved.mapping).toEqual(DEFAULT_MAPPING);
  });

  test('without saying which version is refused', async () => {
    const edit = { connectionId, value: DEFAULT_POLICIES, ifMatch: undefined };
    await expect(rig.desk.putPolicies(ADMIN, edit)).rejects.toMatchObject({
      code: 'if-match-required',
    });
  });

  test('[MP5] with a mapping that cannot be used changes nothing', async () => {
    const value = withRows({ agent: [{ when: { presenceId: 'nap' }, shows: null }] });
    const edit = { connectionId, value, ifMatch: '*' };
    await expect(rig.desk.putMapping(ADMIN, edit)).rejects.toMatchObject({
      code: 'mapping-refused',
      more: { problems: [expect.stringContaining('nap')] },
    });
    expect((await getStored(rig, connectionId)).mapping).toEqual(DEFAULT_MAPPING);
  });
});

test('an entity tag names content, not the order of its members', () => {
  expect(etagOf({ a: 1, b: [{ c: 2, d: 3 }] })).toBe(etagOf({ b: [{ d: 3, c: 2 }], a: 1 }));
  expect(etagOf({ a: 1 })).not.toBe(etagOf({ a: 2 }));
});
