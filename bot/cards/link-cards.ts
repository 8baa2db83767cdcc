/** Linking oneself: the agent of one's own address, two states in ContactPad, or an admin's yes. */
import type { JoiningView, ProofView } from '../../src/index';
import type { Voice } from '../say/voice';
import { button, line, makeCard, small, title } from './card';
import type { Card, Json } from './card';
import { makeAskCard } from './say-cards';

type Account = JoiningView['accounts'][number];

/** One card with all there is to choose, so that nobody is asked question after question. */
export function makeJoinCard(voice: Voice, account: Account): Card {
  const { agent, connectionId } = account;
  const question = agent
    ? voice.say('link.isYou', { agent: agent.agentId, name: agent.name })
    : voice.say('link.noOwn');
  const ways = [
    button(voice.say('link.prove'), { do: 'prove', connectionId }),
    button(voice.say('link.askAdmin'), { do: 'request', connectionId }),
  ];
  const yes = agent
    ? [
        button(
          voice.say('link.asYou', { name: agent.name }),
          { do: 'join', connectionId },
          { isPositive: true },
        ),
      ]
    : [];
  return makeCard({
    spoken: question,
    body: [
      title(question),
      ...(agent ? [line(voice.say('link.otherwise'))] : []),
      agentInput(voice),
    ],
    actions: [...yes, ...ways],
  });
}

function agentInput(voice: Voice): Json {
  const label = voice.say('link.agentId');
  return { type: 'Input.Text', id: 'agentId', label, placeholder: '4021', maxLength: 100 };
}

/** What to do in ContactPad, how long is left, and how far it is. */
export function makeProofCard(voice: Voice, proof: ProofView, userId: string): Card {
  const { states, expiresAt, seen } = proof;
  const [one, two] = states;
  const text = voice.say('proof.text', { one: one?.name ?? '', two: two?.name ?? '' });
  const left = voice.say('proof.left', { time: voice.exactTime(expiresAt), seen });
  return makeCard({
    spoken: `${voice.say('proof.title')}. ${text} ${left}`,
    refresh: {
      action: { type: 'Action.Execute', verb: 'proof', data: { verb: 'proof' } },
      userIds: [userId],
    },
    body: [title(voice.say('proof.title')), line(text), small(left)],
    actions: [button(voice.say('proof.look'), { do: 'proof' }, { isPositive: true })],
  });
}

/** A proof ended without a link: in time or not, and how to go on. */
export function makeUnprovedCard(voice: Voice, code: string | null): Card {
  const isSeen = code !== null && code !== 'proof-expired';
  return makeAskCard(voice.say(isSeen ? 'proof.failed' : 'proof.over'), [
    button(voice.say('do.link'), { do: 'link' }, { isPositive: true }),
  ]);
}
