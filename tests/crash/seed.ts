/** `CRASH_SEED=…` repeats a run as far as chance goes; the processes keep a timing of their own. */
export function readSeed(): number {
  const wished = Number(process.env['CRASH_SEED']);
  return Number.isInteger(wished) && wished > 0 ? wished : Date.now() % 1_000_000;
}
