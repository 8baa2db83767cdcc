import { randomUUID } from 'node:crypto';
import { drawFrom, EMPTY_LEDGER } from '../../core/pace';
import type { Draw, Drawn, Ledger } from '../../core/pace';
import type { Database, Statement } from '../database';
import type { BudgetStore } from '../store';
import { StoreError } from '../store-error';

/**
 * Keeps what a draw has made of the ledger, if nobody has drawn since; answers the newest ledger
 * either way, for the statement waits for whoever holds the row and then looks at what they left.
 */
const KEEP: Statement = {
  name: 'budgets.keep',
  text: `
    INSERT INTO presence_link.budgets AS held (key, ledger, version, drawn_by)
    VALUES ($1, $2, $3::bigint + 1, $4)
    ON CONFLICT (key) DO UPDATE SET
      ledger = CASE WHEN held.version = $3 THEN excluded.ledger ELSE held.ledger END,
      drawn_by = CASE WHEN held.version = $3 THEN excluded.drawn_by ELSE held.drawn_by END,
      version = CASE WHEN held.version = $3 THEN excluded.version ELSE held.version END
    RETURNING ledger, version, drawn_by = $4 AS won`,
};

interface Known {
  readonly ledger: Ledger;
  readonly version: number;
}

interface KeptRow extends Known {
  readonly won: boolean;
}

const UNKNOWN: Known = { ledger: EMPTY_LEDGER, version: 0 };
/** Each loss is somebody else's draw, so this often in a row does not happen to a working server. */
const TRIES = 50;

/**
 * TN5: the ledgers of all processes. One round trip while nobody else draws, since what we left is
 * remembered here; one more for each who came between.
 */
export function createBudgets(database: Database): BudgetStore {
  const known = new Map<string, Known>();
  const last = new Map<string, Promise<unknown>>();
  const drawNow = async (key: string, draw: Draw): Promise<Drawn> => {
    for (let tries = 1; tries <= TRIES; tries += 1) {
      const { drawn, row } = await tryDraw(database, { key, draw, from: known.get(key) });
      known.set(key, { ledger: row.ledger, version: row.version });
      if (row.won) return drawn;
    }
    throw new StoreError('unavailable', 'Too many others draw from the same budget.');
  };
  return {
    // One after the other here, so that only processes come between each other.
    draw: (key, draw) => {
      const drawing = (last.get(key) ?? Promise.resolve()).then(() => drawNow(key, draw));
      const settled = drawing.catch(() => undefined);
      last.set(key, settled);
      return drawing;
    },
  };
}

interface Try {
  readonly key: string;
  readonly draw: Draw;
  readonly from: Known | undefined;
}

async function tryDraw(
  database: Database,
  { key, draw, from = UNKNOWN }: Try,
): Promise<{ readonly drawn: Drawn; readonly row: KeptRow }> {
  const { ledger, drawn } = drawFrom(from.ledger, draw);
  const values = [key, JSON.stringify(ledger), from.version, randomUUID()];
  const [row] = await database.rows<KeptRow>(KEEP, values);
  if (!row) throw new StoreError('bug', 'A draw from a budget answered nothing.');
  return { drawn, row };
}
