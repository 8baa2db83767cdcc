interface Meaning {
  readonly status: number;
  readonly title: string;
}

/** One closed list: why an order or a question is refused. */
export const PROBLEMS = {
  'sign-in-required': { status: 401, title: 'Sign in first: a Teams sign-in token is missing.' },
  'token-refused': { status: 401, title: 'The sign-in token is not valid here.' },
  'sign-in-again': { status: 401, title: 'Microsoft wants you to sign in again first.' },
  'admin-only': { status: 403, title: 'Only an administrator may do this.' },
  'tenant-unknown': { status: 403, title: 'Your organisation has not switched this on yet.' },
  'account-not-allowed': { status: 403, title: 'The product is not enabled for this account.' },
  'not-found': { status: 404, title: 'There is nothing here under this address.' },
  'not-linked': { status: 404, title: 'You are not linked to an agent.' },
  'method-not-allowed': { status: 405, title: 'This address does not know the method.' },
  'no-own-agent': { status: 422, title: 'No agent of the account has your address.' },
  'agent-ambiguous': { status: 422, title: 'Several agents of the account have your address.' },
  'address-shared': { status: 422, title: 'Somebody else has the address of this agent, too.' },
  'connection-not-ready': { status: 409, title: 'The account is not connected at the moment.' },
  'proof-open': { status: 409, title: 'A proof for this agent or for you is under way already.' },
  'proof-not-possible': {
    status: 422,
    title: 'There are too few states to choose from. Ask your admin.',
  },
  'request-open': {
    status: 409,
    title: 'You have asked already; your admin has not answered yet.',
  },
  'request-decided': { status: 409, title: 'The request is answered or withdrawn already.' },
  'account-connected': { status: 409, title: 'This account is connected already.' },
  'agent-linked': { status: 409, title: 'The agent is linked already.' },
  'person-linked': { status: 409, title: 'The person is linked already.' },
  'edited-meanwhile': { status: 412, title: 'Somebody edited it meanwhile; read it again first.' },
  'body-too-large': { status: 413, title: 'The body is larger than this service takes.' },
  'media-type': { status: 415, title: 'The body must be JSON (application/json).' },
  'not-json': { status: 400, title: 'The body is not JSON.' },
  'query-refused': { status: 400, title: 'The query is not understood.' },
  'input-refused': { status: 422, title: 'The input is not in the form described.' },
  'consent-missing': { status: 422, title: 'The tenant has not granted all permissions.' },
  'consent-refused': { status: 422, title: 'The consent was not given.' },
  'consent-state': { status: 400, title: 'This consent was not begun here, or is used up.' },
  'consent-tenant': { status: 400, title: 'The consent is of another organisation.' },
  'region-mismatch': { status: 422, title: 'The account lives in another region.' },
  'watcher-refused': { status: 422, title: 'Microsoft lends us no token in your name.' },
  'vcc-step-failed': { status: 422, title: 'VCC could not be used with these credentials.' },
  'mapping-refused': { status: 422, title: 'The mapping cannot be used.' },
  'agent-archived': { status: 422, title: 'The agent is archived in VCC.' },
  'agent-unknown': { status: 422, title: 'The account has no such user.' },
  'not-an-agent': { status: 422, title: 'The user does not act as an agent.' },
  'person-unknown': { status: 422, title: 'The tenant has no such person.' },
  'person-is-guest': { status: 422, title: 'Guests cannot be linked.' },
  'state-unknown': { status: 422, title: 'The account has no such state.' },
  'pause-in-past': { status: 422, title: 'The end of a pause must lie in the future.' },
  'if-match-required': { status: 428, title: 'Say which version you edit, with If-Match.' },
  'too-many-requests': { status: 429, title: 'Too many requests. Try again in a while.' },
  internal: { status: 500, title: 'Something went wrong here. It was noted.' },
  'vcc-busy': { status: 503, title: 'Our own budget of calls to VCC is spent for now. Try again.' },
  'vcc-unreachable': { status: 503, title: 'VCC does not answer now. Try again in a moment.' },
  'microsoft-unreachable': { status: 503, title: 'Microsoft does not answer now. Try again.' },
  'store-unavailable': { status: 503, title: 'The database does not answer now. Try again.' },
} as const satisfies Readonly<Record<string, Meaning>>;

export type ProblemCode = keyof typeof PROBLEMS;

/** More about a refusal; `detail` is one sentence, the rest goes into the answer as members. */
export interface ProblemMore {
  readonly detail?: string;
  readonly [member: string]: unknown;
}

/** Every refusal of the desk. */
export class DeskError extends Error {
  override readonly name = 'DeskError';
  readonly code: ProblemCode;
  readonly more: ProblemMore;

  constructor(code: ProblemCode, more: ProblemMore = {}) {
    super(PROBLEMS[code].title);
    this.code = code;
    this.more = more;
  }
}

/** Problem details as RFC 9457 has them. */
export interface ProblemBody extends ProblemMore {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: ProblemCode;
}

export function describeProblem(code: ProblemCode, more: ProblemMore = {}): ProblemBody {
  const { status, title } = PROBLEMS[code];
  return { ...more, type: `urn:presence-link:problem:${code}`, title, status, code };
}
