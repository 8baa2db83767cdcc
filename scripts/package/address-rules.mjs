/** Every address of the manifest leads to a page that the service serves, on a host of ours. */
import { at } from './problems.mjs';

/** What the service serves: its public pages, and the tab. */
const PAGES = { websiteUrl: '/help', privacyUrl: '/privacy', termsOfUseUrl: '/terms' };
const TAB = '/tab/';
/** The manifest is written in it. */
const ENGLISH = 'en';
/** In a text, up to what ends a sentence: of any kind, and a bare host too. */
const ADDRESS =
  /([a-z][a-z\d+.-]*:\/\/|(mailto|tel|sip):|([a-z\d-]+\.)+[a-z]{2})[^\s<>"]*[^\s<>".,;:!?)\]。、]/gi;

/** The manifest has the right shape; its valid domains are good. */
export function* addressProblems({ developer, staticTabs, validDomains }) {
  const ofTabs = staticTabs.flatMap((tab, index) =>
    ['contentUrl', 'websiteUrl'].map((key) => [`staticTabs[${index}].${key}`, tab[key], TAB]),
  );
  const ofDeveloper = Object.entries(PAGES).map(([key, page]) => {
    return [`developer.${key}`, developer[key], page];
  });
  for (const [field, address, page] of [...ofDeveloper, ...ofTabs]) {
    if (address === undefined) continue;
    const problem = addressProblem(address, page, { hosts: validDomains, tag: ENGLISH });
    if (problem !== null) yield at(field, problem);
  }
}

/**
 * Teams opens https only, and only what `validDomains` names; the first of these is the service's host.
 * All that may follow a page is the language it is to be in, `tag`.
 */
function addressProblem(address, page, { hosts, tag }) {
  if (!address.startsWith('https://') || !URL.canParse(address)) {
    return `must be an https address, not ${address}`;
  }
  const { username, password, host, origin, href } = new URL(address);
  if (username !== '' || password !== '') return 'must not hold a user name or password';
  if (!hosts.includes(host)) return `leads to ${host}, which validDomains does not name`;
  if (host !== hosts[0]) return `leads to ${host}, where the service is not`;
  if (href !== address) return `must be written ${href}`;
  const path = href.slice(origin.length);
  return path === page || path === `${page}?lang=${tag}`
    ? null
    : `must lead to ${page}, not to ${path}`;
}

/** The long description leads to help, in the language that it is in. */
export function* helpProblems({ description, validDomains }, tag) {
  const addresses = description.full.match(ADDRESS) ?? [];
  const where = { hosts: validDomains, tag };
  const isHelp = (one) => addressProblem(one, PAGES.websiteUrl, where) === null;
  if (addresses.length > 0 && addresses.every(isHelp)) return;
  const help = `https://${validDomains[0]}${PAGES.websiteUrl}`;
  const rule = `must lead to our help page, ${help}, in its own language and nowhere else`;
  yield at('description.full', rule);
}
