import type { EntraApp } from '../contract';
import { formBody, replyHtml, replyRedirect } from '../http/message';
import type { Ask, Reply } from '../http/message';
import { consentPage, problemPage } from './consent-page';
import { delegatedPermissions } from './state';
import type { EntraState } from './state';

export type ConsentForm = 'v1' | 'v2';

interface ConsentAsk {
  readonly app: EntraApp;
  readonly redirectUri: string;
  /** Tenant of the path; undefined for `organizations` and `common`. */
  readonly tenantId: string | undefined;
  readonly fields: URLSearchParams;
}

/** The page an administrator meets (graph.md 7.5). */
export function showConsent(state: EntraState, ask: Ask, form: ConsentForm): Reply {
  const consentAsk = readConsentAsk(state, { ask, fields: ask.query, form });
  if (typeof consentAsk === 'string') return replyHtml(400, problemPage(consentAsk));
  const { app, tenantId, fields } = consentAsk;
  return replyHtml(
    200,
    consentPage({
      action: ask.path,
      appId: app.clientId,
      permissions: [...app.applicationPermissions, ...delegatedPermissions(app)],
      tenantIds: tenantId ? [tenantId] : state.directory.tenantIds(),
      fields,
    }),
  );
}

/** What the page's buttons post. */
export function decideConsent(state: EntraState, ask: Ask, form: ConsentForm): Reply {
  const fields = formBody(ask);
  const consentAsk = readConsentAsk(state, { ask, fields, form });
  if (typeof consentAsk === 'string') return replyHtml(400, problemPage(consentAsk));
  const tenantId = consentAsk.tenantId ?? fields.get('tenant')?.toLowerCase() ?? '';
  if (!state.directory.hasTenant(tenantId)) {
    return replyHtml(400, problemPage(`AADSTS90002: Tenant '${tenantId}' not found.`));
  }
  const isAccepted = fields.get('decision') === 'accept';
  if (isAccepted) state.directory.consent(tenantId, consentAsk.app.clientId);
  const answer = isAccepted
    ? success(state.knobs.forgedConsentTenant ?? tenantId, fields, form)
    : refusal(form);
  return replyRedirect(withQuery(consentAsk.redirectUri, answer, fields.get('state')));
}

function readConsentAsk(
  state: EntraState,
  {
    ask,
    fields,
    form,
  }: { readonly ask: Ask; readonly fields: URLSearchParams; readonly form: ConsentForm },
): ConsentAsk | string {
  const tenant = (ask.params['tenant'] ?? '').toLowerCase();
  const isShared = tenant === (form === 'v2' ? 'organizations' : 'common');
  if (!isShared && !state.directory.hasTenant(tenant)) {
    return `AADSTS90002: Tenant '${tenant}' not found.`;
  }
  const app = state.directory.app(fields.get('client_id') ?? '');
  if (!app) return `AADSTS700016: Application '${fields.get('client_id')}' was not found.`;
  const redirectUri = fields.get('redirect_uri') ?? '';
  if (!app.redirectUris.includes(redirectUri)) {
    return `AADSTS50011: The redirect URI '${redirectUri}' does not match the ones configured.`;
  }
  if (form === 'v2' && !fields.get('scope')) {
    return "AADSTS900144: The request must contain the following parameter: 'scope'.";
  }
  return { app, redirectUri, tenantId: isShared ? undefined : tenant, fields };
}

function success(tenantId: string, fields: URLSearchParams, form: ConsentForm): [string, string][] {
  return [
    ['admin_consent', 'True'],
    ['tenant', tenantId],
    ...(form === 'v2' ? ([['scope', fields.get('scope') ?? '']] as [string, string][]) : []),
  ];
}

function refusal(form: ConsentForm): [string, string][] {
  if (form === 'v1') {
    return [
      ['error', 'permission_denied'],
      ['error_description', 'The admin canceled the request'],
    ];
  }
  return [
    ['admin_consent', 'True'],
    ['error', 'consent_required'],
    ['error_description', 'AADSTS65004: User declined to consent to access the app.'],
  ];
}

function withQuery(uri: string, pairs: readonly [string, string][], state: string | null): string {
  const url = new URL(uri);
  for (const [name, value] of pairs) url.searchParams.append(name, value);
  if (state !== null) url.searchParams.append('state', state);
  return url.href;
}
