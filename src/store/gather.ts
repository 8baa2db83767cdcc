/** Questions of one kind, asked together where many come at once. */
export interface Gathering<Ask, Answer> {
  /** Of those with the same name that wait, the last counts for all. */
  nameOf(ask: Ask): string;
  /** Answers by name, for some or all. */
  run(asks: readonly Ask[]): Promise<ReadonlyMap<string, Answer>>;
}

/** Statements of one kind under way; more would only share the same connections. */
const AT_ONCE = 2;
/** Asks in one statement. */
const MOST = 200;

interface Waiting<Ask, Answer> {
  readonly ask: Ask;
  readonly answered: Promise<Answer | null>;
  settle(answer: Answer | null): void;
  fail(error: unknown): void;
}

/**
 * Who comes while nobody is ahead is asked for at once and alone. Who comes while others are under way
 * waits for them and is asked for with all who wait by then: the busier it is, the fewer statements.
 * An answer is never older than its question. Null: there is none.
 */
export function gather<Ask, Answer>(
  gathering: Gathering<Ask, Answer>,
): (ask: Ask) => Promise<Answer | null> {
  const waiting = new Map<string, Waiting<Ask, Answer>>();
  let underWay = 0;
  const next = (): void => {
    if (underWay >= AT_ONCE || waiting.size === 0) return;
    const batch = [...waiting].slice(0, MOST);
    for (const [name] of batch) waiting.delete(name);
    underWay += 1;
    void runBatch(gathering, batch).then(() => {
      underWay -= 1;
      next();
    });
  };
  return (ask) => {
    const name = gathering.nameOf(ask);
    const joined = { ...(waiting.get(name) ?? createWaiting<Answer>()), ask };
    waiting.set(name, joined);
    next();
    return joined.answered;
  };
}

async function runBatch<Ask, Answer>(
  { run }: Gathering<Ask, Answer>,
  batch: readonly (readonly [string, Waiting<Ask, Answer>])[],
): Promise<void> {
  try {
    const answers = await run(batch.map(([, { ask }]) => ask));
    for (const [name, { settle }] of batch) settle(answers.get(name) ?? null);
  } catch (error) {
    for (const [, { fail }] of batch) fail(error);
  }
}

function createWaiting<Answer>(): Omit<Waiting<never, Answer>, 'ask'> {
  let settle: (answer: Answer | null) => void = () => undefined;
  let fail: (error: unknown) => void = () => undefined;
  const answered = new Promise<Answer | null>((resolve, reject) => {
    settle = resolve;
    fail = reject;
  });
  return { answered, settle, fail };
}
