/** JN8: says where webhooks do not arrive, and takes it back when they do. */
import type { CallResult } from '../clients/call-result';
import { DAY, MINUTE } from '../core/time';
import type { TroubleCode } from '../core/trouble';
import type { Connection, SealedText } from '../store/store';
import { markConnection } from './marking';
import type { MarkingDeps } from './marking';

export interface WebhookProofDeps extends MarkingDeps {
  /** Names this process among those that share the store. */
  readonly owner: string;
  callOwnHook(ask: {
    readonly connectionId: string;
    readonly secret: string;
  }): Promise<CallResult<null>>;
  open(sealed: SealedText): string;
  onError(error: unknown): void;
}

export interface WebhookProof {
  /** Calls anew where our own call did not arrive; answers the pause until the next pass. */
  pass(): Promise<number>;
  /** A sweep found a change of this instant that no event had told. */
  missed(connection: Connection, changedAt: number): Promise<void>;
  /** An event came from VCC. */
  heard(connectionId: string): void;
}

/** Marks of ours; that of the subscription itself belongs to its keeper. */
export const PROOF_CODES: ReadonlySet<TroubleCode> = new Set([
  'webhooks-unreachable',
  'webhooks-silent',
]);

/** Facts are kept for two days: of a younger connection it is known whether any event ever came. */
const FACTS_KEPT_MS = 2 * DAY;

export function createWebhookProof(deps: WebhookProofDeps): WebhookProof {
  /** Marked ones as this process knows them: an event is too frequent to ask the store for. */
  const marked = new Set<string>();
  const missedAt = new Map<string, number>();
  const heal = async (id: string): Promise<void> => {
    marked.delete(id);
    missedAt.delete(id);
    await unmark(deps, id);
  };
  return {
    pass: async () => {
      const connections = await deps.store.connections.all();
      marked.clear();
      for (const one of connections) if (isMarked(one)) marked.add(one.id);
      const now = deps.clock.now();
      if (!(await deps.store.leases.hold('webhook-proof', deps.owner, now, now + MINUTE))) {
        return MINUTE;
      }
      for (const one of connections) {
        if (one.trouble.webhooks?.code !== 'webhooks-unreachable' || !one.webhook) continue;
        const secret = deps.open(one.webhook.secret);
        const reached = await deps.callOwnHook({ connectionId: one.id, secret });
        if (reached.kind === 'ok') await heal(one.id);
      }
      return MINUTE;
    },
    missed: async (connection, changedAt) => {
      const { id } = connection;
      const newest = await deps.store.facts.newestWebhook(id);
      const before = missedAt.get(id);
      const isYoung = deps.clock.now() - connection.createdAt < FACTS_KEPT_MS;
      const hasNoneYet = newest === 0 && isYoung;
      // One lost event proves nothing; two with none in between do.
      const isSilent = before !== undefined && newest < before && changedAt > before;
      if (newest < changedAt) missedAt.set(id, before ?? changedAt);
      else missedAt.delete(id);
      if ((!hasNoneYet && !isSilent) || connection.trouble.webhooks) return;
      marked.add(id);
      await markConnection(deps, id, { side: 'webhooks', code: 'webhooks-silent' });
    },
    heard: (connectionId) => {
      if (!marked.has(connectionId)) return;
      heal(connectionId).catch(deps.onError);
    },
  };
}

function isMarked({ trouble }: Connection): boolean {
  return trouble.webhooks !== undefined && PROOF_CODES.has(trouble.webhooks.code);
}

async function unmark(deps: MarkingDeps, connectionId: string): Promise<void> {
  const connection = await deps.store.connections.get(connectionId);
  if (!connection || !isMarked(connection)) return;
  await markConnection(deps, connectionId, { side: 'webhooks', code: null });
}
