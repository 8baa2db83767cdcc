import { isRecord, jsonBody, replyJson } from '../http/message';
import type { Ask, Reply } from '../http/message';
import type { Account } from './account';
import { DENIED } from './guard';
import type { ApiRules } from './guard';

const MAX_REFERENCE = 2000;
const E164 = /^\+?\d{3,15}$/;
const CONSENTS: readonly unknown[] = ['Unknown', 'OneParty', 'TwoParty'];

export const V0_RULES: ApiRules = {
  unauthorized: () => replyJson(401, DENIED),
  forbidden: () => replyJson(403, DENIED),
  checkVersion(ask) {
    const isVersioned = /application\/json\s*;\s*version=6\b/i.test(ask.headers.accept ?? '');
    return isVersioned ? undefined : refuse('Accept must be application/json;version=6');
  },
};

/** Wraps a v0 endpoint: the account key of the path must be the token's. */
export function forOwnAccount(
  handle: (ask: Ask, account: Account) => Reply,
): (ask: Ask, account: Account) => Reply {
  return (ask, account) =>
    ask.params['accountKey'] === account.accountKey ? handle(ask, account) : V0_RULES.forbidden();
}

/** `POST /v0/{accountKey}/calls/` (6.1): accepted and recorded; nobody's phone rings */
export function startCall(ask: Ask, account: Account): Reply {
  const body = jsonBody(ask);
  if (!isRecord(body)) return refuse('The request is invalid.');
  const complaint = complainOfCall(body, account);
  if (complaint) return refuse(complaint);
  return replyJson(account.knobs.callStatus ?? 202, { id: account.recordCall(body) });
}

function complainOfCall(
  { from, to, regarding }: Readonly<Record<string, unknown>>,
  account: Account,
): string | undefined {
  if (!isRecord(from) || !isRecord(to)) return 'from and to are required';
  if (!hasExactlyOne(from, 'agentId', 'groups')) return 'from needs either agentId or groups';
  if (!hasExactlyOne(to, 'telephoneNumber', 'agentId')) {
    return 'to needs either telephoneNumber or agentId';
  }
  return (
    complainOfAgents([from['agentId'], to['agentId']], account) ??
    complainOfNumber(to['telephoneNumber']) ??
    complainOfConsent([from['consent'], to['consent']]) ??
    complainOfReference(regarding)
  );
}

function hasExactlyOne(party: Readonly<Record<string, unknown>>, a: string, b: string): boolean {
  return (party[a] === undefined) !== (party[b] === undefined);
}

function complainOfAgents(ids: readonly unknown[], account: Account): string | undefined {
  const unknown = ids.find((id) => id !== undefined && !isWorkingAgentId(id, account));
  return unknown === undefined ? undefined : `There is no agent ${String(unknown)}`;
}

function isWorkingAgentId(id: unknown, account: Account): boolean {
  return account.workingByAgentId().some(({ agentId }) => agentId === id);
}

/** The document asks for E.164 and shows a national number: both pass. */
function complainOfNumber(number: unknown): string | undefined {
  const isFine = number === undefined || (typeof number === 'string' && E164.test(number));
  return isFine ? undefined : 'telephoneNumber must be an E.164 number';
}

function complainOfConsent(consents: readonly unknown[]): string | undefined {
  const isFine = consents.every((each) => each === undefined || CONSENTS.includes(each));
  return isFine ? undefined : 'consent must be one of Unknown, OneParty, TwoParty';
}

function complainOfReference(regarding: unknown): string | undefined {
  const reference = isRecord(regarding) ? regarding['reference'] : undefined;
  const isTooLong = typeof reference === 'string' && reference.length > MAX_REFERENCE;
  return isTooLong ? `reference must have at most ${MAX_REFERENCE} characters` : undefined;
}

function refuse(message: string): Reply {
  return replyJson(400, { message });
}
