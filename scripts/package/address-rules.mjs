/** Every address of the manifest leads to a page that the service serves, on a host of ours. */
import { at } from './problems.mjs';

/** What the service serves: its public pages, and the tab. */
const PAGES = { websiteUrl: '/help', privacyUrl: '/privacy', termsOfUseUrl: '/terms' };
const TAB = '/tab/';
/** All that may follow: the language a page is to be in. */
const LANGUAGE = /\?lang=[a-z]{2}$/;
/** In a text, up to what ends a sentence. */
const ADDRESS = /https?:\/\/[^\s<>"]*[^\s<>".,;:!?)\]。、]/gi;

/** The manifest has the right shape; its valid domains are good. */
export function* addressProblems({ developer, staticTabs, validDomains }) {
  const ofTabs = staticTabs.flatMap((tab, index) =>
    ['contentUrl', 'websiteUrl'].map((key) => [`staticTabs[${index}].${key}`, tab[key], TAB]),
  );
  const ofDeveloper = Object.entries(PAGES).map(([key, page]) => {
    return [`developer.${key}`, developer[key], page];
  });
  for (const [field, address, page] of [...ofDeveloper, ...ofTabs]) {
    const problem = address === undefined ? null : addressProblem(address, page, validDomains);
    if (problem !== null) yield at(field, problem);
  }
}

/** Teams opens https only, and only what `validDomains` names; the first of these is the service's host. */
function addressProblem(address, page, hosts) {
  if (!address.startsWith('https://') || !URL.canParse(address)) {
    return `must be an https address, not ${address}`;
  }
  const { username, password, host, origin, href } = new URL(address);
  if (username !== '' || password !== '') return 'must not hold a user name or password';
  if (!hosts.includes(host)) return `leads to ${host}, which validDomains does not name`;
  if (host !== hosts[0]) return `leads to ${host}, where the service is not`;
  if (href !== address) return `must be written ${href}`;
  const path = href.slice(origin.length);
  return path.replace(LANGUAGE, '') === page ? null : `must lead to ${page}, not to ${path}`;
}

/** The long description, in whatever language, leads to help. */
export function* helpProblems({ description, validDomains }) {
  const addresses = description.full.match(ADDRESS) ?? [];
  const isHelp = (one) => addressProblem(one, PAGES.websiteUrl, validDomains) === null;
  if (addresses.length > 0 && addresses.every(isHelp)) return;
  const help = `https://${validDomains[0]}${PAGES.websiteUrl}`;
  yield at('description.full', `must lead to our help page, ${help}, and nowhere else`);
}
