import type { SandboxClock } from '../clock';
import type { EntraApp } from '../contract';
import type { Directory } from './directory';
import type { KeyRing } from './key-ring';

/** Undocumented or rare behaviour; defaults are named in README.md. */
export interface EntraKnobs {
  /** Lifetime of access tokens; Entra varies it between 60 and 90 minutes. */
  tokenLifetimeS: number;
  /** How Entra says that an app has no consent in a tenant. */
  missingConsent: 'AADSTS700016' | 'AADSTS7000229';
  /** Tenant id the admin-consent redirect names instead of the true one. */
  forgedConsentTenant: string | undefined;
  /** People (object ids) whose on-behalf-of exchange answers `interaction_required`. */
  interactionRequiredFor: Set<string>;
  /** Can clients read access tokens for Graph? Microsoft promises neither (graph.md 7.3). */
  graphTokens: 'jwt' | 'opaque';
  /** Client ids whose secret has run out. */
  expiredSecrets: Set<string>;
}

export interface RefreshGrant {
  readonly tenantId: string;
  readonly clientId: string;
  readonly personId: string;
  readonly scopes: readonly string[];
}

/** What the parts of the sandbox Entra share. */
export interface EntraState {
  readonly clock: SandboxClock;
  readonly directory: Directory;
  readonly keys: KeyRing;
  readonly knobs: EntraKnobs;
  /** Opaque access tokens with what they stand for. */
  readonly opaqueTokens: Map<string, string>;
  readonly refreshGrants: Map<string, RefreshGrant>;
  /** Base URL, known once the server listens. */
  url: string;
}

export const GRAPH_AUDIENCE = 'https://graph.microsoft.com';
const DEFAULT_DELEGATED = ['User.Read', 'Presence.Read.All'];

export function delegatedPermissions(app: EntraApp): readonly string[] {
  return app.delegatedPermissions ?? DEFAULT_DELEGATED;
}

export const issuerV1 = (tenantId: string): string => `https://sts.windows.net/${tenantId}/`;

/** The sandbox is a cloud of its own, so its v2 issuer is its own URL. */
export const issuerV2 = (state: EntraState, tenantId: string): string =>
  `${state.url}/${tenantId}/v2.0`;
