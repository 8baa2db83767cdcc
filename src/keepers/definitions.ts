/** WV1: presence definitions are kept for an hour, and read again when an unknown id is met. */
import type { AccountAccess, VccClient } from '../clients/vcc/client';
import { HOUR, MINUTE } from '../core/time';
import type { Clock } from '../runtime/clock';
import type { Connection, Store } from '../store/store';

/** An id that stays unknown makes us ask no oftener than this. */
const AGAIN_AFTER_MS = MINUTE;

export interface DefinitionsDeps {
  readonly store: Store;
  readonly vcc: VccClient;
  readonly clock: Clock;
  accountOf(connection: Connection): AccountAccess;
}

export interface DefinitionsKeeper {
  /** Reads those older than an hour; answers the pause until the next pass. */
  pass(): Promise<number>;
  /** An unknown definition was met. */
  refresh(connection: Connection): Promise<void>;
}

export function createDefinitionsKeeper(deps: DefinitionsDeps): DefinitionsKeeper {
  const asked = new Map<string, number>();
  const refresh = async (connection: Connection): Promise<void> => {
    const now = deps.clock.now();
    const before = asked.get(connection.id);
    if (before !== undefined && now - before < AGAIN_AFTER_MS) return;
    asked.set(connection.id, now);
    await readAgain(deps, connection);
  };
  return {
    refresh,
    pass: async () => {
      for (const connection of await deps.store.connections.all()) {
        if (deps.clock.now() - connection.definitionsAt >= HOUR) await refresh(connection);
      }
      return 5 * MINUTE;
    },
  };
}

async function readAgain(deps: DefinitionsDeps, connection: Connection): Promise<void> {
  const read = await deps.vcc.presenceDefinitions(deps.accountOf(connection));
  if (read.kind !== 'ok') return;
  await deps.store.connections.edit(connection.id, {
    definitions: read.value,
    definitionsAt: deps.clock.now(),
  });
}
