/**
 * What the sandbox servers offer to the world page and to tests, in process.
 * Their HTTP side is the vendors' (see README.md here for sources, deviations and guesses).
 */
import type { SandboxClock } from './clock';

/** A request that should go wrong on purpose. The first matching rule decides. */
export interface Fault {
  readonly method?: string;
  readonly path?: RegExp;
  /** Answer this status instead of working; 2xx is allowed (with `body`). */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Answer this text as the body (nonsense, HTML, half JSON). */
  readonly body?: string;
  /** Wait before going on, on the sandbox's clock. */
  readonly delayMs?: number;
  /** Cut the connection: before the request is worked on, or after it (the caller cannot tell). */
  readonly cut?: 'before' | 'after';
  /** How often it applies; for ever when absent. */
  readonly times?: number;
}

export interface Faults {
  /** Adds a rule; the answer takes it away again. */
  add(fault: Fault): () => void;
  clear(): void;
}

/** One request as a server saw it: for tests that count calls, and for the world page. */
export interface SeenRequest {
  readonly at: number;
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  /** Without the `?`; absent when empty. */
  readonly query?: string;
  /** 0 when the connection was cut. */
  readonly status: number;
  readonly body?: unknown;
}

export interface SandboxServer {
  /** `http://127.0.0.1:port` (Entra: https). */
  readonly url: string;
  readonly faults: Faults;
  /** Every request answered so far, oldest first; `clear` by setting `length = 0`. */
  readonly requests: SeenRequest[];
  close(): Promise<void>;
}

export interface ServerOptions {
  readonly clock: SandboxClock;
  readonly port?: number;
}

// ---- Entra ---------------------------------------------------------------------------------

export interface EntraApp {
  readonly clientId: string;
  readonly clientSecret: string;
  /** `api://host/clientId`; audience of v1 tokens. */
  readonly applicationIdUri: string;
  readonly redirectUris: readonly string[];
  /** Application permissions of Graph that consent grants. */
  readonly applicationPermissions: readonly string[];
  /** Delegated permissions of Graph that consent grants: User.Read and Presence.Read.All when absent. */
  readonly delegatedPermissions?: readonly string[];
}

export interface EntraSandbox extends SandboxServer {
  /** PEM of the certificate it serves, for NODE_EXTRA_CA_CERTS or a client's CA option. */
  readonly certificatePem: string;
  readonly certificatePath: string;
  registerApp(app: EntraApp): void;
  addTenant(tenant: {
    readonly tenantId: string;
    readonly consentedApps?: readonly string[];
  }): void;
  consent(tenantId: string, clientId: string): void;
  withdrawConsent(tenantId: string, clientId: string): void;
  /** New signing key; old keys stay listed for `keepOldMs`. */
  rotateKeys(keepOldMs?: number): void;
  /** Teams-style SSO token for a person of a tenant, v2 unless said otherwise. */
  ssoToken(ask: {
    readonly tenantId: string;
    readonly personId: string;
    readonly clientId: string;
    readonly name?: string;
    readonly upn?: string;
    readonly roles?: readonly string[];
    readonly wids?: readonly string[];
    readonly version?: '1.0' | '2.0';
    /** Overrides any claim, to make bad tokens. */
    readonly claims?: Readonly<Record<string, unknown>>;
  }): Promise<string>;
  /** Checks an access token it issued for Graph; undefined when not valid now. */
  readAccessToken(token: string): GraphTokenClaims | undefined;
}

export interface GraphTokenClaims {
  readonly tenantId: string;
  readonly appId: string;
  readonly roles: readonly string[];
  /** Set on delegated tokens. */
  readonly personId?: string;
  readonly scopes?: readonly string[];
}

// ---- Graph ---------------------------------------------------------------------------------

export interface PresencePair {
  readonly availability: string;
  readonly activity: string;
}

export interface GraphSandbox extends SandboxServer {
  readonly knobs: GraphKnobs;
  addTenant(tenantId: string): void;
  addPerson(tenantId: string, person: PersonSeed): SimulatedPerson;
  person(tenantId: string, personId: string): SimulatedPerson | undefined;
  /** Called after every visible change of anybody's presence. */
  onChange(listener: (tenantId: string, personId: string) => void): () => void;
}

/** Undocumented behaviour; every default is a guess and stands in README.md as one. */
export interface GraphKnobs {
  /** Lag of reads behind writes. */
  readLagMs: number;
  /** 200 or 204 for presence writes. */
  writeStatus: 200 | 204;
  unknownIds: 'omit' | 'PresenceUnknown' | '404';
  /** Does clearUserPreferredPresence lift what the person set by hand in the client? */
  clearLiftsHandSet: boolean;
  sendSequenceNumber: boolean;
  /** Does a call of the person's own client show on top of a preferred Busy? */
  callShowsOverPreferred: boolean;
  /** Budget per app and tenant. */
  budget: { requests: number; windowMs: number };
  /** Minutes of client inactivity until idle, and until Away. */
  clientIdleMs: number;
  clientAwayMs: number;
}

export interface PersonSeed {
  readonly id: string;
  readonly displayName: string;
  readonly userPrincipalName: string;
  readonly mail?: string;
  readonly givenName?: string;
  readonly surname?: string;
  readonly department?: string;
  readonly jobTitle?: string;
  readonly businessPhones?: readonly string[];
  readonly mobilePhone?: string;
  readonly accountEnabled?: boolean;
  readonly userType?: 'Member' | 'Guest';
  /** Starts with an active desktop client (default true). */
  readonly signedIn?: boolean;
}

export interface SimulatedPerson {
  readonly id: string;
  readonly tenantId: string;
  readonly displayName: string;
  readonly userPrincipalName: string;
  /** What colleagues see. */
  shown(): PresencePair & { readonly sequenceNumber: string; readonly since: number };
  /** Status chosen in the person's own Teams client: Available, Busy, DoNotDisturb, BeRightBack, Away, Offline. */
  setByHand(availability: string): void;
  /** "Reset status" in the client. */
  resetStatus(): void;
  joinCall(activity?: 'InACall' | 'InAConferenceCall' | 'Presenting'): void;
  leaveCall(): void;
  startMeeting(): void;
  endMeeting(): void;
  startFocusing(): void;
  endFocusing(): void;
  setOutOfOffice(on: boolean): void;
  /** Stops touching mouse and keyboard: the client goes idle and then Away after the knobs' times. */
  goIdle(): void;
  /** The client's own Away at once, as if the idle time had passed. */
  goAwayByIdleness(): void;
  touchMouse(): void;
  closeLaptop(): void;
  openLaptop(): void;
  /** What Graph holds beneath what is shown, for the world page. */
  held(): readonly HeldPresence[];
}

export interface HeldPresence {
  readonly kind: 'preferred' | 'app-session' | 'client' | 'meeting' | 'out-of-office' | 'focusing';
  /** App id of a session or of who set the preferred state; absent when set by hand. */
  readonly by?: string;
  readonly availability: string;
  readonly activity: string;
  readonly endsAt?: number;
}

// ---- VCC -----------------------------------------------------------------------------------

export interface VccSandbox extends SandboxServer {
  addAccount(seed: AccountSeed): VccAccount;
  account(accountKey: string): VccAccount | undefined;
  /** Resolves when no webhook of any account is under way (those waiting for their time do not count). */
  idle?(): Promise<void>;
}

export interface AccountSeed {
  /** Where it lives: another region knows nothing of it (emea when absent). */
  readonly region?: 'emea' | 'nam' | 'apac';
  readonly accountKey: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Scopes the credentials may ask for; all of the API map when absent. */
  readonly scopes?: readonly string[];
  /** Default presences of the sheet (7.1) when absent. */
  readonly definitions?: readonly PresenceDefinition[];
}

export interface PresenceDefinition {
  readonly presenceId: string;
  readonly selectable: boolean;
  readonly category: {
    readonly categoryType: string;
    readonly description: string;
    readonly subCategory?: string;
  };
  readonly description: string;
}

/** Undocumented behaviour; every default is a guess and stands in README.md as one. */
export interface VccKnobs {
  patchWhileEngaged: 'accept' | 'defer' | 'refuse';
  patchLoggedOut: 'accept' | 'refuse';
  patchNonSelectable: 'accept' | 'refuse';
  patchSamePresence: 'no-op' | 'bump';
  unknownIds: 'omit' | '404';
  eventCategoryCase: 'camel' | 'snake';
  /** Delays before the second, third … attempt; the last one repeats until 24 h are over. */
  retryDelaysMs: readonly number[];
  webhookTimeoutMs: number;
  activationDelayMs: number;
  budget: { requests: number; windowMs: number };
  /** Latency of a webhook after the change. */
  deliveryDelayMs: number;
  /** Between 0 and 1, decided by a seeded generator. */
  deliverTwice: number;
  lose: number;
  /** Up to this much extra delay per event, so that events overtake each other. */
  shuffleMs: number;
  /** Send `agent.presencechanged` as v1 or v0. */
  eventVersion: 'v1' | 'v0';
  seed: number;
  /** Answer of the token endpoint to a wrong client id or secret. */
  invalidClientStatus?: 400 | 401;
  /** May one token carry several scopes? */
  multiScope?: 'accept' | 'refuse';
  deleteSubscriptionStatus?: 200 | 204;
  /** Answer to an accepted `POST /v0/{accountKey}/calls/`. */
  callStatus?: 200 | 201 | 202;
  /** So many failed attempts in a row disable a subscription; never when 0. */
  disableAfterFailures?: number;
}

/** A click-to-dial request that was accepted. */
export interface RecordedCall {
  readonly at: number;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface VccAccount {
  readonly accountKey: string;
  readonly definitions: readonly PresenceDefinition[];
  readonly knobs: VccKnobs;
  readonly agents: readonly SimulatedAgent[];
  /** Subscriptions as they stand, secret included. */
  subscriptions(): readonly (Readonly<Record<string, unknown>> & {
    readonly subscriptionId: string;
    readonly url: string;
    readonly secret: string;
  })[];
  addAgent(seed: AgentSeed): SimulatedAgent;
  archive(userId: string): void;
  restore(userId: string): void;
  revokeCredentials(): void;
  onChange(listener: (agent: SimulatedAgent) => void): () => void;
  /** Resolves when no webhook of the account is under way (those waiting for their time do not count). */
  idle?(): Promise<void>;
  /** New credentials made in the Admin Portal; tokens of the old ones stop working. */
  replaceCredentials?(credentials: {
    readonly clientId: string;
    readonly clientSecret: string;
  }): void;
  /** Accepted click-to-dial requests, oldest first. */
  calls?(): readonly RecordedCall[];
}

export interface AgentSeed {
  readonly userId: string;
  /** agentDisplayId */
  readonly agentId: string;
  readonly name: string;
  readonly email: string;
  readonly role?: 'Agent' | 'Supervisor' | 'Admin';
  readonly actAsAgent?: boolean;
  /** Description of the presence to start with; Logged Out when absent. */
  readonly presence?: string;
  /** Names of skills and groups of the user. */
  readonly skills?: readonly string[];
  readonly groups?: readonly string[];
}

export interface SimulatedAgent {
  readonly userId: string;
  readonly agentId: string;
  readonly name: string;
  readonly email: string;
  /** Current presence definition and the instant it was taken. */
  presence(): { readonly definition: PresenceDefinition; readonly since: number };
  occupancy(): 'free' | 'engaged' | 'wrapping-up';
  /** The agent picks a state in ContactPad, by description (case-insensitive) or presenceId. */
  choose(state: string): void;
  logIn(): void;
  logOut(): void;
  /** Interaction channel alerted and connected; answers the channel id. Several at once are possible. */
  takeCall(): string;
  holdCall(channelId?: string): void;
  retrieveCall(channelId?: string): void;
  /** disconnected + wrapstarted */
  endCall(channelId?: string): void;
  /** ended */
  endWrapUp(channelId?: string): void;
}
