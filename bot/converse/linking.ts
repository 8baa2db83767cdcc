/** Linking from the chat. The ways themselves are the desk's, the same for the tab. */
import type { JoiningView, LinkView, ProofView } from '../../src/index';
import { button } from '../cards/card';
import { makeJoinCard, makeProofCard, makeUnprovedCard } from '../cards/link-cards';
import { makeAskCard } from '../cards/say-cards';
import type { WordKey } from '../say/en';
import type { Command } from '../understand/command';
import { placeOrder } from './outcome';
import { refusalOf, replaceCard, sayText, showCard } from './ports';
import type { Reply, Talk } from './ports';
import { showStatus } from './status';

type Way = Extract<Command, { readonly do: 'prove' | 'request' }>;

export async function link(talk: Talk): Promise<readonly Reply[]> {
  const { ports, person, voice, link: own } = talk;
  if (own) return sayText(voice.say('link.already', { agent: own.agent.agentId }));
  return refusable(talk, async () => {
    const joining = await ports.desk.getMyJoining(person);
    if (joining.proof?.status === 'open') return showProof(talk, joining.proof);
    const account = pickAccount(joining);
    return account ? showCard(makeJoinCard(voice, account)) : sayText(voice.say('link.notEnabled'));
  });
}

/** An account where the person has an agent goes before one where they may prove it. */
function pickAccount({ accounts }: JoiningView): JoiningView['accounts'][number] | undefined {
  return accounts.find(({ agent }) => agent !== null) ?? accounts[0];
}

export async function join(talk: Talk, connectionId: string): Promise<readonly Reply[]> {
  const { ports, person, voice } = talk;
  return refusable(talk, async () => {
    const { agent } = await ports.desk.linkMyself(person, { connectionId });
    const said = voice.say('link.already', { agent: agent.agentId });
    return replaceCard(makeAskCard(said, [button(voice.say('do.status'), { do: 'status' })]));
  });
}

export async function prove(talk: Talk, { connectionId, agentId }: Way): Promise<readonly Reply[]> {
  const asked = agentId?.trim() ?? '';
  if (asked === '') return sayText(talk.voice.say('link.noOwn'));
  const ask = { connectionId, agentId: asked };
  return refusable(talk, async () => {
    return showProof(talk, await talk.ports.desk.beginProof(talk.person, ask));
  });
}

export async function request(
  talk: Talk,
  { connectionId, agentId }: Way,
): Promise<readonly Reply[]> {
  const { ports, person, voice } = talk;
  const asked = agentId?.trim() ?? '';
  if (asked === '') return sayText(voice.say('link.noOwn'));
  return refusable(talk, async () => {
    const { agent } = await ports.desk.requestLink(person, { connectionId, agentId: asked });
    return replaceCard(makeAskCard(voice.say('link.asked', { agent: agent.agentId }), []));
  });
}

/** How far the proof is: linked, under way, or over. */
export async function lookAtProof(talk: Talk): Promise<readonly Reply[]> {
  const { ports, person, voice } = talk;
  if (talk.link) {
    // A proof and its link have one id.
    await noteSeen(talk, talk.link.id);
    return showStatus(talk);
  }
  const { proof } = await ports.desk.getMyJoining(person);
  if (proof && (proof.status === 'open' || proof.status === 'proved'))
    return showProof(talk, proof);
  if (proof) await noteSeen(talk, proof.id);
  return replaceCard(makeUnprovedCard(voice, proof?.code ?? null));
}

/** Who sees here what became of a proof needs no message (BT9). */
async function noteSeen({ ports, person }: Talk, proofId: string): Promise<void> {
  const { posts, clock, causeOfJoining } = ports.talks;
  await posts.claim(person, causeOfJoining(proofId), clock.now());
}

function showProof({ voice, userId }: Talk, proof: ProofView): readonly Reply[] {
  return replaceCard(makeProofCard(voice, proof, userId));
}

/** Asked once more, since it takes back what shows in Teams. */
export async function unlink(
  talk: Talk,
  own: LinkView,
  { agentId: sureOf }: Extract<Command, { readonly do: 'unlink' }>,
): Promise<readonly Reply[]> {
  const { ports, person, voice } = talk;
  const { agentId } = own.agent;
  // The card may be of a link that was before this one.
  if (sureOf !== agentId) {
    const question = voice.say('link.unlinkAsk', { agent: agentId });
    return showCard(
      makeAskCard(question, [
        button(voice.say('do.unlink'), { do: 'unlink', agentId }),
        button(voice.say('do.cancel'), { do: 'status' }),
      ]),
    );
  }
  await placeOrder(talk, own, () => ports.desk.deleteLink(person, { linkId: own.id }));
  return replaceCard(makeAskCard(voice.say('link.unlinked'), []));
}

const REFUSALS: Readonly<Record<string, WordKey>> = {
  'tenant-unknown': 'link.notEnabled',
  'too-many-requests': 'link.tooMany',
  'vcc-unreachable': 'say.vccTrouble',
  'connection-not-ready': 'say.vccTrouble',
};

/** A refusal of the desk is an answer; anything else is a failure. */
async function refusable(
  { voice }: Talk,
  work: () => Promise<readonly Reply[]>,
): Promise<readonly Reply[]> {
  try {
    return await work();
  } catch (error) {
    const code = refusalOf(error);
    if (code === null) throw error;
    return sayText(voice.say(REFUSALS[code] ?? 'link.cannot'));
  }
}
