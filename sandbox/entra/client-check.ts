import { timingSafeEqual } from 'node:crypto';
import type { EntraApp } from '../contract';
import { formBody } from '../http/message';
import type { Ask } from '../http/message';
import { decodeJwt, isInForce } from './jwt';
import type { EntraState } from './state';
import {
  badClientAssertion,
  badSecret,
  expiredSecret,
  missingCredential,
  missingParameter,
  unknownApplication,
} from './token-error';
import type { TokenProblem } from './token-error';

const JWT_BEARER = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** The app that asks for a token, or why it is not believed. */
export function checkClient(state: EntraState, ask: Ask, tenant: string): EntraApp | TokenProblem {
  const form = formBody(ask);
  const assertion = form.get('client_assertion');
  const basic = basicCredentials(ask);
  const clientId = form.get('client_id') ?? basic?.id ?? issuerOf(assertion);
  if (!clientId) return missingParameter('client_id');
  const app = state.directory.app(clientId);
  if (!app) return unknownApplication(clientId, tenant);
  const secret = form.get('client_secret') ?? basic?.secret;
  if (assertion !== null && form.get('client_assertion_type') === JWT_BEARER) {
    return isOwnAssertion(state, assertion, app) ? app : badClientAssertion;
  }
  if (!secret) return missingCredential;
  if (!isSame(secret, app.clientSecret)) return badSecret(clientId);
  return state.knobs.expiredSecrets.has(app.clientId) ? expiredSecret(clientId) : app;
}

/** Certificates are not registered here, so the signature is not checked: issuer and subject are. */
function isOwnAssertion(state: EntraState, assertion: string, app: EntraApp): boolean {
  const claims = decodeJwt(assertion)?.claims;
  // Clients date their assertions by real time, which the sandbox's clock may have left behind.
  const isCurrent =
    claims && (isInForce(claims, Date.now()) || isInForce(claims, state.clock.now()));
  return Boolean(isCurrent) && claims?.['iss'] === app.clientId && claims['sub'] === app.clientId;
}

function issuerOf(assertion: string | null): string | undefined {
  const issuer = assertion === null ? undefined : decodeJwt(assertion)?.claims['iss'];
  return typeof issuer === 'string' ? issuer : undefined;
}

function basicCredentials(ask: Ask): { readonly id: string; readonly secret: string } | undefined {
  const encoded = /^Basic\s+(\S+)$/i.exec(ask.headers.authorization ?? '')?.[1];
  const [id, secret] = Buffer.from(encoded ?? '', 'base64')
    .toString('utf8')
    .split(':');
  return id && secret
    ? { id: decodeURIComponent(id), secret: decodeURIComponent(secret) }
    : undefined;
}

function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
