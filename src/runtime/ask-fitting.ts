/** Answers to a wish that another wish may not get: any other refusal is about something else. */
const ABOUT_THE_WISH: ReadonlySet<number> = new Set([400, 422]);

/**
 * Asks for one thing after the other, the widest first, until one is not refused for what it asks.
 * `isWhole`: the first was not. Where all are refused, what was said of the first counts.
 */
export async function askFitting<
  Wish,
  Answer extends { readonly kind: string; readonly status?: number },
>(
  [whole, ...shorter]: readonly [Wish, ...Wish[]],
  ask: (wish: Wish) => Promise<Answer>,
): Promise<{ readonly result: Answer; readonly isWhole: boolean }> {
  const first = await ask(whole);
  if (!isAboutWish(first)) return { result: first, isWhole: true };
  for (const wish of shorter) {
    const result = await ask(wish);
    if (!isAboutWish(result)) return { result, isWhole: false };
  }
  return { result: first, isWhole: false };
}

function isAboutWish({ kind, status = 0 }: { kind: string; status?: number }): boolean {
  return kind === 'refused' && ABOUT_THE_WISH.has(status);
}
