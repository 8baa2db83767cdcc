import { MEADOWBANK, PERSONAS, THISTLE_HILL } from '../../sandbox/world/personas';

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('the people of the demo', () => {
  it('are eight agents, an administrator and somebody not enabled', () => {
    const count = (role: string) => PERSONAS.filter((persona) => persona.role === role).length;
    expect([count('agent'), count('admin'), count('not-enabled')]).toEqual([8, 1, 1]);
  });

  it('start with Juniper Vale, agent 4021', () => {
    expect(PERSONAS[0]).toMatchObject({ key: 'juniper-vale', agent: { agentId: '4021' } });
  });

  it('have GUIDs, keys and addresses of their own', () => {
    const ids = PERSONAS.flatMap(({ person, agent }) => [person.id, agent?.userId ?? []].flat());
    expect(ids.filter((id) => !GUID.test(id))).toEqual([]);
    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(PERSONAS.map(({ key }) => key)).size).toBe(PERSONAS.length);
    expect(new Set(PERSONAS.map(({ person }) => person.mail)).size).toBe(PERSONAS.length);
  });

  it('could not exist: example addresses and numbers kept free for fiction', () => {
    for (const { person, agent } of PERSONAS) {
      expect(person.userPrincipalName).toMatch(/@\w+\.example$/);
      expect(agent?.email ?? person.userPrincipalName).toBe(person.userPrincipalName);
      for (const phone of person.businessPhones ?? [])
        expect(phone).toMatch(/^\+44 20 7946 0\d{3}$/);
      expect(person.mobilePhone ?? '+44 7700 900000').toMatch(/^\+44 7700 900\d{3}$/);
    }
  });

  it('belong to Meadowbank, except who is not enabled', () => {
    for (const { role, tenantId } of PERSONAS) {
      expect(tenantId).toBe((role === 'not-enabled' ? THISTLE_HILL : MEADOWBANK).tenantId);
    }
  });
});
