/** How often the properties are tried; the only place of these tests that reads the environment. */
import { appendFileSync } from 'node:fs';

const TOTAL = 500;
const LONG_TOTAL = 10_000;

/** Cases of one property: its share, in percent, of all cases of a run. */
export function casesOf(sharePercent: number): number {
  return Math.max(1, Math.round((total() * sharePercent) / 100));
}

/** Told to the long run, which adds them up. */
export function noteCases(cases: number): void {
  const file = process.env['PROPERTY_COUNTS'];
  const name = expect.getState().currentTestName;
  if (file) appendFileSync(file, `${JSON.stringify({ name, cases })}\n`);
}

function total(): number {
  const asked = Number(process.env['PROPERTY_RUNS']);
  if (asked > 0) return asked;
  return process.env['PROPERTIES'] === 'long' ? LONG_TOTAL : TOTAL;
}

/** A seed of one's own: `PROPERTY_SEED=7`; else the same cases every time. */
export function seedOf(property: number): number {
  const asked = Number(process.env['PROPERTY_SEED']);
  return (asked > 0 ? asked * 1_000 : 20_261_123) + property;
}
