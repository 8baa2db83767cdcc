/** A large account held against its directory. */
import { ADMIN, NEW_CONNECTION, openDesk } from './rig';
import type { DeskRig } from './rig';

const MANY = 5_000;
let rig: DeskRig;
let connectionId: string;
beforeAll(async () => void (rig = await openDesk()));
beforeEach(async () => {
  connectionId = (await rig.desk.createConnection(ADMIN, NEW_CONNECTION)).id;
  rig.outside.vccCalls.length = 0;
});
afterEach(() => rig.clear());
afterAll(() => rig.close());

function settle(addressOf: (number: number) => string): void {
  const numbers = Array.from({ length: MANY }, (_, index) => index);
  rig.outside.users = numbers.map((number) => ({
    userId: `u-${String(number).padStart(5, '0')}`,
    agentId: `${number}`,
    name: `Agent ${number}`,
    email: addressOf(number),
    active: true,
  }));
  rig.outside.people = numbers.map((number) => {
    const mail = `person.${number}@meadow.example`;
    return { id: `p-${number}`, displayName: 'P', userPrincipalName: mail, mail, userType: null };
  });
}

test('[JN13] five thousand users cost one list of VCC and one search for fifteen of them', async () => {
  settle((number) => `Person.${number}@meadow.example`);
  const { counts, items } = await rig.desk.listMatches(ADMIN, connectionId);
  expect(counts).toEqual({ exact: MANY, ambiguous: 0, missing: 0, linked: 0 });
  expect(items).toHaveLength(MANY);
  expect(rig.outside.vccCalls).toEqual(['users']);
  expect(rig.outside.searches).toHaveLength(Math.ceil(MANY / 15));
  expect(Math.max(...rig.outside.searches)).toBe(15);
});

test('[JN13] five thousand users with one address are looked up once', async () => {
  settle(() => 'person.1@meadow.example');
  const { counts } = await rig.desk.listMatches(ADMIN, connectionId);
  expect(counts).toEqual({ exact: 0, ambiguous: MANY, missing: 0, linked: 0 });
  expect(rig.outside.searches).toEqual([1]);
});

test('[JN13] of five thousand exact ones five hundred are linked at a time', async () => {
  settle((number) => `person.${number}@meadow.example`);
  const applied = await rig.desk.applyMatches(ADMIN, { connectionId });
  expect([applied.linked.length, applied.refused.length, applied.left]).toEqual([500, 0, 4_500]);
});
