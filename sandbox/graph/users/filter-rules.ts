import type { User } from './user';

export type Operator = 'eq' | 'ne' | 'in' | 'startswith' | 'endswith';

/** How a property may be filtered: as is, only with advanced queries, or not at all (6.1). */
type Support = 'default' | 'advanced' | undefined;

interface PropertyRule {
  readonly equal: Support;
  readonly starts: Support;
  readonly ends?: Support;
  readonly nothing: Support;
}

const NAME: PropertyRule = { equal: 'default', starts: 'default', nothing: 'advanced' };
const ADDRESS: PropertyRule = {
  equal: 'default',
  starts: 'default',
  ends: 'advanced',
  nothing: undefined,
};
const ADVANCED: PropertyRule = { equal: 'advanced', starts: 'advanced', nothing: 'advanced' };
const EXACT: PropertyRule = { equal: 'default', starts: undefined, nothing: 'advanced' };

const RULES: Readonly<Record<string, PropertyRule>> = {
  id: { ...EXACT, nothing: undefined },
  accountEnabled: { ...EXACT, nothing: undefined },
  displayName: NAME,
  department: NAME,
  givenName: NAME,
  surname: NAME,
  mail: ADDRESS,
  userPrincipalName: ADDRESS,
  jobTitle: EXACT,
  userType: EXACT,
  mobilePhone: ADVANCED,
  officeLocation: ADVANCED,
  companyName: ADVANCED,
};

export interface Filter {
  readonly isAdvanced: boolean;
  matches(user: User): boolean;
}

export type Literal = string | boolean | null;

export interface Test {
  readonly property: string;
  readonly operator: Operator;
  readonly values: readonly Literal[];
}

/** The test as a filter; undefined when the directory does not support it. */
export function buildTest({ property, operator, values }: Test): Filter | undefined {
  const rule = RULES[property];
  const support = rule && supportOf(rule, operator, values);
  if (!support) return undefined;
  return {
    isAdvanced: support === 'advanced',
    matches: (user) => holds(operator, user[property] ?? null, values),
  };
}

/** `businessPhones/any(p:p eq '…')` */
export function buildPhoneTest(value: Literal): Filter {
  return {
    isAdvanced: false,
    matches: ({ businessPhones }) =>
      Array.isArray(businessPhones) && businessPhones.includes(value),
  };
}

function supportOf(rule: PropertyRule, operator: Operator, values: readonly Literal[]): Support {
  if (values.includes(null)) return rule.nothing;
  if (operator === 'startswith') return rule.starts;
  if (operator === 'endswith') return rule.ends;
  return operator === 'ne' && rule.equal ? 'advanced' : rule.equal;
}

function holds(operator: Operator, given: User[string], values: readonly Literal[]): boolean {
  const value = fold(given);
  const [first] = values.map(fold);
  switch (operator) {
    case 'eq':
      return value === first;
    case 'ne':
      return value !== first;
    case 'in':
      return values.map(fold).includes(value);
    case 'startswith':
      return typeof value === 'string' && value.startsWith(String(first));
    case 'endswith':
      return typeof value === 'string' && value.endsWith(String(first));
  }
}

function fold(value: User[string] | undefined): User[string] | undefined {
  return typeof value === 'string' ? value.toLowerCase() : value;
}
