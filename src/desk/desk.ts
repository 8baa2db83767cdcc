import { randomUUID } from 'node:crypto';
import { systemClock } from '../runtime/clock';
import type { Clock } from '../runtime/clock';
import type { Person } from './access';
import * as admin from './admin';
import * as colleagues from './colleagues';
import type { DeskDeps } from './context';
import { createFollowing } from './following';
import type { Follow } from './following';
import { getLinkDetails } from './link-details';
import * as linking from './linking';
import * as orders from './orders';
import * as preferences from './preferences';
import * as queries from './queries';
import { createRecordFeed } from './record-feed';
import * as terms from './terms';
import * as watchers from './watchers';

export type DeskOptions = Omit<DeskDeps, 'newId'> & {
  readonly newId?: () => string;
  /** Paces live streams; real time unless given. */
  readonly feedClock?: Clock;
};

/** One order or question: the person asking, and what they ask. */
type Ask<Args extends unknown[], Answer> = (person: Person, ...args: Args) => Promise<Answer>;

/** An order as its function takes it, after the desk's own things and the person. */
type Order<F> = F extends (
  deps: never,
  person: Person,
  ...args: infer Args
) => Promise<infer Answer>
  ? Ask<Args, Answer>
  : never;

/** What people may ask and order. Every refusal is a `DeskError`. */
export interface Desk {
  readonly createConnection: Order<typeof admin.createConnection>;
  readonly listConnections: Order<typeof queries.listConnections>;
  readonly getConnection: Order<typeof queries.getConnection>;
  readonly updateCredentials: Order<typeof admin.updateCredentials>;
  readonly getMapping: Order<typeof queries.getMapping>;
  readonly putMapping: Order<typeof terms.putMapping>;
  readonly checkMapping: Order<typeof terms.checkMappingEdit>;
  readonly restoreMapping: Order<typeof terms.restoreMapping>;
  readonly getPolicies: Order<typeof queries.getPolicies>;
  readonly putPolicies: Order<typeof terms.putPolicies>;
  readonly deleteConnection: Order<typeof admin.deleteConnection>;
  readonly getHealth: Order<typeof queries.getHealth>;
  readonly listAgents: Order<typeof linking.listAgents>;
  readonly createLink: Order<typeof linking.createLink>;
  readonly listLinks: Order<typeof queries.listLinks>;
  readonly getLink: Order<typeof queries.getLink>;
  readonly getMyLink: Order<typeof queries.getMyLink>;
  readonly getLinkDetails: Order<typeof getLinkDetails>;
  readonly getPreferences: Order<typeof preferences.getPreferences>;
  readonly putPreferences: Order<typeof preferences.putPreferences>;
  readonly deleteLink: Order<typeof orders.deleteLink>;
  readonly orderState: Order<typeof orders.orderState>;
  readonly pauseLink: Order<typeof orders.pauseLink>;
  readonly resumeLink: Order<typeof orders.resumeLink>;
  readonly showAgentState: Order<typeof orders.showAgentState>;
  readonly listRecords: Order<typeof queries.listRecords>;
  readonly listAudit: Order<typeof queries.listAudit>;
  readonly findColleagues: Order<typeof colleagues.findColleagues>;
  readonly tellWhenFree: Order<typeof colleagues.tellWhenFree>;
  readonly addWatcher: Order<typeof watchers.addWatcher>;
  readonly listWatchers: Order<typeof watchers.listWatchers>;
  readonly removeWatcher: Order<typeof watchers.removeWatcher>;
  /** Follows records live; calling the answer ends it. */
  readonly follow: (person: Person, ask: Follow) => Promise<() => void>;
  /** Ends all live streams. */
  readonly close: () => void;
}

export function createDesk(options: DeskOptions): Desk {
  const deps: DeskDeps = { newId: randomUUID, ...options };
  const { store } = deps;
  const clock = options.feedClock ?? systemClock;
  const feed = createRecordFeed(store, clock);
  return {
    createConnection: (person, ask) => admin.createConnection(deps, person, ask),
    listConnections: (person) => queries.listConnections(store, person),
    getConnection: (person, id) => queries.getConnection(store, person, id),
    updateCredentials: (person, edit) => admin.updateCredentials(deps, person, edit),
    getMapping: (person, id) => queries.getMapping(store, person, id),
    putMapping: (person, edit) => terms.putMapping(deps, person, edit),
    checkMapping: (person, ask) => terms.checkMappingEdit(deps, person, ask),
    restoreMapping: (person, ask) => terms.restoreMapping(deps, person, ask),
    getPolicies: (person, id) => queries.getPolicies(store, person, id),
    putPolicies: (person, edit) => terms.putPolicies(deps, person, edit),
    deleteConnection: (person, id) => admin.deleteConnection(deps, person, id),
    getHealth: (person, id) => queries.getHealth(store, person, id),
    listAgents: (person, ask) => linking.listAgents(deps, person, ask),
    createLink: (person, ask) => linking.createLink(deps, person, ask),
    listLinks: (person, id) => queries.listLinks(store, person, id),
    getLink: (person, id) => queries.getLink(store, person, id),
    getMyLink: (person) => queries.getMyLink(store, person),
    getLinkDetails: (person, linkId) => getLinkDetails(deps, person, linkId),
    getPreferences: (person) => preferences.getPreferences(deps, person),
    putPreferences: (person, wanted) => preferences.putPreferences(deps, person, wanted),
    deleteLink: (person, order) => orders.deleteLink(deps, person, order),
    orderState: (person, order) => orders.orderState(deps, person, order),
    pauseLink: (person, order) => orders.pauseLink(deps, person, order),
    resumeLink: (person, order) => orders.resumeLink(deps, person, order),
    showAgentState: (person, order) => orders.showAgentState(deps, person, order),
    listRecords: (person, ask) => queries.listRecords(store, person, ask),
    listAudit: (person, limit) => queries.listAudit(store, person, limit),
    findColleagues: (person, ask) => colleagues.findColleagues(deps, person, ask),
    tellWhenFree: (person, ask) => colleagues.tellWhenFree(deps, person, ask),
    addWatcher: (person, ask) => watchers.addWatcher(deps, person, ask),
    listWatchers: (person) => watchers.listWatchers(deps, person),
    removeWatcher: (person, ask) => watchers.removeWatcher(deps, person, ask),
    follow: createFollowing({ store, feed, clock }),
    close: () => feed.stop(),
  };
}
