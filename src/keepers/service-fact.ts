/** Facts that the service itself states of a link: one instant is one fact, whoever states it twice. */
import type { AnswersFact, HealedFact, TroubleFact } from '../core/fact';
import type { Side } from '../core/trouble';

export function healedFact(side: Side, now: number): HealedFact {
  return { ...base(`healed|${side}|${now}`, now), kind: 'healed', healed: side };
}

export function troubleFact(side: Side, now: number): TroubleFact {
  return { ...base(`trouble|${side}|${now}`, now), kind: 'trouble' };
}

export function answersFact(side: Side, now: number): AnswersFact {
  return { ...base(`answers|${side}|${now}`, now), kind: 'answers', answers: side };
}

function base(id: string, now: number) {
  return { id, side: 'order', at: now, seenAt: now, via: 'desk', by: 'service' } as const;
}
