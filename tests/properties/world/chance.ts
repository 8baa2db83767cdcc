/** Drawn values from a seed; each key has a stream of its own, so that one more draw shifts no other. */
export class Chance {
  private readonly counts = new Map<string, number>();
  private readonly seed: number;

  constructor(seed: number) {
    this.seed = seed;
  }

  /** 0 (included) to 1. */
  draw(key: string): number {
    const count = this.counts.get(key) ?? 0;
    this.counts.set(key, count + 1);
    return mix(this.seed, key, count) / 2 ** 32;
  }

  /** A whole number from 0 to `most`, both included. */
  upTo(most: number, key: string): number {
    return Math.floor(this.draw(key) * (most + 1));
  }

  /** True in `percent` of the draws. */
  happens(percent: number, key: string): boolean {
    return percent > 0 && this.draw(key) * 100 < percent;
  }

  pick<T>(from: readonly [T, ...T[]], key: string): T {
    return from[this.upTo(from.length - 1, key)] ?? from[0];
  }
}

function mix(seed: number, key: string, count: number): number {
  let hash = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(count + 1, 0xc2b2ae35);
  for (let index = 0; index < key.length; index += 1) {
    hash = Math.imul(hash ^ key.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x7feb352d);
  hash = Math.imul(hash ^ (hash >>> 15), 0x846ca68b);
  return (hash ^ (hash >>> 16)) >>> 0;
}
