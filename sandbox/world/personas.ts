import type { AgentSeed, PersonSeed } from '../contract';
import type { WorldRole } from './contract';

/** The organisation of the demo, and one that has never switched the product on. */
export const MEADOWBANK = {
  name: 'Meadowbank Demo',
  tenantId: '5d1c4a60-7e21-4b0f-9a35-6f0c2b7e1d01',
  accountKey: 'MEADOWBANKDEMO',
  mailDomain: 'meadowbank.example',
} as const;

export const THISTLE_HILL = {
  name: 'Thistle Hill',
  tenantId: '8e72b9d3-1f54-4c6a-b2d8-30a94e5f7c02',
  mailDomain: 'thistlehill.example',
} as const;

/** Somebody invented. Phone numbers are from the ranges Ofcom keeps free for fiction. */
export interface Persona {
  readonly key: string;
  readonly role: WorldRole;
  readonly name: string;
  readonly tenantId: string;
  readonly agent?: AgentSeed;
  readonly person: PersonSeed;
}

interface Sketch {
  readonly name: string;
  /** Last twelve digits of both GUIDs; unique. */
  readonly number: string;
  readonly agentId?: string;
  readonly department: string;
  readonly jobTitle: string;
  /** Last three digits of the number for fiction; no phone when absent. */
  readonly phone?: string;
}

const AGENTS: readonly (Sketch & { readonly agentId: string })[] = [
  {
    name: 'Juniper Vale',
    number: '4021',
    agentId: '4021',
    department: 'Billing',
    jobTitle: 'Billing specialist',
    phone: '121',
  },
  {
    name: 'Basil Thornwick',
    number: '4007',
    agentId: '4007',
    department: 'Billing',
    jobTitle: 'Billing specialist',
    phone: '112',
  },
  {
    name: 'Fennel Marsh',
    number: '4012',
    agentId: '4012',
    department: 'Billing',
    jobTitle: 'Team lead',
    phone: '141',
  },
  {
    name: 'Poppy Larkspur',
    number: '4015',
    agentId: '4015',
    department: 'Legal',
    jobTitle: 'Legal adviser',
    phone: '165',
  },
  {
    name: 'Rowan Pebble',
    number: '4026',
    agentId: '4026',
    department: 'Logistics',
    jobTitle: 'Storekeeper',
    phone: '133',
  },
  {
    name: 'Sage Underhill',
    number: '4029',
    agentId: '4029',
    department: 'Billing',
    jobTitle: 'Billing specialist',
    phone: '119',
  },
  {
    name: 'Sorrel Ashby',
    number: '4032',
    agentId: '4032',
    department: 'Field service',
    jobTitle: 'Site manager',
    phone: '150',
  },
  {
    name: 'Tansy Brook',
    number: '4044',
    agentId: '4044',
    department: 'People team',
    jobTitle: 'Trainer',
  },
];

const ADMINISTRATOR: Sketch = {
  name: 'Bramble Oakes',
  number: '4018',
  department: 'Customer operations',
  jobTitle: 'Contact centre administrator',
  phone: '118',
};

const OUTSIDER: Sketch = {
  name: 'Ivy Quickstep',
  number: '9001',
  department: 'Logistics',
  jobTitle: 'Planner',
};

/** Eight agents, one administrator, and one person of an organisation that is not enabled. */
export const PERSONAS: readonly Persona[] = [
  ...AGENTS.map((sketch) => ({
    ...persona(sketch, 'agent', MEADOWBANK),
    agent: agentSeed(sketch),
  })),
  persona(ADMINISTRATOR, 'admin', MEADOWBANK),
  persona(OUTSIDER, 'not-enabled', THISTLE_HILL),
];

interface Organisation {
  readonly tenantId: string;
  readonly mailDomain: string;
}

function persona(sketch: Sketch, role: WorldRole, organisation: Organisation): Persona {
  const { name } = sketch;
  return {
    key: keyOf(name),
    role,
    name,
    tenantId: organisation.tenantId,
    person: personSeed(sketch, organisation),
  };
}

function agentSeed({ name, number, agentId }: Sketch & { readonly agentId: string }): AgentSeed {
  return {
    userId: `a9e47c00-5b1e-4d2a-8c3f-${number.padStart(12, '0')}`,
    agentId,
    name,
    email: mailOf(name, MEADOWBANK),
    role: 'Agent',
    actAsAgent: true,
    presence: 'Ready',
  };
}

function personSeed(sketch: Sketch, organisation: Organisation): PersonSeed {
  const { name, number, department, jobTitle, phone } = sketch;
  const [givenName = name, surname = ''] = name.split(' ');
  const mail = mailOf(name, organisation);
  return {
    id: `7ea35000-2c4d-4f6b-9e1a-${number.padStart(12, '0')}`,
    displayName: name,
    userPrincipalName: mail,
    mail,
    givenName,
    surname,
    department,
    jobTitle,
    ...(phone
      ? { businessPhones: [`+44 20 7946 0${phone}`], mobilePhone: `+44 7700 900${phone}` }
      : {}),
    accountEnabled: true,
    userType: 'Member',
  };
}

function keyOf(name: string): string {
  return name.toLowerCase().replace(' ', '-');
}

function mailOf(name: string, { mailDomain }: Organisation): string {
  return `${keyOf(name).replace('-', '.')}@${mailDomain}`;
}
