import { makeStatusCard } from '../cards/status-card';
import type { Card } from '../cards/card';
import { makeAskCard } from '../cards/say-cards';
import { button } from '../cards/card';
import type { LinkStanding } from '../../src/index';
import type { Reply, Talk } from './ports';

/** Both sides as they stood when the message came, or the offer to link. */
export async function showStatus(talk: Talk): Promise<readonly Reply[]> {
  const { standing } = talk;
  if (!standing) return [{ kind: 'card', card: offerLink(talk), inPlace: true }];
  return [{ kind: 'card', card: makeStatus(talk, standing), inPlace: true, isStatus: true }];
}

/** Read anew, since an order may have changed it. */
export async function makeFreshStatus(talk: Talk): Promise<Card> {
  return makeStatus(talk, await talk.ports.desk.getMyStanding(talk.person));
}

function makeStatus({ ports, voice, userId }: Talk, { link, details }: LinkStanding): Card {
  const now = ports.talks.clock.now();
  return makeStatusCard({ voice, iconUrl: ports.iconUrl, userId }, { now, link, details });
}

export function offerLink({ voice }: Talk): Card {
  return makeAskCard(voice.say('link.not'), [
    button(voice.say('do.link'), { do: 'link' }, { isPositive: true }),
    button(voice.say('do.help'), { do: 'help' }),
  ]);
}
