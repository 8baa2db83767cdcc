import { GRAPH_AUDIENCE } from './state';

/** Scopes that Entra itself serves; they never reach a resource. */
const OWN_SCOPES = new Set(['openid', 'profile', 'email', 'offline_access']);

export interface AskedScopes {
  /** Resource of the scopes; undefined when only Entra's own were asked. */
  readonly resource: string | undefined;
  /** Names without the resource, `.default` included. */
  readonly names: readonly string[];
  readonly isOffline: boolean;
  readonly isOpenId: boolean;
}

export function parseScopes(text: string): AskedScopes {
  const all = text.split(' ').filter((scope) => scope !== '');
  const names = all.filter((scope) => !OWN_SCOPES.has(scope));
  const first = names[0];
  return {
    resource: first === undefined ? undefined : resourceOf(first),
    names: names.map((scope) => scope.slice(scope.lastIndexOf('/') + 1)),
    isOffline: all.includes('offline_access'),
    isOpenId: all.includes('openid'),
  };
}

/** A bare name such as `User.Read` means Graph. */
function resourceOf(scope: string): string {
  const end = scope.lastIndexOf('/');
  return end < 0 ? GRAPH_AUDIENCE : scope.slice(0, end);
}

/** Deviation: a loopback address is Graph too, since the sandbox's Graph lives at one. */
export function isGraph(resource: string): boolean {
  return (
    resource === GRAPH_AUDIENCE || /^https?:\/\/(127\.0\.0\.1|localhost)(:\d+)?$/.test(resource)
  );
}
