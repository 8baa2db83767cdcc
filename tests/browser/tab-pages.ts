/** Every page and every state of trouble as one row: who sees it, how it comes about, and what is there then. */
import type { Page } from 'playwright-core';
import { ADMIN, NEWCOMER } from './tab-setting';
import { answerWith, button } from './tab-stage';
import type { OpenTab, TabView } from './tab-stage';

export interface PageRow {
  readonly key?: string;
  readonly view?: TabView;
  /** Before the tab is opened. */
  readonly before?: (page: Page) => Promise<void>;
  /** Once it stands. */
  readonly after?: (opened: OpenTab) => Promise<void>;
  readonly there: string | RegExp;
}

export const JUNIPER = 'juniper-vale';
/** As some languages make them, and as VCC takes them. */
const LONG = 'Gesundheitsvorsorgeeinrichtungsverwaltungsfachangestelltenvertretung-von-der-Wiese';
const OUTSIDER = 'ivy-quickstep';
const API = '**/api/v1';
const HOUR = 3_600_000;
const NOW = Date.now();

type Body = Record<string, unknown>;

/** What the service answers, with changes. */
const change =
  (path: string, changes: (body: Body) => object) =>
  async (page: Page): Promise<void> => {
    await page.route(`${API}${path}`, async (route) => {
      const answer = await route.fetch();
      const body = (await answer.json()) as Body;
      await route.fulfill({ response: answer, json: { ...body, ...changes(body) } });
    });
  };

/** Answers in the service's place; without an answer it is still on its way. */
const hold =
  (path: string, json?: object) =>
  async (page: Page): Promise<void> => {
    await page.route(`${API}${path}`, (route) => (json ? route.fulfill({ json }) : undefined));
  };

const details = (changes: object) => change('/links/*/details', () => changes);
const status = (changes: object) =>
  change('/me/link', ({ status: before }) => ({ status: { ...(before as object), ...changes } }));
const joining = (changes: object) => change('/me/joining', () => changes);
const refuse = (path: string, code: string, number: number) => (page: Page) =>
  answerWith(page, `${API}${path}`, { status: number, code });
/** What is sent is refused, what is asked is answered. */
const refuseSent = (path: string, code: string, number: number) => async (page: Page) => {
  await refuse(path, code, number)(page);
  await page.route(`${API}${path}`, (route) =>
    route.request().method() === 'GET' ? route.continue() : route.fallback(),
  );
};
const both =
  (...all: readonly ((page: Page) => Promise<void>)[]) =>
  async (page: Page): Promise<void> => {
    for (const one of all) await one(page);
  };
const trouble = (side: 'vcc' | 'teams', code: string) =>
  details({ troubles: [{ side, code, since: NOW - HOUR }] });
const click =
  (name: string | RegExp) =>
  (opened: OpenTab): Promise<void> =>
    button(opened, name).first().click();
const stands = ({ tab }: OpenTab): Promise<void> => tab.getByText('Set your state').waitFor();

const proof = (changes: object = {}): object => ({
  id: 'clover',
  connectionId: 'meadow',
  agent: { userId: 'u', agentId: '4031', name: 'Tansy Brook' },
  states: [
    { presenceId: 'a', category: 'ExtendedAway', name: 'Lunch' },
    { presenceId: 'b', category: 'Away', name: 'Training' },
  ],
  seen: 1,
  now: Date.now(),
  expiresAt: Date.now() + 84_000,
  status: 'open',
  code: null,
  sentence: null,
  ...changes,
});
/** Begins when the page is opened: its time runs. */
const proving =
  (later: object = {}) =>
  (page: Page): Promise<void> =>
    both(joining({ proof: proof() }), hold('/me/proofs/clover', proof(later)))(page);
const request = (how: string): object => ({
  request: { id: 'r', connectionId: 'meadow', askedAt: NOW - HOUR, status: how },
});

const SETTINGS = { view: { page: 'settings' } } as const;
const OWN_STATUS = both(
  status({
    code: 'own-status',
    teams: { availability: 'DoNotDisturb', activity: 'DoNotDisturb', since: null },
  }),
  details({ inStep: false }),
);

/** A new page is a new row. */
export const PAGES: Readonly<Record<string, PageRow>> = {
  home: { there: 'You chose Lunch in VCC' },
  'home-loading': {
    before: hold('/me/link'),
    there: 'Loading',
  },
  'home-empty': {
    before: both(hold('/links/*/records*', { items: [] }), details({ choices: [] })),
    there: 'Nothing has changed today.',
  },
  'home-offline': {
    after: async (opened) => {
      await stands(opened);
      await opened.page.context().setOffline(true);
    },
    there: /^You are offline\. This is how it stood/,
  },
  'home-differs': {
    before: both(
      status({ teams: { availability: 'Available', activity: 'Available', since: NOW } }),
      details({ inStep: false }),
    ),
    there: /Both stay so until one of them changes/,
  },
  'home-hand-set': { before: OWN_STATUS, there: 'Your own Teams status is in force.' },
  'home-paused': {
    before: status({ phase: 'paused', pausedUntil: NOW + HOUR }),
    there: /^Paused until/,
  },
  'home-stopped': {
    before: status({ phase: 'paused', pausedUntil: NOW + HOUR, code: 'flapping' }),
    there: /^Stopped until/,
  },
  'home-setting': {
    before: hold('/links/*/orders/state'),
    after: click(/^Break/),
    there: 'Setting Break …',
  },
  'home-order-failed': {
    before: refuse('/links/*/orders/state', 'store-unavailable', 503),
    after: click(/^Break/),
    there: /the code is 503 store-unavailable/,
  },
  'home-vcc-trouble': { before: trouble('vcc', 'vcc-trouble'), there: /^VCC has not answered/ },
  'home-teams-trouble': { before: trouble('teams', 'teams-trouble'), there: /^Teams has not/ },
  'home-consent-lost': { before: trouble('teams', 'consent-lost'), there: /withdrew its consent/ },
  'home-old': {
    after: async (opened) => {
      const { page } = opened;
      await stands(opened);
      await refuse('/links/*/details', 'store-unavailable', 503)(page);
      await page.evaluate(
        `document.querySelector('#tab').contentWindow.dispatchEvent(new Event('online'))`,
      );
    },
    there: /^We cannot reach our service/,
  },
  explain: {
    after: ({ tab }) =>
      tab
        .getByRole('link', { name: /You chose Lunch in VCC/ })
        .first()
        .click(),
    there: 'Teams shows Away because you chose Lunch.',
  },
  'explain-gone': { view: { sub: 'explain/999999999' }, there: /^This record is not kept/ },
  'no-such-page': { view: { sub: 'nowhere' }, there: 'There is no such page.' },
  settings: { ...SETTINGS, there: 'Your link' },
  'settings-meanwhile': {
    ...SETTINGS,
    before: refuseSent('/me/preferences', 'edited-meanwhile', 412),
    after: ({ tab }) => tab.getByRole('radio', { name: /^Nothing/ }).click(),
    there: /^You changed this somewhere else/,
  },
  'settings-long-name': {
    ...SETTINGS,
    before: change('/me/link', ({ agent }) => ({
      agent: { ...(agent as object), name: LONG, agentId: '9'.repeat(60) },
    })),
    after: click('Unlink'),
    there: /^Unlink from Gesundheits/,
  },
  'settings-unlink': { ...SETTINGS, after: click('Unlink'), there: /^Unlink from Juniper/ },
  'settings-delete': { ...SETTINGS, after: click('Delete my data'), there: /^Delete all we keep/ },
  'part-missing': {
    before: async (page) =>
      void (await page.route('**/assets/Settings-*', (route) => route.abort())),
    after: ({ tab }) => tab.getByRole('link', { name: 'Settings' }).click(),
    there: /^Our service does not answer/,
  },
  'sign-in-consent': { view: { signIn: 'consent' }, there: /^Microsoft asks you once/ },
  'sign-in-failed': { view: { signIn: 'refused' }, there: /^Teams did not sign you in/ },
  'sign-in-ended': {
    before: refuse('/**', 'token-refused', 401),
    there: /^Your sign-in has ended/,
  },
  problem: {
    before: refuse('/me/link', 'store-unavailable', 503),
    there: /send your admin the code 503/,
  },
  'problem-far': {
    before: async (page) => void (await page.route(`${API}/**`, (route) => route.abort())),
    there: /^Our service does not answer/,
  },
  'not-enabled': { key: OUTSIDER, there: /is not switched on/ },
  'first-run': { key: NEWCOMER, there: 'One status in both places' },
  'first-run-no-match': { key: ADMIN, there: 'No VCC agent has your mail address.' },
  'first-run-number': {
    key: ADMIN,
    after: click(/^Prove it in ContactPad/),
    there: 'Agent number',
  },
  'first-run-refused': {
    key: NEWCOMER,
    before: refuseSent('/me/link', 'agent-linked', 409),
    after: click(/^Link as/),
    there: /^That agent is linked to somebody/,
  },
  'first-run-proof': { key: NEWCOMER, before: proving(), there: 'Watching' },
  'first-run-proof-over': {
    key: NEWCOMER,
    before: proving({ status: 'failed', code: 'proof-expired' }),
    there: 'Try two other states',
  },
  'first-run-proof-linked': {
    key: NEWCOMER,
    before: proving({ status: 'linked', seen: 2 }),
    there: /^You are linked\./,
  },
  'first-run-waiting': {
    key: NEWCOMER,
    before: joining(request('open')),
    there: 'Your request is on its way',
  },
  'first-run-declined': {
    key: NEWCOMER,
    before: joining(request('declined')),
    there: /^Your admin did not agree/,
  },
};
