const ISO = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.(\d+))?(Z|[+-]\d{2}:\d{2})?$/;

/**
 * Epoch milliseconds of an ISO instant; finer fractions (seven digits in events) are cut off, not
 * rounded (WW1). Without a zone it is UTC. Undefined when it is none.
 */
export function readInstant(text: string): number | undefined {
  const match = ISO.exec(text.trim());
  if (!match) return undefined;
  const [, seconds, fraction = '', zone = 'Z'] = match;
  const millis = fraction.slice(0, 3).padEnd(3, '0');
  const instant = Date.parse(`${seconds}.${millis}${zone}`);
  return Number.isNaN(instant) ? undefined : instant;
}
