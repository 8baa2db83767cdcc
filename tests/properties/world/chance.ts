/** Drawn values from a seed; each key has a stream of its own, so that one more draw shifts no other. */
export class Chance {
  private readonly streams = new Map<string, { readonly hash: number; count: number }>();
  private readonly seed: number;

  constructor(seed: number) {
    this.seed = seed;
  }

  /** 0 (included) to 1. */
  draw(key: string): number {
    const stream = this.streams.get(key) ?? this.open(key);
    stream.count += 1;
    return mix(stream.hash ^ Math.imul(stream.count, 0xc2b2ae35)) / 2 ** 32;
  }

  /** A whole number from 0 to `most`, both included. */
  upTo(most: number, key: string): number {
    return most <= 0 ? 0 : Math.floor(this.draw(key) * (most + 1));
  }

  /** True in `percent` of the draws. */
  happens(percent: number, key: string): boolean {
    return percent > 0 && this.draw(key) * 100 < percent;
  }

  pick<T>(from: readonly [T, ...T[]], key: string): T {
    return from[this.upTo(from.length - 1, key)] ?? from[0];
  }

  private open(key: string): { readonly hash: number; count: number } {
    let hash = mix(this.seed ^ 0x9e3779b9);
    for (let index = 0; index < key.length; index += 1) {
      hash = Math.imul(hash ^ key.charCodeAt(index), 0x01000193);
    }
    const stream = { hash: mix(hash), count: 0 };
    this.streams.set(key, stream);
    return stream;
  }
}

function mix(value: number): number {
  let hash = Math.imul(value ^ (value >>> 16), 0x7feb352d);
  hash = Math.imul(hash ^ (hash >>> 15), 0x846ca68b);
  return (hash ^ (hash >>> 16)) >>> 0;
}
