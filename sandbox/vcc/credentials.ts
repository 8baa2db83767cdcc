import { randomBytes } from 'node:crypto';
import type { SandboxClock } from '../clock';

export const TOKEN_LIFETIME_S = 7200;

/** Every scope of the API map (section 1). */
export const KNOWN_SCOPES: readonly string[] = [
  'agents-availability:read',
  'users:read',
  'users:write',
  'interaction-content:read',
  'interaction-content:delete',
  'stats',
  'interactions:write',
  'globalpci',
  'admin:read',
  'admin:write',
];

interface Token {
  readonly scopes: ReadonlySet<string>;
  readonly expiresAt: number;
}

/** API credentials of one account and the tokens given out for them. */
export class Credentials {
  readonly #clock: SandboxClock;
  readonly #allowedScopes: ReadonlySet<string>;
  readonly #tokens = new Map<string, Token>();
  #clientId: string;
  #clientSecret: string;
  #isRevoked = false;

  constructor(options: {
    readonly clock: SandboxClock;
    readonly clientId: string;
    readonly clientSecret: string;
    readonly scopes: readonly string[] | undefined;
  }) {
    this.#clock = options.clock;
    this.#clientId = options.clientId;
    this.#clientSecret = options.clientSecret;
    this.#allowedScopes = new Set(options.scopes ?? KNOWN_SCOPES);
  }

  fits(clientId: string, clientSecret: string): boolean {
    return !this.#isRevoked && clientId === this.#clientId && clientSecret === this.#clientSecret;
  }

  belongsTo(clientId: string): boolean {
    return clientId === this.#clientId;
  }

  mayAsk(scope: string): boolean {
    return KNOWN_SCOPES.includes(scope) && this.#allowedScopes.has(scope);
  }

  issue(scopes: readonly string[]): string {
    this.#forgetExpired();
    const token = randomBytes(14).toString('hex');
    const expiresAt = this.#clock.now() + TOKEN_LIFETIME_S * 1000;
    this.#tokens.set(token, { scopes: new Set(scopes), expiresAt });
    return token;
  }

  /** Scopes of a token that is good now. */
  scopesOf(token: string): ReadonlySet<string> | undefined {
    const found = this.#tokens.get(token);
    return found && found.expiresAt > this.#clock.now() ? found.scopes : undefined;
  }

  revoke(): void {
    this.#isRevoked = true;
    this.#tokens.clear();
  }

  replace(clientId: string, clientSecret: string): void {
    this.revoke();
    this.#clientId = clientId;
    this.#clientSecret = clientSecret;
    this.#isRevoked = false;
  }

  #forgetExpired(): void {
    const now = this.#clock.now();
    for (const [token, { expiresAt }] of this.#tokens) {
      if (expiresAt <= now) this.#tokens.delete(token);
    }
  }
}
