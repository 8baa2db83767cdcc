/** Why linking was refused, in the person's words. Pure. */
import type { WordKey } from '../words/en';
import type { Say } from '../words/words';

const WORDS: Readonly<Record<string, WordKey>> = {
  'no-own-agent': 'link.noMatch',
  'agent-ambiguous': 'link.manyMatch',
  'address-shared': 'refused.addressShared',
  'agent-unknown': 'refused.agentUnknown',
  'not-an-agent': 'refused.notAnAgent',
  'agent-archived': 'refused.agentArchived',
  'agent-linked': 'refused.agentLinked',
  'person-linked': 'refused.personLinked',
  'person-is-guest': 'refused.guest',
  'connection-not-ready': 'refused.notReady',
  'proof-open': 'refused.underWay',
  'proof-not-possible': 'refused.fewStates',
  'request-open': 'link.asked',
  'too-many-requests': 'refused.tooMany',
  'vcc-unreachable': 'refused.vccFar',
  'vcc-busy': 'refused.vccFar',
  'microsoft-unreachable': 'refused.teamsFar',
  unreachable: 'problem.unreachable',
};

export function tellLinkProblem(code: string, say: Say): string {
  return say(WORDS[code] ?? 'problem.text', { code });
}
