const SECOND_MS = 1_000;
const MINUTE_S = 60;
const HOUR_S = 60 * MINUTE_S;

/** ISO 8601 duration in whole seconds, cut off: `PT1H`, `PT55M`, `PT59M59S`. */
export function toIsoDuration(durationMs: number): string {
  const total = Math.floor(durationMs / SECOND_MS);
  const parts: readonly (readonly [number, string])[] = [
    [Math.floor(total / HOUR_S), 'H'],
    [Math.floor((total % HOUR_S) / MINUTE_S), 'M'],
    [total % MINUTE_S, 'S'],
  ];
  const text = parts.map(([amount, unit]) => (amount > 0 ? `${amount}${unit}` : '')).join('');
  return text === '' ? 'PT0S' : `PT${text}`;
}
