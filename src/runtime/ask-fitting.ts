/**
 * Asks for one thing after the other, the widest first, until one is not refused. `isWhole`: the first
 * was not refused.
 */
export async function askFitting<Wish, Answer extends { readonly kind: string }>(
  [whole, ...shorter]: readonly [Wish, ...Wish[]],
  ask: (wish: Wish) => Promise<Answer>,
): Promise<{ readonly result: Answer; readonly isWhole: boolean }> {
  let result = await ask(whole);
  const isWhole = result.kind !== 'refused';
  for (const wish of shorter) {
    if (result.kind !== 'refused') break;
    result = await ask(wish);
  }
  return { result, isWhole };
}
