import type { Ask, Reply } from './message';

/** Handles a request; `context` is whatever the caller of the router knows of it beyond the request. */
export type RouteHandle<Context = void> = (ask: Ask, context: Context) => Reply | Promise<Reply>;

interface Route<Context> {
  readonly method: string;
  readonly segments: readonly string[];
  readonly handle: RouteHandle<Context>;
}

export interface Router<Context = void> {
  /** `pattern` is a path whose `{name}` segments match any one segment. */
  on(method: string, pattern: string, handle: RouteHandle<Context>): Router<Context>;
  /** The reply of the first matching route; undefined when no path matches. */
  handle(ask: Ask, context: Context): Promise<Reply | undefined>;
  /** Methods registered for a path: for 405 answers. */
  methodsFor(path: string): readonly string[];
}

/** Routes by method and path. Fixed segments are compared without case if `ignoreCase`. */
export function createRouter<Context = void>(
  options: { readonly ignoreCase?: boolean } = {},
): Router<Context> {
  const routes: Route<Context>[] = [];
  const same = options.ignoreCase ? equalIgnoringCase : (a: string, b: string) => a === b;
  const router: Router<Context> = {
    on(method, pattern, handle) {
      routes.push({ method, segments: split(pattern), handle });
      return router;
    },
    async handle(ask, context) {
      for (const route of routes) {
        const params = route.method === ask.method && match(route.segments, ask.path, same);
        if (params) return route.handle({ ...ask, params }, context);
      }
      return undefined;
    },
    methodsFor: (path) =>
      routes.filter(({ segments }) => match(segments, path, same)).map(({ method }) => method),
  };
  return router;
}

function equalIgnoringCase(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

function split(path: string): string[] {
  return path.split('/').filter((segment) => segment !== '');
}

function match(
  pattern: readonly string[],
  path: string,
  same: (a: string, b: string) => boolean,
): Record<string, string> | undefined {
  const segments = split(path);
  if (segments.length !== pattern.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, wanted] of pattern.entries()) {
    const segment = decode(segments[index] ?? '');
    const name = /^\{(\w+)\}$/.exec(wanted)?.[1];
    if (name) params[name] = segment;
    else if (!same(wanted, segment)) return undefined;
  }
  return params;
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
