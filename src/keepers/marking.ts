/** KP4: puts marks on connections and links and takes them off; each change is told once. */
import { closedSides, CURES } from '../core/trouble';
import type { Side, TroubleCode, Troubles, TroubleSide } from '../core/trouble';
import type { Clock } from '../runtime/clock';
import type { Events } from '../runtime/events';
import type { Connection, ConnectionStatus, Link, Store } from '../store/store';
import { healedFact, troubleFact } from './service-fact';

export interface MarkingDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly events: Pick<Events, 'connectionMarked' | 'linkMarked'>;
  wakeMany(linkIds: readonly string[]): Promise<void>;
}

/** What is wrong on a side; null: nothing any more. */
export interface Mark {
  readonly side: TroubleSide;
  readonly code: TroubleCode | null;
}

const EDIT_ATTEMPTS = 5;
/** Links that are told of the end of a trouble in one statement. */
const LINKS_PER_APPEND = 1_000;

/** False when the connection stands so already or is gone. */
export async function markConnection(
  deps: MarkingDeps,
  connectionId: string,
  mark: Mark,
): Promise<boolean> {
  for (let attempt = 0; attempt < EDIT_ATTEMPTS; attempt += 1) {
    const connection = await deps.store.connections.get(connectionId);
    if (!connection || connection.status === 'draft') return false;
    if (connection.trouble[mark.side]?.code === (mark.code ?? undefined)) {
      return false;
    }
    const trouble = withMark(connection.trouble, mark, deps.clock.now());
    const edit = { trouble, ...describe(trouble) };
    const edited = await deps.store.connections.edit(connection.id, edit, connection.version);
    if (!edited) continue;
    await tell(deps, connection, mark);
    if (mark.code === null && mark.side !== 'webhooks') await tellLinks(deps, edited, mark.side);
    return true;
  }
  return false;
}

/** False when the link stands so already or is gone. */
export async function markLink(
  deps: MarkingDeps,
  link: Link,
  { side, code }: { readonly side: Side; readonly code: TroubleCode | null },
): Promise<boolean> {
  const now = deps.clock.now();
  const trouble = code === null ? null : { code, since: now };
  if (!(await deps.store.links.mark(link.id, side, trouble))) return false;
  const who = { tenantId: link.tenantId, connectionId: link.connectionId, linkId: link.id };
  deps.events.linkMarked(code, who);
  await audit(deps, who, {
    what: code === null ? 'link-healed' : 'link-marked',
    before: link.trouble[side]?.code ?? null,
    after: code === null ? { linkId: link.id, side } : { linkId: link.id, side, code },
  });
  const fact = code === null ? healedFact(side, now) : troubleFact(side, now);
  await deps.store.facts.append(link.id, [fact]);
  await deps.wakeMany([link.id]);
  return true;
}

function withMark(troubles: Troubles, { side, code }: Mark, now: number): Troubles {
  const rest = Object.fromEntries(Object.entries(troubles).filter(([name]) => name !== side));
  return code === null ? rest : { ...rest, [side]: { code, since: now } };
}

function describe(troubles: Troubles): {
  readonly status: ConnectionStatus;
  readonly reason: string | null;
} {
  const first = troubles.teams ?? troubles.vcc ?? troubles.webhooks;
  if (!first) return { status: 'connected', reason: null };
  const status = closedSides(troubles).length > 0 ? 'disconnected' : 'degraded';
  return { status, reason: CURES[first.code] };
}

async function tell(deps: MarkingDeps, connection: Connection, mark: Mark): Promise<void> {
  const who = { tenantId: connection.tenantId, connectionId: connection.id };
  deps.events.connectionMarked(mark.code, who);
  await audit(deps, who, {
    what: mark.code === null ? 'connection-healed' : 'connection-marked',
    before: connection.trouble[mark.side]?.code ?? null,
    after: mark,
  });
}

/** Those of its links that nothing else keeps from going on. */
async function tellLinks(deps: MarkingDeps, connection: Connection, side: Side): Promise<void> {
  const fact = healedFact(side, deps.clock.now());
  const linkIds = (await deps.store.links.list(connection.id)).map((link) => link.id);
  for (let first = 0; first < linkIds.length; first += LINKS_PER_APPEND) {
    const part = linkIds.slice(first, first + LINKS_PER_APPEND);
    await deps.store.facts.appendMany(part.map((linkId) => ({ linkId, fact })));
    await deps.wakeMany(part);
  }
}

interface AuditPart {
  readonly what: string;
  readonly before: unknown;
  readonly after: unknown;
}

function audit(
  { store, clock }: MarkingDeps,
  who: { readonly tenantId: string; readonly connectionId: string },
  part: AuditPart,
): Promise<void> {
  return store.audit.append({ at: clock.now(), ...who, who: 'service', ...part });
}
