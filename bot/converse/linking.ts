/** Linking from the chat. The ways themselves are the desk's and the tab's. */
import type { LinkView } from '../../src/index';
import { button, openUrl } from '../cards/card';
import { makeAskCard } from '../cards/say-cards';
import { placeOrder } from './outcome';
import { replaceCard, sayText, showCard } from './ports';
import type { Reply, Talk } from './ports';

export function link({ ports, voice, link: own }: Talk): readonly Reply[] {
  if (own) return sayText(voice.say('link.already', { agent: own.agent.agentId }));
  const tab = ports.tabUrl('link');
  const words = `${voice.say('link.not')} ${voice.say('link.how')}`;
  const buttons = tab === null ? [] : [openUrl(voice.say('do.openTab'), tab, { isPositive: true })];
  return showCard(makeAskCard(words, [...buttons, button(voice.say('do.help'), { do: 'help' })]));
}

/** Asked once more, since it takes back what shows in Teams. */
export async function unlink(
  talk: Talk,
  own: LinkView,
  isSure: boolean,
): Promise<readonly Reply[]> {
  const { ports, person, voice } = talk;
  if (!isSure) {
    const question = voice.say('link.unlinkAsk', { agent: own.agent.agentId });
    return showCard(
      makeAskCard(question, [
        button(voice.say('do.unlink'), { do: 'unlink', isSure: true }),
        button(voice.say('do.cancel'), { do: 'status' }),
      ]),
    );
  }
  await placeOrder(talk, own, () => ports.desk.deleteLink(person, { linkId: own.id }));
  return replaceCard(makeAskCard(voice.say('link.unlinked'), []));
}
