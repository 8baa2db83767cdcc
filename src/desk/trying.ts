import type { Definition } from '../core/agent-state';
import type { DeskDeps } from './context';
import type { AccountTrial } from './contract';
import { REGIONS } from './contract-words';
import { describeMissing, listMissing } from './permissions';
import { DeskError } from './problem';
import { isBudgetSpent, readWait } from './reach';
import type { AccountLogin, AccountSubscription, GraphReach, Reached, VccReach } from './reach';

/** One step of trying an account; the first that fails is the last that was tried. */
export interface VccStep {
  readonly step: 'token' | 'definitions' | 'users' | 'webhooks';
  readonly isOk: boolean;
  /** What to do about it, where it failed. */
  readonly sentence: string;
}

export interface TriedAccount {
  readonly steps: readonly VccStep[];
  readonly definitions: readonly Definition[];
  readonly subscriptions: readonly AccountSubscription[];
}

/** Scopes of the API credentials (vcc.md 1). */
const SCOPES = ['users:read', 'users:write', 'admin:read', 'admin:write', 'stats'];

const SCOPE_LABELS: Readonly<Record<string, string>> = {
  'users:read': 'Read VCC user details, settings, and presences',
  'users:write': 'Update VCC user details, settings, and presences',
  'admin:read': 'Read administration settings',
  'admin:write': 'Update administration settings',
  stats: 'View Insights stats',
};

const CURES: Readonly<Record<VccStep['step'], string>> = {
  token: 'Check region, client id and client secret under API Credentials in the Admin Portal.',
  definitions: 'Give the credentials the scope "Read VCC user details, settings, and presences".',
  users: 'Give the credentials the scope "Read VCC user details, settings, and presences".',
  webhooks: 'Give the credentials the administration settings scopes.',
};

const BUSY = 'Our own budget of calls to VCC is spent for now; try again in a moment.';

/** Tries credentials in four steps. Throws `vcc-step-failed` or `vcc-unreachable` with the steps. */
export async function tryVcc(vcc: VccReach, login: AccountLogin): Promise<TriedAccount> {
  const steps: VccStep[] = [];
  const pass = <T>(step: VccStep['step'], reached: Reached<T>): T => {
    if (reached.kind !== 'ok') throw failStep(steps, step, reached);
    steps.push({ step, isOk: true, sentence: 'Works.' });
    return reached.value;
  };
  const token = await vcc.tryCredentials(login);
  if (token.kind === 'forbidden' && token.reason === 'bad-credentials') {
    await refuseOtherRegion(vcc, login);
  }
  const scopes = pass('token', token);
  requireScopes(steps, scopes);
  const definitions = pass('definitions', await vcc.presenceDefinitions(login));
  pass('users', await vcc.users(login));
  const subscriptions = pass('webhooks', await vcc.subscriptions(login));
  return { steps, definitions, subscriptions };
}

/** The same credentials work in one region alone (vcc.md, hosts and regions). */
async function refuseOtherRegion(vcc: VccReach, login: AccountLogin): Promise<void> {
  for (const region of REGIONS.filter((one) => one !== login.region)) {
    const reached = await vcc.tryCredentials({ ...login, key: `${login.key}/${region}`, region });
    if (reached.kind !== 'ok') continue;
    const sentence = `The credentials work in the region ${region}, not in ${login.region}: choose ${region}.`;
    const steps: readonly VccStep[] = [{ step: 'token', isOk: false, sentence }];
    throw new DeskError('region-mismatch', { detail: sentence, region, steps });
  }
}

function failStep(
  done: readonly VccStep[],
  step: VccStep['step'],
  reached: Exclude<Reached<never>, { kind: 'ok' }>,
): DeskError {
  const isAway = reached.kind === 'retry' || reached.kind === 'unknown';
  const isBusy = isAway && isBudgetSpent(reached);
  const wait = isBusy ? BUSY : 'VCC does not answer now; try again in a moment.';
  const cure = isAway ? wait : CURES[step];
  const sentence = `The step "${step}" failed: ${reached.reason}. ${cure}`;
  const away = isBusy ? 'vcc-busy' : 'vcc-unreachable';
  return new DeskError(isAway ? away : 'vcc-step-failed', {
    detail: sentence,
    steps: [...done, { step, isOk: false, sentence }],
    ...(isAway ? readWait(reached) : {}),
  });
}

function requireScopes(done: readonly VccStep[], granted: readonly string[]): void {
  const missing = SCOPES.filter((scope) => !granted.includes(scope));
  if (missing.length === 0) return;
  const labels = missing.map((scope) => `"${SCOPE_LABELS[scope] ?? scope}" (${scope})`);
  const sentence = `The credentials lack these scopes: ${labels.join(', ')}.`;
  const token: VccStep = { step: 'token', isOk: false, sentence };
  throw new DeskError('vcc-step-failed', {
    detail: sentence,
    steps: [...done.filter(({ step }) => step !== 'token'), token],
    missing,
  });
}

/** What trying an account came to, for people: nothing is kept (JN6). */
export async function tryAccount(
  deps: Pick<DeskDeps, 'vcc'>,
  login: AccountLogin,
): Promise<Pick<AccountTrial, 'steps' | 'region'>> {
  try {
    const { steps } = await tryVcc(deps.vcc, login);
    return { steps: [...steps], region: null };
  } catch (error) {
    if (!(error instanceof DeskError)) throw error;
    const { steps, region } = error.more as { steps?: VccStep[]; region?: AccountTrial['region'] };
    if (!steps) throw error;
    return { steps, region: region ?? null };
  }
}

const NOT_BELIEVED = 'token-not-believed';
const BELIEVE =
  'Microsoft answers, and does not accept our own token for your organisation (401). ' +
  'Where that lasts longer than some minutes, the operator has to look at the app registration.';

/** Proof of consent: the roles in a fresh token of the tenant. Throws `consent-missing`. */
export async function requireConsent(
  graph: GraphReach,
  tenantId: string,
): Promise<readonly string[]> {
  const reached = await graph.grantedRoles(tenantId);
  if (reached.kind === 'retry' || reached.kind === 'unknown') {
    const detail = reached.reason === NOT_BELIEVED ? BELIEVE : reached.reason;
    throw new DeskError('microsoft-unreachable', { detail });
  }
  const granted = reached.kind === 'ok' ? reached.value : [];
  const missing = listMissing(granted);
  if (missing.length === 0) return granted;
  const roles = missing.map(({ role }) => role);
  throw new DeskError('consent-missing', { detail: describeMissing(missing), missing: roles });
}
