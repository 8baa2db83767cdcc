import type { LinkView, PostedRecord } from '../../src/index';
import type { Card } from '../cards/card';
import { makeExplainCard } from '../cards/explain-card';
import { sayText, showCard } from './ports';
import type { Reply, Talk } from './ports';

const LOOK_BACK = 50;

/** What explains how it stands; echoes, renewals and looks do not. */
const NEWS: ReadonlySet<string> = new Set([
  'agent-changed',
  'teams-changed',
  'ordered',
  'interaction-began',
  'interaction-ended',
  'call-began',
  'call-ended',
  'aligned',
  'paused',
  'resumed',
  'logged-out',
  'away-was-chosen',
  'only-idle',
  'own-status',
  'hand-set-lifted',
  'last-resort',
  'not-taken',
  'vcc-refused',
  'vcc-not-taken',
  'teams-refused',
  'flapping',
  'healed',
]);

/** The last thing that moved one side or kept it from moving. */
export async function explain(talk: Talk, link: LinkView): Promise<readonly Reply[]> {
  const { ports, person, voice } = talk;
  const records = await ports.desk.listRecords(person, { linkId: link.id, limit: LOOK_BACK });
  const record = records.find(({ code }) => NEWS.has(code));
  if (!record) return sayText(voice.say('because.nothing'));
  return showCard(explainRecord(talk, link, record));
}

export function explainRecord({ ports, voice }: Talk, link: LinkView, record: PostedRecord): Card {
  const nameOf = (presenceId: string): string | undefined =>
    link.states.find((one) => one.presenceId === presenceId)?.name;
  return makeExplainCard({ voice, nameOf, tabUrl: ports.tabUrl(`explain/${record.id}`) }, record);
}
