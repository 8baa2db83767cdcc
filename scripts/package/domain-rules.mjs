/** `validDomains` names our own host, and every address of the manifest leads there. */
import { addressProblems, helpProblems } from './address-rules.mjs';
import { ADMIN_HOST, FOREIGN_HOSTS, RESERVED_HOSTS, SHARED_HOSTS, TUNNEL_HOSTS } from './hosts.mjs';
import { at } from './problems.mjs';

const HOST =
  /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/;
/** A copy on one's own machine is reached through a tunnel; nothing else is. */
const TUNNELLED = 'local';

/** With a wrong host nothing is said of the addresses that lead there. */
export function* domainProblems(manifest, environment) {
  const wrong = [...hostProblems(manifest.validDomains, environment)];
  yield* wrong;
  if (wrong.length > 0) return;
  yield* addressProblems(manifest);
  yield* helpProblems(manifest, 'en');
  yield* resourceProblems(manifest);
}

/** The first is the service's own. */
function* hostProblems(hosts, environment) {
  for (const [index, host] of hosts.entries()) {
    const problem = hostProblem(host, environment);
    if (problem !== null) yield at(`validDomains[${index}]`, problem);
  }
  if (hosts[0] !== environment.valueOf('TAB_DOMAIN')) {
    yield at('validDomains[0]', `must be the TAB_DOMAIN of the environment, not ${hosts[0]}`);
  }
}

function hostProblem(host, environment) {
  if (host.includes('*')) return `must be one host, not the wildcard ${host}`;
  if (!HOST.test(host)) return `must be a host name in lower case, not ${host}`;
  if (!environment.isForLooking && RESERVED_HOSTS.some((owner) => isWithin(host, owner))) {
    return `must be your own host, not ${host}, which is reserved and nobody's`;
  }
  const foreign = FOREIGN_HOSTS.find((owner) => isWithin(host, owner));
  const shared = ownerOf(host, SHARED_HOSTS);
  const tunnel = ownerOf(host, TUNNEL_HOSTS);
  if (shared && (!isOwn(host, shared, SHARED_HOSTS) || ADMIN_HOST.test(host))) {
    return `must be your own host, not ${host}, which many share`;
  }
  if (foreign && !shared) return `must be your own host, not ${host}, which is another's`;
  if (!tunnel) return null;
  if (!isOwn(host, tunnel, TUNNEL_HOSTS)) {
    return `must be your own host, not ${host}, which many share`;
  }
  if (environment.name === TUNNELLED) return null;
  return `must not be the tunnel ${host}: only the environment ${TUNNELLED} may use one`;
}

const isWithin = (host, owner) => host === owner || host.endsWith(`.${owner}`);
const ownerOf = (host, owners) => Object.keys(owners).find((owner) => isWithin(host, owner));

function isOwn(host, owner, owners) {
  const labels = host.slice(0, -owner.length).split('.').filter(Boolean);
  return labels.length >= owners[owner];
}

/** Sign-in fails with `resourceDisabled` where it differs from the registration's identifier URI. */
function* resourceProblems({ webApplicationInfo, validDomains }) {
  const { id, resource } = webApplicationInfo;
  const own = `api://${validDomains[0]}/${id}`;
  if (resource !== own) yield at('webApplicationInfo.resource', `must be ${own}, not ${resource}`);
}
