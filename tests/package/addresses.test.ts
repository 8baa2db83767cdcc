import { edit, expectSentences, MANIFEST, names, put, translate } from './faults';
import type { Fault } from './faults';
import { Workplace } from './package-run';

jest.setTimeout(120_000);

const HOST = 'https://presence-link.example';

const lead = (path: string, address: string, problem: string): Fault => ({
  what: address,
  how: put(path, address),
  says: `${MANIFEST}: ${path.replaceAll(/\.(\d+)/g, '[$1]')} ${problem}.`,
});

const ADDRESSES: readonly Fault[] = [
  lead('developer.websiteUrl', `${HOST}/`, 'must lead to /help, not to /'),
  lead(
    'developer.privacyUrl',
    `${HOST}/privacy-policy`,
    'must lead to /privacy, not to /privacy-policy',
  ),
  lead('developer.termsOfUseUrl', `${HOST}/terms/`, 'must lead to /terms, not to /terms/'),
  lead('staticTabs.0.contentUrl', `${HOST}/home`, 'must lead to /tab/, not to /home'),
  lead(
    'staticTabs.0.websiteUrl',
    'https://me:secret@presence-link.example/tab/',
    'must not hold a user name or password',
  ),
  lead('staticTabs.1.contentUrl', `${HOST}/x/../tab/`, `must be written ${HOST}/tab/`),
  lead(
    'staticTabs.1.websiteUrl',
    `${HOST}:8443/tab/`,
    'leads to presence-link.example:8443, which validDomains does not name',
  ),
];

/** Hosts that may be valid domains of ours and are still not where the service is. */
const BESIDE: readonly Fault[] = [
  {
    what: 'privacy on a second host',
    how: edit((manifest) => {
      manifest.validDomains.push('elsewhere.example');
      manifest.developer.privacyUrl = 'https://elsewhere.example/privacy';
    }),
    says: `${MANIFEST}: developer.privacyUrl leads to elsewhere.example, where the service is not.`,
  },
  {
    what: 'a page with more than its language',
    how: put('developer.termsOfUseUrl', `${HOST}/terms?lang=de&next=x#y`),
    says: `${MANIFEST}: developer.termsOfUseUrl must lead to /terms, not to /terms?lang=de&next=x#y.`,
  },
  {
    what: 'sign-in for a second host',
    how: edit(({ webApplicationInfo }) => {
      webApplicationInfo.resource = `api://elsewhere.example/${webApplicationInfo.id}`;
    }),
    says:
      `${MANIFEST}: webApplicationInfo.resource must be ` +
      'api://presence-link.example/2f7d9a10-64c3-4e58-9b02-c1d5e8f3a703, not ' +
      'api://elsewhere.example/2f7d9a10-64c3-4e58-9b02-c1d5e8f3a703.',
  },
];

const NOT_HELP = `description.full must lead to our help page, ${HOST}/help, in its own language and nowhere else.`;

/** Each language has another. */
const HELP: Readonly<Record<string, string>> = {
  de: `${HOST}/helpless?lang=de`,
  fr: 'http://presence-link.example/help',
  es: `${HOST}/help https://elsewhere.example/more`,
  ja: 'https://me@presence-link.example/help',
};

const withHelp = (text: unknown, address: string): string =>
  String(text).replace(/https:\/\/\S+$/, address);

describe('an address of the package', () => {
  let place: Workplace;
  beforeEach(() => (place = new Workplace()));
  afterEach(() => place.dispose());

  test(`[AP13] leads to a page that the service serves: not ${names(ADDRESSES)}`, () => {
    expectSentences(place, ADDRESSES);
  });

  test(`[AP13] leads to the service, not to another host of ours: ${names(BESIDE)}`, () => {
    expectSentences(place, BESIDE);
  });

  test('[AP13] is on the host that the environment names', () => {
    place.edit(MANIFEST, (document) => {
      const text = JSON.stringify(document).replaceAll('${{TAB_DOMAIN}}', 'other.example');
      Object.assign(document, JSON.parse(text));
    });
    expect(place.run()).toMatchObject({
      code: 1,
      said: `${MANIFEST}: validDomains[0] must be the TAB_DOMAIN of the environment, not other.example.\n`,
    });
  });

  test('[AP13] in the long description is our help page, in every language', () => {
    edit(({ description }) => {
      description.full = withHelp(description.full, 'https://elsewhere.example/help');
    })(place);
    for (const [language, address] of Object.entries(HELP)) {
      translate(language, (words) => {
        words['description.full'] = withHelp(words['description.full'], address);
      })(place);
    }
    const { code, said, made } = place.run();
    expect(said.split('\n')).toEqual([
      `${MANIFEST}: ${NOT_HELP}`,
      `appPackage/de.json, fr.json, es.json, ja.json: ${NOT_HELP}`,
      '',
    ]);
    expect({ code, made }).toEqual({ code: 1, made: [] });
  });
});
