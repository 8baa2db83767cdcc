/** JN10: watches for the states of open proofs, by events and by reading, in any number of processes. */
import type { AccountAccess, VccClient } from '../clients/vcc/client';
import { judgeProof } from '../core/proof';
import type { Proof, Sighting } from '../core/proof';
import { SECOND } from '../core/time';
import type { Clock } from '../runtime/clock';
import type { Connection, Store } from '../store/store';

export interface ProofsDeps {
  readonly store: Pick<Store, 'connections' | 'leases' | 'proofs'>;
  readonly vcc: Pick<VccClient, 'readPresences'>;
  readonly clock: Clock;
  /** Names this process among those that share the store. */
  readonly owner: string;
  accountOf(connection: Connection): AccountAccess;
  /** Makes the link; rejects where it is to be tried again. */
  finish(proof: Proof): Promise<void>;
  onError(error: unknown): void;
}

export interface ProofsKeeper {
  /** Reads the agents of open proofs and judges; answers the pause until the next pass. */
  pass(): Promise<number>;
  /** An event told a state of an agent who is not linked. */
  heard(
    connectionId: string,
    agent: { readonly userId?: string; readonly agentId?: string },
    sighting: Sighting,
  ): Promise<void>;
}

const EVERY_MS = 3 * SECOND;
/** Agents in one reading (vcc.md 2.4); more proofs at once wait for the next pass. */
const IDS_PER_READ = 50;

export function createProofsKeeper(deps: ProofsDeps): ProofsKeeper {
  return {
    pass: async () => {
      const underWay = await deps.store.proofs.underWay();
      const byConnection = new Map<string, Proof[]>();
      for (const proof of underWay) {
        const others = byConnection.get(proof.connectionId) ?? [];
        byConnection.set(proof.connectionId, [...others, proof]);
      }
      for (const [connectionId, proofs] of byConnection) {
        await visit(deps, connectionId, proofs).catch(deps.onError);
      }
      return EVERY_MS;
    },
    heard: async (connectionId, agent, sighting) => {
      const proof = await deps.store.proofs.watching(connectionId, agent);
      if (!proof) return;
      await deps.store.proofs.sight(proof.id, sighting);
      await judge(deps, proof);
    },
  };
}

/** One process reads an account; any may judge, since only one can move a proof. */
async function visit(
  deps: ProofsDeps,
  connectionId: string,
  proofs: readonly Proof[],
): Promise<void> {
  const { store, clock, owner } = deps;
  const now = clock.now();
  if (await store.leases.hold(`proofs:${connectionId}`, owner, now, now + 3 * EVERY_MS)) {
    await readStates(deps, connectionId, proofs);
  }
  for (const proof of proofs) await judge(deps, proof).catch(deps.onError);
}

async function readStates(
  deps: ProofsDeps,
  connectionId: string,
  proofs: readonly Proof[],
): Promise<void> {
  const open = new Map(
    proofs
      .filter(({ status }) => status === 'open')
      .slice(0, IDS_PER_READ)
      .map((proof) => [proof.agentUserId.toLowerCase(), proof]),
  );
  const connection = await deps.store.connections.get(connectionId);
  if (!connection || open.size === 0) return;
  const ids = [...open.values()].map(({ agentUserId }) => agentUserId);
  const read = await deps.vcc.readPresences(deps.accountOf(connection), ids);
  // What cannot be read now may still be told by an event.
  if (read.kind !== 'ok') return;
  for (const { userId, state, updatedAt } of read.value) {
    const proof = open.get(userId.toLowerCase());
    if (proof) {
      const sighting = { presenceId: state.presenceId, at: updatedAt };
      await deps.store.proofs.sight(proof.id, sighting);
    }
  }
}

async function judge(deps: ProofsDeps, proof: Proof): Promise<void> {
  const { proofs } = deps.store;
  if (proof.status === 'proved') return deps.finish(proof);
  const verdict = judgeProof(proof, await proofs.sightings(proof.id), deps.clock.now());
  const isNews = verdict.status !== proof.status || verdict.step !== proof.step;
  if (!isNews || !(await proofs.move(proof.id, 'open', verdict))) return;
  if (verdict.status === 'proved') await deps.finish({ ...proof, ...verdict });
}
