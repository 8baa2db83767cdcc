/** Which connection is swept when; one process at a time sweeps a connection (KP2). */
import type { Connection } from '../store/store';
import { sweepConnection } from './vcc-sweep';
import type { VccSweepDeps, VccSweepPass } from './vcc-sweep';

export interface VccRoundsDeps extends VccSweepDeps {
  readonly owner: string;
  readonly everyMs: number;
  onPass(connection: Connection, pass: VccSweepPass): void;
  onError(error: unknown): void;
}

export interface VccRounds {
  /** One pass over all connections; answers the pause until the next. */
  pass(): Promise<number>;
}

export function createVccRounds(deps: VccRoundsDeps): VccRounds {
  return {
    pass: async () => {
      const connections = await deps.store.connections.all();
      await Promise.all(connections.map((connection) => sweepOne(deps, connection)));
      return deps.everyMs;
    },
  };
}

async function sweepOne(deps: VccRoundsDeps, connection: Connection): Promise<void> {
  if (connection.status === 'disconnected') return;
  try {
    const now = deps.clock.now();
    const lease = `vcc-sweep:${connection.id}`;
    if (!(await deps.store.leases.hold(lease, deps.owner, now, now + deps.everyMs))) return;
    deps.onPass(connection, await sweepConnection(deps, connection));
  } catch (error) {
    deps.onError(error);
  }
}
