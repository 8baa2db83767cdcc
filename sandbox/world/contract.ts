import type { MovableClock } from '../clock';
import type {
  Faults,
  GraphKnobs,
  SeenRequest,
  SimulatedAgent,
  SimulatedPerson,
  VccAccount,
} from '../contract';

export type WorldRole = 'agent' | 'admin' | 'not-enabled';

/** Somebody the page can be used as. Read anew at each use, so `linkId` may be a getter. */
export interface WorldPerson {
  /** Short and stable: stands in the page's address. */
  readonly key: string;
  readonly role: WorldRole;
  readonly name: string;
  readonly agent?: SimulatedAgent;
  readonly account?: VccAccount;
  readonly person: SimulatedPerson;
  readonly linkId?: string | undefined;
}

/** Where the product's own records are read. The token never reaches the browser. */
export interface EngineView {
  /** Base address of the product, without `/api/v1`. */
  readonly apiUrl: string;
  /** SSO token of an administrator of the sandbox; asked anew for each connection and each poll. */
  token(): Promise<string>;
}

export interface WorldOptions {
  readonly clock: MovableClock;
  /** 0 or absent: any free port. */
  readonly port?: number;
  readonly people: readonly WorldPerson[];
  readonly engine?: EngineView;
  /** With it the page offers "VCC down". */
  readonly vcc?: { readonly faults: Faults };
  /** With it the page offers Graph's failures and shows its budget. */
  readonly graph?: WorldGraph;
  /** The product's client id in Entra: tells "set by us" from "set by another app". */
  readonly productAppId?: string;
  /** With it the page offers the product's tab as the chosen person. */
  readonly tabUrl?: (key: string) => string;
  /** With it the page offers a chat with the product's bot, where one person is always the same. */
  readonly chat?: ChatDoor;
  /** Moves time in place of `clock.advance`, where more than the sandbox has to move along. */
  readonly advance?: (ms: number) => Promise<void>;
}

export interface ChatDoor {
  readonly url: string;
  /** Who chats there. */
  readonly name: string;
}

export interface WorldGraph {
  readonly faults: Faults;
  readonly requests: readonly SeenRequest[];
  readonly knobs?: Pick<GraphKnobs, 'budget'>;
  onChange?(listener: (tenantId: string, personId: string) => void): () => void;
}

export interface WorldPage {
  /** `http://127.0.0.1:port` */
  readonly url: string;
  close(): Promise<void>;
}

// ---- What the page is told -------------------------------------------------------------------

export interface PageState {
  readonly people: readonly {
    readonly key: string;
    readonly role: WorldRole;
    readonly name: string;
  }[];
  readonly person: PersonView;
  readonly switches: readonly SwitchView[];
}

export interface PersonView {
  readonly key: string;
  readonly role: WorldRole;
  readonly name: string;
  /** Where the product's tab opens as this person. */
  readonly tabUrl?: string;
  readonly chat?: ChatDoor;
  readonly vcc?: AgentView;
  readonly teams: TeamsView;
}

export interface AgentView {
  readonly agentId: string;
  readonly state: string;
  readonly presenceId: string;
  readonly category: string;
  readonly categoryName: string;
  readonly since: number;
  readonly occupancy: 'free' | 'engaged' | 'wrapping-up';
  readonly occupancySince: number;
  readonly onHold: boolean;
  readonly isLoggedIn: boolean;
  readonly loggedInSince: number;
  readonly choices: readonly {
    readonly presenceId: string;
    readonly label: string;
    readonly category: string;
  }[];
}

export interface TeamsView {
  readonly availability: string;
  readonly activity: string;
  readonly since: number;
  /** Availability the person chose by hand, if one is in force. */
  readonly handSet?: string;
  /** Activity of the call the person is in. */
  readonly call?: string;
  readonly inMeeting: boolean;
  readonly isFocusing: boolean;
  readonly isOutOfOffice: boolean;
  readonly isIdle: boolean;
  readonly isOpen: boolean;
  readonly held: readonly HeldView[];
}

export interface HeldView {
  readonly label: string;
  readonly availability: string;
  readonly activity: string;
  readonly endsAt?: number;
}

export type SwitchSide = 'vcc' | 'teams';

export interface SwitchView {
  readonly name: string;
  readonly side: SwitchSide;
  readonly label: string;
  readonly hint: string;
  readonly isOn: boolean;
}

export interface Figures {
  /** A change in VCC or Teams → the other side has answered. */
  readonly lastLoopMs?: number;
  /** Writes of the product for this person since the page was started. */
  readonly writes: number;
  readonly sessionMs: number;
  readonly budget?: { readonly used: number; readonly allowed: number; readonly windowMs: number };
}

export interface FeedStatus {
  readonly mode: 'none' | 'waiting' | 'live' | 'polling' | 'down';
  readonly sentence: string;
}
