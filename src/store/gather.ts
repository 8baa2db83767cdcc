import DataLoader from 'dataloader';
import { StoreError } from './store-error';

/** Questions of one kind, asked together where many come at once. */
export interface Gathering<Ask, Answer> {
  /** Of those with one name the last counts for all. */
  nameOf(ask: Ask): string;
  /** Answers by name, for some or all. */
  run(asks: readonly Ask[]): Promise<ReadonlyMap<string, Answer>>;
}

/** Asks in one statement. */
const MOST = 200;
/**
 * Rounds of the event loop for which a statement waits for more to ask. With nothing to do they are over
 * in microseconds; a busy process hears of more in each of them.
 */
const ROUNDS = 8;

/**
 * Whatever is asked within a few rounds of the event loop becomes one statement: the busier it is, the
 * fewer statements a message costs. Nothing is remembered, so an answer is never older than its
 * question. Null: there is none.
 */
export function gather<Ask, Answer>(
  gathering: Gathering<Ask, Answer>,
): (ask: Ask) => Promise<Answer | null> {
  const loader = new DataLoader<Ask, Answer | null>((asks) => askTogether(gathering, asks), {
    cache: false,
    maxBatchSize: MOST,
    batchScheduleFn: (go) => afterRounds(ROUNDS, go),
  });
  return (ask) => loader.load(ask);
}

function afterRounds(left: number, go: () => void): void {
  setImmediate(left > 1 ? () => afterRounds(left - 1, go) : go);
}

async function askTogether<Ask, Answer>(
  gathering: Gathering<Ask, Answer>,
  asks: readonly Ask[],
): Promise<readonly (Answer | null | Error)[]> {
  try {
    return await askAll(gathering, asks);
  } catch (error) {
    const isAway = error instanceof StoreError && error.code === 'unavailable';
    if (asks.length === 1 || isAway) throw error;
    // What is wrong with one is no failure of the others.
    const alone = await Promise.allSettled(asks.map((ask) => askAll(gathering, [ask])));
    return alone.map((one) =>
      one.status === 'fulfilled' ? (one.value[0] ?? null) : (one.reason as Error),
    );
  }
}

async function askAll<Ask, Answer>(
  { nameOf, run }: Gathering<Ask, Answer>,
  asks: readonly Ask[],
): Promise<readonly (Answer | null)[]> {
  const byName = new Map(asks.map((ask) => [nameOf(ask), ask]));
  const answers = await run([...byName.values()]);
  return asks.map((ask) => answers.get(nameOf(ask)) ?? null);
}
