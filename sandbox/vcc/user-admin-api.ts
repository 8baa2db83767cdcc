import { replyJson } from '../http/message';
import type { Ask, Reply } from '../http/message';
import { acceptedVersion } from './accept-version';
import type { Account } from './account';
import type { Agent } from './agent';
import { DENIED } from './guard';
import type { ApiRules } from './guard';
import { guidOf, isGuid } from './ids';
import { cutPage, readPageAsk } from './paging';
import { userOf } from './user-shape';

export const USER_ADMIN_RULES: ApiRules = {
  unauthorized: () => replyJson(401, DENIED),
  forbidden: () => replyJson(403, DENIED),
  checkVersion,
};

/** Version check of section 5: only v4. */
function checkVersion(ask: Ask): Reply | undefined {
  const version = acceptedVersion(ask);
  if (version === 4) return undefined;
  return refuse(
    version === undefined
      ? 'Version missing from Accept header!'
      : 'Invalid api-version! Valid values: 4',
  );
}

const INCLUDES: ReadonlyMap<string, (agent: Agent) => boolean> = new Map([
  ['Active', ({ isArchived }: Agent) => !isArchived],
  ['Archived', ({ isArchived }: Agent) => isArchived],
  ['All', () => true],
]);

/** `GET /useradmin/users` */
export function listUsers(ask: Ask, account: Account): Reply {
  const isIncluded = INCLUDES.get(ask.query.get('include') ?? 'Active');
  if (!isIncluded) return refuse('include must be one of Active, Archived, All');
  const pageAsk = readPageAsk(ask);
  if (typeof pageAsk === 'string') return refuse(pageAsk);
  const { meta, items } = cutPage(account.agents.filter(isIncluded), pageAsk);
  return replyJson(200, { meta, users: items.map(userOf) });
}

/** `GET /useradmin/users/{userId}` */
export function getUser(ask: Ask, account: Account): Reply {
  const found = findUser(ask, account);
  return 'status' in found ? found : replyJson(200, userOf(found));
}

/** `GET /useradmin/users/{userId}/skills` */
export function listSkillsOfUser(ask: Ask, account: Account): Reply {
  const skillOf = (name: string, index: number) => ({
    ...namedThing(account, 'skill', name),
    skillDisplayId: String(index + 1),
    agentSkillLevel: '5',
  });
  return listOfUser(ask, account, (agent) => ({
    agentSkills: (agent.seed.skills ?? []).map(skillOf),
  }));
}

/** `GET /useradmin/users/{userId}/groups` (path and shape by analogy with skills) */
export function listGroupsOfUser(ask: Ask, account: Account): Reply {
  return listOfUser(ask, account, (agent) => ({
    groups: (agent.seed.groups ?? []).map((name) => namedThing(account, 'group', name)),
  }));
}

/** `GET /useradmin/skills` and `GET /useradmin/groups` (shape by analogy) */
export function listSkills(ask: Ask, account: Account): Reply {
  return listNamed(ask, account, 'skill');
}

export function listGroups(ask: Ask, account: Account): Reply {
  return listNamed(ask, account, 'group');
}

/** `GET /useradmin/skills/{id}/users` and `GET /useradmin/groups/{id}/users` (shape by analogy) */
export function listUsersOfSkill(ask: Ask, account: Account): Reply {
  return listUsersOf(ask, account, 'skill');
}

export function listUsersOfGroup(ask: Ask, account: Account): Reply {
  return listUsersOf(ask, account, 'group');
}

type Kind = 'skill' | 'group';

function listNamed(ask: Ask, account: Account, kind: Kind): Reply {
  const pageAsk = readPageAsk(ask);
  if (typeof pageAsk === 'string') return refuse(pageAsk);
  const { meta, items } = cutPage(namesIn(account, kind), pageAsk);
  const things = items.map((name) => namedThing(account, kind, name));
  return replyJson(200, { meta, [`${kind}s`]: things });
}

function listUsersOf(ask: Ask, account: Account, kind: Kind): Reply {
  const pageAsk = readPageAsk(ask);
  if (typeof pageAsk === 'string') return refuse(pageAsk);
  const wanted = (ask.params['id'] ?? '').toLowerCase();
  const name = namesIn(account, kind).find((each) => idOf(account, kind, each) === wanted);
  if (name === undefined) return notFound(kind);
  const members = account.agents.filter(
    (agent) => !agent.isArchived && namesOf(agent, kind).includes(name),
  );
  const { meta, items } = cutPage(members, pageAsk);
  const users = items.map(({ userId, agentId }) => ({ userId, agentDisplayId: agentId }));
  return replyJson(200, { meta, ...namedThing(account, kind, name), users });
}

function namesIn(account: Account, kind: Kind): readonly string[] {
  return [...new Set(account.agents.flatMap((agent) => namesOf(agent, kind)))].sort();
}

function namesOf(agent: Agent, kind: Kind): readonly string[] {
  return (kind === 'skill' ? agent.seed.skills : agent.seed.groups) ?? [];
}

function idOf(account: Account, kind: Kind, name: string): string {
  return guidOf(kind, account.accountKey, name);
}

function listOfUser(
  ask: Ask,
  account: Account,
  lists: (agent: Agent) => Readonly<Record<string, readonly unknown[]>>,
): Reply {
  const found = findUser(ask, account);
  if ('status' in found) return found;
  const pageAsk = readPageAsk(ask);
  if (typeof pageAsk === 'string') return refuse(pageAsk);
  const [[name, all] = ['items', []]] = Object.entries(lists(found));
  const { meta, items } = cutPage(all, pageAsk);
  const ids = { userId: found.userId, agentDisplayId: found.agentId };
  return replyJson(200, { meta, ...ids, [name]: items });
}

function namedThing(account: Account, kind: Kind, name: string): Readonly<Record<string, string>> {
  return { [`${kind}Id`]: idOf(account, kind, name), [`${kind}Name`]: name };
}

function findUser(ask: Ask, account: Account): Agent | Reply {
  const userId = ask.params['userId'] ?? '';
  if (!isGuid(userId)) return refuse('The request is invalid.');
  return account.agent(userId) ?? notFound('user');
}

function refuse(message: string): Reply {
  return replyJson(400, { message });
}

function notFound(what: string): Reply {
  return replyJson(404, { message: `The ${what} was not found.` });
}
