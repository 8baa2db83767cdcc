import { MEADOWBANK, PERSONAS } from '../sandbox/world/personas';
import type { Persona } from '../sandbox/world/personas';

/** As many invented agents as asked for, and the administrator of the demo. */
export function crowd(agents: number): readonly Persona[] {
  const admin = PERSONAS.filter((one) => one.role === 'admin');
  return [...Array.from({ length: agents }, (_, index) => clover(index + 1)), ...admin];
}

function clover(number: number): Persona {
  const name = `Clover ${number}`;
  const mail = `clover.${number}@${MEADOWBANK.mailDomain}`;
  const digits = String(500_000 + number).padStart(12, '0');
  return {
    key: `clover-${number}`,
    role: 'agent',
    name,
    tenantId: MEADOWBANK.tenantId,
    agent: {
      userId: `a9e47c00-5b1e-4d2a-8c3f-${digits}`,
      agentId: String(500_000 + number),
      name,
      email: mail,
      role: 'Agent',
      actAsAgent: true,
      presence: 'Ready',
    },
    person: {
      id: `7ea35000-2c4d-4f6b-9e1a-${digits}`,
      displayName: name,
      userPrincipalName: mail,
      mail,
      accountEnabled: true,
      userType: 'Member',
    },
  };
}
