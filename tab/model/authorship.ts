/** Who set what stands, as far as the newest records tell. Pure. */
import type { LinkDetails, LinkView, RecordView } from '../api/types';
import type { Say } from '../words/words';
import { mainSeen, readEffect } from './event';

export interface Authorship {
  readonly state: string | null;
  readonly presence: string | null;
  /** When the presence that stands was first seen; null: not in what we have read. */
  readonly presenceSince: number | null;
}

export function tellAuthors(
  {
    link,
    details,
    records,
  }: { link: LinkView; details: LinkDetails; records: readonly RecordView[] },
  say: Say,
): Authorship {
  return {
    state: tellState(link, records, say),
    presence: tellPresence(link, details, say),
    presenceSince: findPresence(link, records),
  };
}

function tellState(link: LinkView, records: readonly RecordView[], say: Say): string | null {
  const { state } = link.status.vcc;
  for (const record of records) {
    if (record.code === 'interaction-ended') return say('by.wrapUp');
    const seen = mainSeen(record);
    if (seen?.told?.state) {
      return seen.told.state.presenceId === state?.presenceId ? say('by.contactPad') : null;
    }
    const written = readEffect(record).state;
    if (written === null) continue;
    if (written !== state?.name) return null;
    return say(seen?.kind === 'set-state' ? 'by.order' : 'by.fromTeams');
  }
  return null;
}

function tellPresence({ status }: LinkView, { inStep }: LinkDetails, say: Say): string | null {
  if (status.code === 'own-status') return say('by.self');
  if (status.phase !== 'running' || inStep !== true) return null;
  return status.teams.since === null ? null : say('by.follows');
}

/** Teams does not say since when; the oldest look of the unbroken row that showed it does. */
function findPresence({ status }: LinkView, records: readonly RecordView[]): number | null {
  let since: number | null = null;
  for (const { seen } of records) {
    for (const line of [...seen].reverse()) {
      const shown = line.told?.presence;
      if (!shown) continue;
      if (shown.availability !== status.teams.availability) return since;
      since = line.at;
    }
  }
  return since;
}
