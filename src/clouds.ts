/** What differs between Microsoft's clouds besides hosts of our own choice (graph.md 7.8). */
import type { CloudName } from './config/config';

/** Microsoft's names of Graph, which tokens are asked for whatever `GRAPH_URL` says. */
const GRAPH: Readonly<Record<CloudName, string>> = {
  global: 'https://graph.microsoft.com',
  gcch: 'https://graph.microsoft.us',
  dod: 'https://dod-graph.microsoft.us',
};

/** v2 and v1 issuers of the US Government clouds; the second is inferred. */
const US_ISSUERS = ['https://login.microsoftonline.us', 'https://sts.windows.net'];

/** `.default` for the app itself, `Presence.Read.All` in a person's name. */
export function graphScope(cloud: CloudName, name: '.default' | 'Presence.Read.All'): string {
  return `${GRAPH[cloud]}/${name}`;
}

/** To be spread into a verifier's options: the global cloud's issuers are its own default. */
export function issuersOf(cloud: CloudName): { readonly issuerHosts?: readonly string[] } {
  return cloud === 'global' ? {} : { issuerHosts: US_ISSUERS };
}
