import { formBody, replyJson } from '../http/message';
import type { Ask, Reply } from '../http/message';
import type { Account } from './account';
import { TOKEN_LIFETIME_S } from './credentials';

export interface ClientDirectory {
  readonly find: (clientId: string, clientSecret: string) => Account | undefined;
  readonly invalidClientStatus: (clientId: string) => number;
}

/** `POST /Auth/connect/token` (section 1): client credentials in the body or as HTTP Basic. */
export function answerTokenRequest(ask: Ask, clients: ClientDirectory): Reply {
  const form = isForm(ask) ? formBody(ask) : new URLSearchParams();
  if (form.get('grant_type') !== 'client_credentials') {
    return refuse('unsupported_grant_type', 'Invalid grant_type');
  }
  const scopes = (form.get('scope') ?? '').split(' ').filter((scope) => scope !== '');
  if (scopes.length === 0) return refuse('invalid_scope', 'You must specify a scope');
  const { clientId, clientSecret } = credentialsOf(ask, form);
  const account = clients.find(clientId, clientSecret);
  if (!account) return refuseClient(clients.invalidClientStatus(clientId));
  return issue(account, scopes);
}

function issue(account: Account, scopes: readonly string[]): Reply {
  const isRefusedAsOne = account.knobs.multiScope === 'refuse' && scopes.length > 1;
  const wrong = isRefusedAsOne
    ? scopes.join(' ')
    : scopes.find((scope) => !account.credentials.mayAsk(scope));
  if (wrong !== undefined) return refuse('invalid_scope', `"${wrong}" is an invalid scope`);
  return replyJson(200, {
    access_token: account.credentials.issue(scopes),
    expires_in: TOKEN_LIFETIME_S,
    token_type: 'Bearer',
  });
}

function refuse(error: string, description: string): Reply {
  return replyJson(400, { error, error_description: description });
}

function refuseClient(status: number): Reply {
  const body = { error: 'invalid_client', error_description: 'Invalid client credentials' };
  return replyJson(status, body);
}

function isForm(ask: Ask): boolean {
  const type = ask.headers['content-type'] ?? '';
  return type.toLowerCase().startsWith('application/x-www-form-urlencoded');
}

function credentialsOf(
  ask: Ask,
  form: URLSearchParams,
): { readonly clientId: string; readonly clientSecret: string } {
  const basic = /^Basic\s+(\S+)$/i.exec(ask.headers.authorization ?? '')?.[1];
  if (basic === undefined) {
    return {
      clientId: form.get('client_id') ?? '',
      clientSecret: form.get('client_secret') ?? '',
    };
  }
  const [clientId = '', ...rest] = Buffer.from(basic, 'base64').toString('utf8').split(':');
  return { clientId, clientSecret: rest.join(':') };
}
