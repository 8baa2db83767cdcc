import { makeStatusCard } from '../cards/status-card';
import type { Card } from '../cards/card';
import { makeAskCard } from '../cards/say-cards';
import { button } from '../cards/card';
import type { LinkView } from '../../src/index';
import type { Reply, Talk } from './ports';

/** Both sides as they stand now, or the offer to link. */
export async function showStatus(talk: Talk): Promise<readonly Reply[]> {
  const { link } = talk;
  if (!link) return [{ kind: 'card', card: offerLink(talk), inPlace: true }];
  return [{ kind: 'card', card: await makeFreshStatus(talk, link), inPlace: true, isStatus: true }];
}

/** Read anew, since an order may have changed it. */
export async function makeFreshStatus(talk: Talk, link: LinkView): Promise<Card> {
  const { ports, person, voice, userId } = talk;
  const fresh = await ports.desk.getMyLink(person);
  const details = await ports.desk.getLinkDetails(person, link.id);
  const now = ports.talks.clock.now();
  return makeStatusCard({ voice, iconUrl: ports.iconUrl, userId }, { now, link: fresh, details });
}

export function offerLink({ voice }: Talk): Card {
  return makeAskCard(voice.say('link.not'), [
    button(voice.say('do.link'), { do: 'link' }, { isPositive: true }),
    button(voice.say('do.help'), { do: 'help' }),
  ]);
}
