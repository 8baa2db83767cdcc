import type { CallResult } from '../call-result';
import type { Read } from '../pipeline/caller';
import type { Waiting } from '../pipeline/exchange';
import { readJson } from '../pipeline/read-json';
import type { AccountAccess, AgentPresence, VccClient } from './client';
import { itemsOf, readList } from './list';
import type { List } from './list';
import { mergeReads } from './read-merger';
import type { Ask } from './requests';
import type { Sender } from './sender';
import { agentPresence, definition } from './wire';

type AgentOperations = Pick<
  VccClient,
  'presenceDefinitions' | 'readPresence' | 'readPresences' | 'setPresence'
>;

const MAX_IDS = 50;

/** The Agents API (vcc.md 2). */
export function agentOperations(sender: Sender): AgentOperations {
  return {
    presenceDefinitions: async (access) => {
      const ask = readAsk({ name: 'presenceDefinitions', path: '/presence-definitions' });
      const read = readList(definition, ['presenceDefinitions']);
      return itemsOf(await sender.send(access, ask, read), ask.name, sender.events);
    },
    readPresence: mergeReads({
      one: (access, userId) => readOne(sender, access, userId),
      many: (access, userIds) =>
        readMany(sender, access, { userIds, priority: 'change', isMerged: true }),
    }),
    readPresences: async (access, userIds) => {
      if (userIds.length > MAX_IDS) {
        throw new RangeError(`At most ${MAX_IDS} agents can be read in one call.`);
      }
      if (userIds.length === 0) return { kind: 'ok', value: [], status: 200 };
      return readMany(sender, access, { userIds: () => userIds, priority: 'sweep' });
    },
    ...writeOperations(sender),
  };
}

/** The one write, for a call that may have to wait in line. */
export function writeOperations(sender: Sender, waiting?: Waiting): Pick<VccClient, 'setPresence'> {
  const place = waiting === undefined ? {} : { waiting };
  return {
    setPresence: (access, userId, presenceId) =>
      sender.send(access, { ...writeAsk(userId, presenceId), ...place }, readOwn(userId)),
  };
}

function readOne(
  sender: Sender,
  access: AccountAccess,
  userId: string,
): Promise<CallResult<AgentPresence>> {
  const what = { name: 'readPresence', path: pathOf(userId) };
  const ask: Ask = { ...readAsk(what), priority: 'change' };
  return sender.send(access, ask, readOwn(userId));
}

interface ManyAsk {
  readonly userIds: () => readonly string[];
  readonly priority: Ask['priority'];
  /** Then one agent left alone is asked for by its own path, which says more when it is gone. */
  readonly isMerged?: boolean;
}

/** Agents nobody asked for are left out; ids keep the asker's spelling. */
async function readMany(
  sender: Sender,
  access: AccountAccess,
  { userIds, priority, isMerged }: ManyAsk,
): Promise<CallResult<readonly AgentPresence[]>> {
  let wanted = new Map<string, string>();
  const path = (): string => {
    const ids = userIds();
    wanted = new Map(ids.map((id) => [id.toLowerCase(), id]));
    return isMerged && ids.length === 1 ? pathOf(ids[0] ?? '') : batchPathOf(ids);
  };
  const ask: Ask = { ...readAsk({ name: 'readPresences', path }), priority };
  const sent = await sender.send(access, ask, readOneOrMany);
  const result = itemsOf(sent, ask.name, sender.events);
  if (result.kind !== 'ok') return result;
  const value = result.value.flatMap((one) => {
    const userId = wanted.get(one.userId.toLowerCase());
    return userId === undefined ? [] : [{ ...one, userId }];
  });
  return { ...result, value };
}

function pathOf(userId: string): string {
  return `/${encodeURIComponent(userId)}/presence`;
}

function batchPathOf(userIds: readonly string[]): string {
  return `/presences/users?userId=${userIds.map(encodeURIComponent).join(',')}`;
}

const readMultitude = readList(agentPresence, ['presences']);
const readSingle = readJson(agentPresence);

const readOneOrMany: Read<List<AgentPresence>> = (answer) => {
  const single = readSingle(answer);
  if (!single) return readMultitude(answer);
  return {
    items: [single],
    unreadable: 0,
    page: undefined,
    pageCount: undefined,
    totalCount: undefined,
  };
};

function readAsk(what: Pick<Ask, 'name' | 'path'>): Ask {
  return {
    ...what,
    api: 'agents',
    effect: 'read',
    method: 'GET',
    scope: 'users:read',
    priority: 'sweep',
  };
}

function writeAsk(userId: string, presenceId: string): Ask {
  return {
    api: 'agents',
    name: 'setPresence',
    effect: 'write',
    method: 'PATCH',
    path: pathOf(userId),
    scope: 'users:write',
    body: { presenceId },
    priority: 'change',
  };
}

/** An answer about somebody else is nonsense. */
function readOwn(userId: string) {
  const shape = agentPresence.refine((one) => one.userId.toLowerCase() === userId.toLowerCase());
  return readJson(shape);
}
