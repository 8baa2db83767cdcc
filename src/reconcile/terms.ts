/** What the connection and the link say of how the link is to be judged. */
import { DEFAULT_POLICIES } from '../core/mapping';
import type { Terms } from '../core/mapping';
import { mappingFor } from '../core/mapping-groups';
import { closedSides } from '../core/trouble';
import type { ClaimedTurn } from '../store/store';

/** Read with the claim, so an edited mapping is in force at the next turn (MP4). */
export function termsOf({ link, connection }: ClaimedTurn, settleMs: number): Terms {
  const { mapping, policies, definitions } = connection;
  const closed = closedSides(connection.trouble, link.trouble);
  return { mapping: mappingFor(mapping, link.groups), policies, definitions, settleMs, closed };
}

/** By these nobody is moved and no call leaves. */
export const SILENT_TERMS: Terms = {
  mapping: {
    agentToPresence: { enabled: false, rows: [] },
    presenceToAgent: { enabled: false, rows: [] },
  },
  policies: DEFAULT_POLICIES,
  definitions: [],
  settleMs: 0,
  closed: ['vcc', 'teams'],
};
