import { systemClock } from '../../runtime/clock';
import type { CallResult } from '../call-result';
import type { AccountAccess, AgentPresence } from './client';

/** The two ways to ask VCC; a batch asks for its ids when it leaves, and may be of one. */
export interface MergedReads {
  readonly one: (access: AccountAccess, userId: string) => Promise<CallResult<AgentPresence>>;
  readonly many: (
    access: AccountAccess,
    userIds: () => readonly string[],
  ) => Promise<CallResult<readonly AgentPresence[]>>;
}

interface Batch {
  readonly access: AccountAccess;
  readonly userIds: Map<string, string>;
  isOpen: boolean;
  readonly answer: Promise<CallResult<readonly AgentPresence[]>>;
}

export type ReadOne = (access: AccountAccess, userId: string) => Promise<CallResult<AgentPresence>>;

const MERGE_MS = 5;
const MAX_IDS = 50;

/**
 * WV3 asks VCC directly before each change. Reads of one account that come within a few
 * milliseconds of real time, or while a batch still waits for its pace, become one request of up to fifty.
 */
export function mergeReads(reads: MergedReads): ReadOne {
  const open = new Map<string, Batch>();
  const openBatch = (access: AccountAccess): Batch => {
    const batch: Batch = {
      access,
      userIds: new Map(),
      isOpen: true,
      answer: systemClock
        .sleep(MERGE_MS)
        .then(() => leave(reads, batch))
        .finally(() => {
          if (open.get(access.key) === batch) open.delete(access.key);
        }),
    };
    open.set(access.key, batch);
    return batch;
  };
  return async (access, userId) => {
    const waiting = open.get(access.key);
    const batch = waiting && hasRoom(waiting, access) ? waiting : openBatch(access);
    batch.userIds.set(userId.toLowerCase(), userId);
    const mine = pick(await batch.answer, userId, batch.userIds.size);
    // Absent, or one bad id spoilt the batch: only a question of its own tells which.
    return mine ?? reads.one(access, userId);
  };
}

async function leave(
  reads: MergedReads,
  batch: Batch,
): Promise<CallResult<readonly AgentPresence[]>> {
  const close = (): readonly string[] => {
    batch.isOpen = false;
    return [...batch.userIds.values()];
  };
  const answer = await reads.many(batch.access, close);
  close();
  return answer;
}

function hasRoom(batch: Batch, access: AccountAccess): boolean {
  const isSame =
    batch.access.clientId === access.clientId && batch.access.clientSecret === access.clientSecret;
  return batch.isOpen && isSame && batch.userIds.size < MAX_IDS;
}

function pick(
  answer: CallResult<readonly AgentPresence[]>,
  userId: string,
  asked: number,
): CallResult<AgentPresence> | undefined {
  const isSpoilt = answer.kind === 'refused' || answer.kind === 'gone';
  if (isSpoilt && asked > 1) return undefined;
  if (answer.kind !== 'ok') return answer;
  const mine = answer.value.find((one) => one.userId.toLowerCase() === userId.toLowerCase());
  return mine && { ...answer, value: mine };
}
