import { randomUUID } from 'node:crypto';
import { systemClock } from '../runtime/clock';
import type { Clock } from '../runtime/clock';
import type { Proof } from '../store/joining';
import { admit } from './access';
import type { Asker, Person } from './access';
import { createReadUsers } from './account-users';
import * as admin from './admin';
import * as colleagues from './colleagues';
import * as consent from './consent';
import type { Actor, DeskDeps } from './context';
import type { Removal } from './contract';
import { createFollowing } from './following';
import { getLinkDetails, getMyStanding } from './link-details';
import { createKnownTenants } from './known-tenants';
import * as joining from './joining';
import * as linking from './linking';
import * as matching from './matching';
import * as orders from './orders';
import * as personData from './person-data';
import * as preferences from './preferences';
import * as proofs from './proofs';
import * as queries from './queries';
import { createRecordFeed } from './record-feed';
import type { RecordFeed } from './record-feed';
import * as requests from './requests';
import * as terms from './terms';
import * as watchers from './watchers';

export type DeskOptions = Omit<DeskDeps, 'newId' | 'readUsers'> & {
  readonly newId?: () => string;
  /** Paces live streams; real time unless given. */
  readonly feedClock?: Clock;
};

/** An order or a question as its function takes it. */
type Order = (deps: never, person: Person, ...ask: never[]) => Promise<unknown>;

/** Who may give an order, and the function that carries it out: each order is let in here alone. */
type Row = readonly [Asker, Order];

const ORDERS = {
  getTenant: ['new-person', consent.getTenant],
  beginConsent: ['new-admin', consent.beginConsent],
  checkConsent: ['new-admin', consent.checkConsent],
  tryConnection: ['new-admin', admin.tryConnection],
  createConnection: ['new-admin', admin.createConnection],
  listConnections: ['admin', queries.listConnections],
  getConnection: ['admin', queries.getConnection],
  getCredentials: ['admin', admin.getCredentials],
  updateCredentials: ['admin', admin.updateCredentials],
  getMapping: ['admin', queries.getMapping],
  putMapping: ['admin', terms.putMapping],
  checkMapping: ['admin', terms.checkMappingEdit],
  restoreMapping: ['admin', terms.restoreMapping],
  getPolicies: ['admin', queries.getPolicies],
  putPolicies: ['admin', terms.putPolicies],
  deleteConnection: ['admin', admin.deleteConnection],
  getHealth: ['admin', queries.getHealth],
  listAgents: ['admin', linking.listAgents],
  createLink: ['admin', linking.createLink],
  listLinks: ['admin', queries.listLinks],
  getLink: ['person', queries.getLink],
  getMyJoining: ['person', joining.getMyJoining],
  linkMyself: ['person', joining.linkMyself],
  beginProof: ['person', proofs.beginProof],
  getProof: ['person', proofs.getProof],
  requestLink: ['person', requests.requestLink],
  withdrawRequest: ['person', requests.withdrawRequest],
  listRequests: ['admin', requests.listRequests],
  approveRequest: ['admin', requests.approveRequest],
  declineRequest: ['admin', requests.declineRequest],
  listMatches: ['admin', matching.listMatches],
  applyMatches: ['admin', matching.applyMatches],
  listInvitations: ['admin', matching.listInvitations],
  exportMyData: ['person', personData.exportMyData],
  deleteMyData: ['person', personData.deleteMyData],
  exportPersonData: ['admin', personData.exportPersonData],
  deletePersonData: ['admin', personData.deletePersonData],
  getMyLink: ['person', queries.getMyLink],
  getLinkDetails: ['person', getLinkDetails],
  getMyStanding: ['person', getMyStanding],
  getPreferences: ['person', preferences.getPreferences],
  changePreferences: ['person', preferences.changePreferences],
  editPreferences: ['person', preferences.editPreferences],
  findColleagues: ['person', colleagues.findColleagues],
  tellWhenFree: ['person', colleagues.tellWhenFree],
  deleteLink: ['person', orders.deleteLink],
  orderState: ['person', orders.orderState],
  pauseLink: ['person', orders.pauseLink],
  resumeLink: ['person', orders.resumeLink],
  showAgentState: ['person', orders.showAgentState],
  listRecords: ['person', queries.listRecords],
  listAudit: ['admin', queries.listAudit],
  addWatcher: ['admin', watchers.addWatcher],
  listWatchers: ['admin', watchers.listWatchers],
  removeWatcher: ['admin', watchers.removeWatcher],
  follow: ['person', (deps: DeskDeps & Feeding, ...ask: FollowAsk) => deps.follow(...ask)],
} as const satisfies Readonly<Record<string, Row>>;

type Orders = typeof ORDERS;
export type OrderName = keyof Orders;

/** What people may ask and order. Every refusal is a `DeskError`. */
export type Desk = {
  readonly [Name in OrderName]: Orders[Name][1] extends (
    deps: never,
    ...ask: infer Ask
  ) => Promise<infer Answer>
    ? (...ask: Ask) => Promise<Answer>
    : never;
} & {
  /** An admin's browser comes back from Entra: nobody is signed in there (JN5). */
  readonly finishConsent: (back: consent.ConsentReturn) => Promise<void>;
  /** The house itself: both states of a proof were seen (JN10). */
  readonly finishProof: (proof: Proof) => Promise<void>;
  /** The bot tells that a person has uninstalled the app (JN17). */
  readonly leaveApp: (person: Actor) => Promise<Removal>;
  /** Ends all live streams. */
  readonly close: () => void;
};

interface Feeding {
  readonly follow: ReturnType<typeof createFollowing>;
}
type FollowAsk = Parameters<Feeding['follow']>;

/** Who may give which order. */
export const ASKERS: Readonly<Record<OrderName, Asker>> = Object.fromEntries(
  Object.entries(ORDERS).map(([name, [asker]]) => [name, asker]),
) as Record<OrderName, Asker>;

export function createDesk(options: DeskOptions): Desk {
  const { store } = options;
  const clock = options.feedClock ?? systemClock;
  const feed: RecordFeed = createRecordFeed(store, clock);
  const follow = createFollowing({ store, feed, clock });
  const deps: DeskDeps & Feeding = {
    newId: randomUUID,
    readUsers: createReadUsers(),
    follow,
    ...options,
  };
  const isKnownTenant = createKnownTenants(deps);
  const admitted = Object.entries<Row>(ORDERS).map(([name, [asker, order]]) => {
    const run = order as (all: DeskDeps, person: Person, ...ask: unknown[]) => Promise<unknown>;
    return [
      name,
      async (person: Person, ...ask: unknown[]): Promise<unknown> => {
        await admit(asker, person, isKnownTenant);
        return run(deps, person, ...ask);
      },
    ] as const;
  });
  return {
    ...(Object.fromEntries(admitted) as Pick<Desk, OrderName>),
    finishConsent: (back) => consent.finishConsent(deps, back),
    finishProof: (proof) => proofs.finishProof(deps, proof),
    leaveApp: (person) => personData.leaveApp(deps, person),
    close: () => feed.stop(),
  };
}
