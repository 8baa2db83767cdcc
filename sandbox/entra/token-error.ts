import { randomUUID } from 'node:crypto';
import { replyJson } from '../http/message';
import type { Reply } from '../http/message';

export interface TokenProblem {
  /** AADSTS number. */
  readonly code: number;
  readonly error: string;
  readonly message: string;
  readonly status?: number;
  readonly suberror?: string;
  /** Claims challenge, as a JSON text. */
  readonly claims?: string;
}

/** The error body of the token endpoint (graph.md 7.3, 7.4). */
export function replyTokenProblem(problem: TokenProblem, nowMs: number): Reply {
  const traceId = randomUUID();
  const correlationId = randomUUID();
  const timestamp = new Date(nowMs).toISOString().replace('T', ' ').replace(/\.\d+/, '');
  const tail = `Trace ID: ${traceId} Correlation ID: ${correlationId} Timestamp: ${timestamp}`;
  return replyJson(problem.status ?? 400, {
    error: problem.error,
    error_description: `AADSTS${problem.code}: ${problem.message} ${tail}`,
    error_codes: [problem.code],
    timestamp,
    trace_id: traceId,
    correlation_id: correlationId,
    error_uri: `https://login.microsoftonline.com/error?code=${problem.code}`,
    ...(problem.suberror ? { suberror: problem.suberror } : {}),
    ...(problem.claims ? { claims: problem.claims } : {}),
  });
}

export const missingParameter = (name: string): TokenProblem => ({
  code: 900144,
  error: 'invalid_request',
  message: `The request body must contain the following parameter: '${name}'.`,
});

export const unknownTenant = (tenant: string): TokenProblem => ({
  code: 90002,
  error: 'invalid_request',
  message: `Tenant '${tenant}' not found. Check to make sure you have the correct tenant ID.`,
});

export const unknownApplication = (clientId: string, tenant: string): TokenProblem => ({
  code: 700016,
  error: 'unauthorized_client',
  message: `Application with identifier '${clientId}' was not found in the directory '${tenant}'.`,
});

export const missingPrincipal = (clientId: string, tenant: string): TokenProblem => ({
  code: 7000229,
  error: 'unauthorized_client',
  message: `The client application ${clientId} is missing service principal in the tenant ${tenant}.`,
});

export const badSecret = (clientId: string): TokenProblem => ({
  code: 7000215,
  error: 'invalid_client',
  status: 401,
  message: `Invalid client secret provided for app '${clientId}'.`,
});

export const expiredSecret = (clientId: string): TokenProblem => ({
  code: 7000222,
  error: 'invalid_client',
  status: 401,
  message: `The provided client secret keys for app '${clientId}' are expired.`,
});

export const missingCredential: TokenProblem = {
  code: 7000218,
  error: 'invalid_client',
  status: 401,
  message:
    "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
};

export const badClientAssertion: TokenProblem = {
  code: 700027,
  error: 'invalid_client',
  status: 401,
  message: 'The certificate with identifier used to sign the client assertion is not registered.',
};

export const badAssertion = (why: string): TokenProblem => ({
  code: 50013,
  error: 'invalid_grant',
  message: `Assertion failed signature validation. [Reason - ${why}]`,
});

export const wrongAssertionAudience: TokenProblem = {
  code: 500131,
  error: 'invalid_grant',
  message: 'Assertion audience does not match the Client app presenting the assertion.',
};

export const appOnlyAssertion: TokenProblem = {
  code: 7000114,
  error: 'unauthorized_client',
  message: 'Application is not allowed to make application on-behalf-of calls.',
};

export const consentMissing = (clientId: string): TokenProblem => ({
  code: 65001,
  error: 'invalid_grant',
  suberror: 'consent_required',
  message: `The user or administrator has not consented to use the application with ID '${clientId}'.`,
});

export const interactionRequired: TokenProblem = {
  code: 50079,
  error: 'interaction_required',
  suberror: 'basic_action',
  message:
    'Due to a configuration change made by your administrator, you must enroll in multi-factor authentication.',
  claims: '{"access_token":{"polids":{"essential":true,"values":["sandbox"]}}}',
};

export const staleRefreshToken: TokenProblem = {
  code: 50173,
  error: 'invalid_grant',
  suberror: 'bad_token',
  message: 'The provided grant has expired due to it being revoked, a fresh auth token is needed.',
};

export const wrongScope = (scope: string): TokenProblem => ({
  code: 1002012,
  error: 'invalid_scope',
  message: `The provided value for scope ${scope} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier.`,
});

export const unknownResource = (resource: string, tenant: string): TokenProblem => ({
  code: 500011,
  error: 'invalid_resource',
  message: `The resource principal named ${resource} was not found in the tenant named ${tenant}.`,
});

export const unknownGrant = (grant: string): TokenProblem => ({
  code: 70003,
  error: 'unsupported_grant_type',
  message: `The app requested an unsupported grant type '${grant}'.`,
});
