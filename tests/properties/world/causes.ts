/** No cause, no move: each write to VCC is held against the world's own book of what people did. */
import { imageOfPresence } from '../../../src/core/mapping-lookup';
import type { PresencePair } from '../../../src/core/mapping';
import { readPresence } from '../../../src/core/presence';
import type { DoneAct, DoneCall } from './ledger';
import { callPair } from './person';
import type { World } from './world';

interface Cause {
  readonly at: number;
  readonly targets: readonly string[];
  /** The end of a call, or a status set over it, gives back what stood before it. */
  readonly givesBack: boolean;
  used: boolean;
}

/** Writes to VCC that nobody's act stands behind. */
export function causelessMoves(world: World): readonly string[] {
  const causes = world.ledger.acts
    .map((done) => toCause(world, done))
    .filter((one) => one !== null);
  const replaced: string[] = [];
  return world.ledger.callsOf('set-agent').flatMap((call) => {
    const cause = findCause(causes, call, replaced);
    if (cause && call.moved) cause.used = true;
    replaced.push(call.agent.state.presenceId);
    return cause ? [] : [`moved to ${targetOf(call)} at ${call.at} without a cause`];
  });
}

function findCause(
  causes: readonly Cause[],
  call: DoneCall,
  replaced: readonly string[],
): Cause | undefined {
  const target = targetOf(call);
  return causes.findLast(
    (cause) =>
      !cause.used &&
      cause.at <= call.at &&
      (cause.targets.includes(target) || (cause.givesBack && replaced.includes(target))),
  );
}

function targetOf({ action }: DoneCall): string {
  return action.kind === 'set-agent' ? action.target.presenceId : '';
}

function toCause(world: World, { at, act, shown, beneath, endedCall }: DoneAct): Cause | null {
  const cause = (targets: readonly string[], givesBack = false): Cause => ({
    at,
    targets,
    givesBack,
    used: false,
  });
  const images = (...pairs: PresencePair[]) => pairs.flatMap((one) => imageOf(world, one));
  switch (act.kind) {
    case 'order-state':
      return cause([act.presenceId]);
    case 'hand-set':
      return cause(images(act.pair, shown, beneath), true);
    case 'hand-reset':
      return cause(images(shown), true);
    case 'call-begin':
      return cause(images(callPair(act.call)));
    case 'meeting':
    case 'focusing':
      return act.on ? cause(images(calendarPair(act.kind))) : cause(images(shown), true);
    default:
      return endedCall ? cause(images(shown), true) : null;
  }
}

function calendarPair(kind: 'meeting' | 'focusing'): PresencePair {
  return kind === 'meeting'
    ? { availability: 'Busy', activity: 'InAMeeting' }
    : { availability: 'DoNotDisturb', activity: 'Focusing' };
}

function imageOf(world: World, { availability, activity }: PresencePair): string[] {
  const presence = readPresence(availability, activity);
  const image = presence && imageOfPresence(world.service.terms, presence);
  return image?.kind === 'sets' ? [image.state.presenceId] : [];
}
