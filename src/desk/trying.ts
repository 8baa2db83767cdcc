import type { Definition } from '../core/agent-state';
import { DeskError } from './problem';
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

/** Tries credentials in four steps. Throws `vcc-step-failed` or `vcc-unreachable` with the steps. */
export async function tryVcc(vcc: VccReach, login: AccountLogin): Promise<TriedAccount> {
  const steps: VccStep[] = [];
  const pass = <T>(step: VccStep['step'], reached: Reached<T>): T => {
    if (reached.kind !== 'ok') throw failStep(steps, step, reached);
    steps.push({ step, isOk: true, sentence: 'Works.' });
    return reached.value;
  };
  const scopes = pass('token', await vcc.tryCredentials(login));
  requireScopes(steps, scopes);
  const definitions = pass('definitions', await vcc.presenceDefinitions(login));
  pass('users', await vcc.users(login));
  const subscriptions = pass('webhooks', await vcc.subscriptions(login));
  return { steps, definitions, subscriptions };
}

function failStep(
  done: readonly VccStep[],
  step: VccStep['step'],
  reached: Exclude<Reached<never>, { kind: 'ok' }>,
): DeskError {
  const isAway = reached.kind === 'retry' || reached.kind === 'unknown';
  const cure = isAway ? 'VCC does not answer now; try again in a moment.' : CURES[step];
  const sentence = `The step "${step}" failed: ${reached.reason}. ${cure}`;
  return new DeskError(isAway ? 'vcc-unreachable' : 'vcc-step-failed', {
    detail: sentence,
    steps: [...done, { step, isOk: false, sentence }],
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

/** Application permissions of Microsoft Graph this product cannot do without. */
export const REQUIRED_ROLES = ['Presence.ReadWrite.All', 'User.Read.All'] as const;

/** Proof of consent: the roles in a fresh token of the tenant. Throws `consent-missing`. */
export async function requireConsent(graph: GraphReach, tenantId: string): Promise<void> {
  const reached = await graph.grantedRoles(tenantId);
  if (reached.kind === 'retry' || reached.kind === 'unknown') {
    throw new DeskError('microsoft-unreachable', { detail: reached.reason });
  }
  const granted = reached.kind === 'ok' ? reached.value : [];
  const missing = REQUIRED_ROLES.filter((role) => !granted.includes(role));
  if (missing.length === 0) return;
  throw new DeskError('consent-missing', {
    detail: `Missing application permissions of Microsoft Graph: ${missing.join(', ')}.`,
    missing,
  });
}
