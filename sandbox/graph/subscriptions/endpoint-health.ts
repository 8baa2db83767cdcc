import type { SandboxClock } from '../../clock';

export type Health = 'good' | 'slow' | 'drop';

const WINDOW_MS = 10 * 60 * 1000;
const SLOW_SHARE = 0.1;
const DROP_SHARE = 0.15;
/** Fewer answers say nothing; the number is of the older text (graph.md 4.7). */
const MIN_ANSWERS = 100;

/** How quickly each host has answered lately (graph.md 4.7). */
export interface EndpointHealth {
  of(url: string): Health;
  note(url: string, isTooSlow: boolean): void;
}

export function createEndpointHealth(clock: SandboxClock): EndpointHealth {
  const answers = new Map<string, { readonly at: number; readonly isTooSlow: boolean }[]>();
  const recent = (host: string) =>
    (answers.get(host) ?? []).filter(({ at }) => at > clock.now() - WINDOW_MS);
  return {
    of(url) {
      const all = recent(new URL(url).host);
      if (all.length < MIN_ANSWERS) return 'good';
      const share = all.filter(({ isTooSlow }) => isTooSlow).length / all.length;
      if (share > DROP_SHARE) return 'drop';
      return share > SLOW_SHARE ? 'slow' : 'good';
    },
    note(url, isTooSlow) {
      const { host } = new URL(url);
      answers.set(host, [...recent(host), { at: clock.now(), isTooSlow }]);
    },
  };
}
