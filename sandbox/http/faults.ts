import type { Fault, Faults } from '../contract';

interface Rule {
  readonly fault: Fault;
  left: number;
}

export interface FaultList extends Faults {
  /** The first rule that fits the request; counts as one use of it. */
  take(method: string, path: string, query: string): Fault | undefined;
}

export function createFaultList(): FaultList {
  let rules: Rule[] = [];
  return {
    add(fault) {
      const rule = { fault, left: fault.times ?? Infinity };
      rules.push(rule);
      return () => {
        rules = rules.filter((other) => other !== rule);
      };
    },
    clear() {
      rules = [];
    },
    take(method, path, query) {
      const rule = rules.find(
        ({ fault, left }) => left > 0 && fits(fault, method, [path, path + query]),
      );
      if (rule) rule.left -= 1;
      return rule?.fault;
    },
  };
}

/** A path rule may look at the bare path (`/token$/`) or at path and query (`/\?id=3/`). */
function fits(fault: Fault, method: string, paths: readonly string[]): boolean {
  if (fault.method && fault.method.toUpperCase() !== method) return false;
  const pattern = fault.path;
  return !pattern || paths.some((path) => path.search(pattern) >= 0);
}
