import type { Env, SettingName } from './env';

/** So many requests in a window, over all processes together (TN5). */
export interface Budget {
  readonly requests: number;
  readonly windowMs: number;
}

export interface NumberRule {
  readonly fallback: number;
  readonly min: number;
  readonly max: number;
}

/** Reads settings one by one and collects what is wrong with them, one sentence each. */
export class SettingReader {
  readonly problems: string[] = [];
  readonly #env: Env;

  constructor(env: Env) {
    this.#env = env;
  }

  text(name: SettingName): string | undefined {
    return this.#env[name] || undefined;
  }

  /** Empty text stands for a missing value; the problem is on the list then. */
  required(name: SettingName, why: string): string {
    const value = this.text(name);
    if (value === undefined) this.refuse(`${name} is missing: ${why}.`);
    return value ?? '';
  }

  number(name: SettingName, rule: NumberRule): number {
    const text = this.text(name);
    if (text === undefined) return rule.fallback;
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (value >= rule.min && value <= rule.max) return value;
    this.refuse(`${name} must be a whole number between ${rule.min} and ${rule.max}.`);
    return rule.fallback;
  }

  oneOf<T extends string>(name: SettingName, choices: readonly T[], fallback: T): T {
    const text = this.text(name);
    if (text === undefined) return fallback;
    const choice = choices.find((one) => one === text);
    if (choice === undefined) this.refuse(`${name} must be one of ${choices.join(', ')}.`);
    return choice ?? fallback;
  }

  /** An http or https address, without a slash at its end. */
  url(name: SettingName, fallback: string): string {
    const text = this.text(name);
    if (text === undefined) return fallback;
    if (isWebAddress(text)) return text.replace(/\/+$/, '');
    this.refuse(`${name} must be an address that begins with https:// or http://.`);
    return fallback;
  }

  /** `1500/30s`: so many requests in so many seconds, `ms` or minutes (`m`). */
  budget(name: SettingName, fallback: Budget): Budget {
    const text = this.text(name);
    if (text === undefined) return fallback;
    const budget = readBudget(text);
    if (!budget) this.refuse(`${name} must look like 1500/30s: requests, a slash, a time.`);
    return budget ?? fallback;
  }

  refuse(sentence: string): void {
    this.problems.push(sentence);
  }
}

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000 };

function readBudget(text: string): Budget | undefined {
  const parts = /^(\d{1,7})\/(\d{1,7})(ms|s|m)$/.exec(text);
  if (!parts) return undefined;
  const requests = Number(parts[1]);
  const windowMs = Number(parts[2]) * (UNIT_MS[parts[3] ?? ''] ?? 0);
  return requests > 0 && windowMs > 0 ? { requests, windowMs } : undefined;
}

function isWebAddress(text: string): boolean {
  // `{region}` stands for a host label and is no valid character of a host.
  const address = text.replaceAll('{region}', 'region');
  if (!URL.canParse(address)) return false;
  const { protocol, search, hash } = new URL(address);
  return (protocol === 'https:' || protocol === 'http:') && !search && !hash;
}
