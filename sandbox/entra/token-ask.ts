import type { EntraApp } from '../contract';
import type { TokenProblem } from './token-error';

/** A token request whose client has been believed. */
export interface TokenAsk {
  readonly tenantId: string;
  readonly app: EntraApp;
  readonly form: URLSearchParams;
}

export type TokenAnswer = Readonly<Record<string, unknown>> | TokenProblem;
