import type { OrderFact } from '../core/fact';
import type { Link } from '../store/store';
import { findLink } from './access';
import type { Person } from './access';
import { audit } from './context';
import type { DeskDeps } from './context';
import type { Ordered, PauseOrderAsk, StateOrderAsk } from './contract';
import { DeskError } from './problem';

/** What an order adds to what every order has. */
type OrderPart = OrderFact extends infer One
  ? One extends OrderFact
    ? Omit<One, 'id' | 'side' | 'at' | 'seenAt' | 'via' | 'by'>
    : never
  : never;

type By = 'agent' | 'admin';

/** Sets a state in VCC, whatever the occupancy: VCC decides (WW5). */
export async function orderState(
  deps: DeskDeps,
  person: Person,
  order: StateOrderAsk & { readonly linkId: string },
): Promise<Ordered> {
  const link = await findLink(deps.store, person, order.linkId);
  const connection = await deps.store.connections.get(link.connectionId);
  const { presenceId } = order;
  if (!connection?.definitions.some((one) => one.presenceId === presenceId)) {
    throw new DeskError('state-unknown');
  }
  return placeAudited(deps, person, { link, part: { kind: 'set-state', presenceId } });
}

/** Stops the sync of a link until an instant, or until resumed (GD6). */
export async function pauseLink(
  deps: DeskDeps,
  person: Person,
  order: PauseOrderAsk & { readonly linkId: string },
): Promise<Ordered> {
  const link = await findLink(deps.store, person, order.linkId);
  const { until } = order;
  if (until !== null && until <= deps.clock.now()) throw new DeskError('pause-in-past');
  return placeAudited(deps, person, { link, part: { kind: 'pause', until } });
}

export async function resumeLink(
  deps: DeskDeps,
  person: Person,
  order: { readonly linkId: string },
): Promise<Ordered> {
  const link = await findLink(deps.store, person, order.linkId);
  return placeAudited(deps, person, { link, part: { kind: 'resume' } });
}

/** The agent state's own presence takes the place of a status set by hand. */
export async function showAgentState(
  deps: DeskDeps,
  person: Person,
  order: { readonly linkId: string },
): Promise<Ordered> {
  const link = await findLink(deps.store, person, order.linkId);
  return placeAudited(deps, person, { link, part: { kind: 'show-agent-state' } });
}

/** The next turn releases what we hold; then the store deletes the link (KP5). */
export async function deleteLink(
  deps: DeskDeps,
  person: Person,
  order: { readonly linkId: string },
): Promise<Ordered> {
  const link = await findLink(deps.store, person, order.linkId);
  return placeAudited(deps, person, { link, part: { kind: 'unlink' } });
}

/** For a link that goes with its connection. */
export function orderUnlink(deps: DeskDeps, link: Link, by: By): Promise<Ordered> {
  return placeOrder(deps, link, { by, part: { kind: 'unlink' } });
}

/** Both sides are read, and VCC is right: the first order of every link. */
export function linkedOrder(deps: DeskDeps, by: By): OrderFact {
  return newOrder(deps, { by, part: { kind: 'linked' } });
}

interface LinkOrder {
  readonly link: Link;
  readonly part: OrderPart;
}

async function placeAudited(
  deps: DeskDeps,
  person: Person,
  { link, part }: LinkOrder,
): Promise<Ordered> {
  const by = link.personId === person.personId ? 'agent' : 'admin';
  const ordered = await placeOrder(deps, link, { by, part });
  const { connectionId } = link;
  await audit(deps, person, { connectionId, what: part.kind, after: { linkId: link.id, ...part } });
  return ordered;
}

async function placeOrder(deps: DeskDeps, link: Link, ask: NewOrder): Promise<Ordered> {
  const fact = newOrder(deps, ask);
  await deps.store.facts.append(link.id, [fact]);
  await deps.wake(link.id);
  return { orderId: fact.id, at: fact.at };
}

interface NewOrder {
  readonly by: By;
  readonly part: OrderPart;
}

function newOrder(deps: DeskDeps, { by, part }: NewOrder): OrderFact {
  const at = deps.clock.now();
  const id = `order|${deps.newId()}`;
  return { ...part, id, side: 'order', at, seenAt: at, via: 'desk', by };
}
