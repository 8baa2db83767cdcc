import { BASIL, createMicrosoftWorld, JUNIPER, OTHER_TENANT, ROLES, TENANT } from './world';
import type { MicrosoftWorld } from './world';

const HOUR = 3_600_000;
const person = { tenantId: TENANT, personId: JUNIPER };
const NOBODY = '99999999-aaaa-4bbb-8ccc-000000000009';

let world: MicrosoftWorld;

beforeEach(async () => {
  world = await createMicrosoftWorld();
});

afterEach(() => world.close());

function shown(): string | undefined {
  const state = world.graph.person(TENANT, JUNIPER)?.shown();
  return state && `${state.availability}/${state.activity}`;
}

describe('the Graph client at the sandbox', () => {
  it('[KP1] reads whoever is there, with sequence numbers', async () => {
    const result = await world.client().readPresences(TENANT, [BASIL, NOBODY, JUNIPER]);
    const readings = result.kind === 'ok' ? result.value : [];
    expect(readings.map(({ personId }) => personId).sort()).toEqual([JUNIPER, BASIL].sort());
    expect(readings[0]).toMatchObject({
      availability: 'Available',
      activity: 'Available',
      sequenceNumber: expect.any(String) as string,
    });
  });

  it('[WT1] sets and clears a session', async () => {
    const client = world.client();
    const pair = { availability: 'Busy', activity: 'InACall' };
    expect(await client.setPresence(person, pair, HOUR)).toMatchObject({ kind: 'ok' });
    expect(shown()).toBe('Busy/InACall');
    expect((await client.clearPresence(person)).kind).toBe('ok');
    expect(shown()).toBe('Available/Available');
    expect(await client.clearPresence(person)).toMatchObject({ kind: 'ok', status: 404 });
  });

  it('[WT1] sets and clears a preferred state', async () => {
    const client = world.client();
    const pair = { availability: 'DoNotDisturb', activity: 'DoNotDisturb' };
    expect((await client.setPreferredPresence(person, pair, HOUR)).kind).toBe('ok');
    expect(shown()).toBe('DoNotDisturb/DoNotDisturb');
    expect((await client.clearPreferredPresence(person)).kind).toBe('ok');
    expect((await client.clearPreferredPresence(person)).kind).toBe('ok');
    expect(shown()).toBe('Available/Available');
  });

  it('is refused a pair Graph cannot set', async () => {
    const pair = { availability: 'Busy', activity: 'Busy' };
    const result = await world.client().setPresence(person, pair, HOUR);
    expect(result).toMatchObject({ kind: 'refused', status: 400 });
  });

  it.each([
    [
      ['Presence.ReadWrite.All', 'User.Read.All'],
      ['User.Read.All', 'Presence.ReadWrite.All'],
    ],
    [['User.Read.All'], ['User.Read.All']],
    [[], []],
  ])(
    '[JN5] proves what %j grants by harmless calls where tokens cannot be read',
    async (given, proven) => {
      world.entra.knobs.graphTokens = 'opaque';
      world.grant(given);
      expect(await world.client().grantedRoles(TENANT)).toEqual({
        kind: 'ok',
        status: 200,
        value: proven,
      });
      expect(shown()).toBe('Available/Available');
    },
  );

  it('looks people up', async () => {
    const client = world.client();
    expect(await client.getUser(person)).toMatchObject({
      kind: 'ok',
      value: { id: JUNIPER, displayName: 'Juniper Vale', mail: 'juniper@meadow.example' },
    });
    expect((await client.getUser({ ...person, personId: NOBODY })).kind).toBe('gone');
  });

  it('[KP4] tells what was consented to, and notices when it is taken back', async () => {
    const client = world.client();
    expect(await client.grantedRoles(TENANT)).toMatchObject({ kind: 'ok', value: ROLES });
    expect(await client.grantedRoles(OTHER_TENANT)).toMatchObject({
      kind: 'forbidden',
      reason: 'consent-missing',
    });
  });

  it('goes on with a new token when hours have passed', async () => {
    const client = world.client();
    await client.getUser(person);
    await world.clock.advance(5 * HOUR);
    expect((await client.getUser(person)).kind).toBe('ok');
  });

  it('[TN5] obeys a fractional Retry-After to the millisecond', async () => {
    const client = world.client();
    await client.getUser(person);
    world.graph.faults.add({ status: 429, headers: { 'retry-after': '2.128' }, times: 1 });
    expect(await client.getUser(person)).toMatchObject({ kind: 'retry', afterMs: 2_128 });
    const later = client.getUser(person);
    await world.clock.advance(2_127);
    const before = world.graph.requests.length;
    await world.clock.advance(1);
    expect((await later).kind).toBe('ok');
    expect(world.graph.requests.length).toBe(before + 1);
  });

  it('does not know what became of a write that was cut off afterwards', async () => {
    const client = world.client();
    world.graph.faults.add({ method: 'POST', cut: 'after', times: 1 });
    const pair = { availability: 'DoNotDisturb', activity: 'Presenting' };
    const result = await client.setPresence(person, pair, HOUR);
    expect([result.kind, shown()]).toEqual(['unknown', 'DoNotDisturb/Presenting']);
  });
});
