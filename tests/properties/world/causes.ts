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
}

/** Writes to VCC that nobody's act stands behind; each act stands behind one move, and one giving back. */
export function causelessMoves(world: World): readonly string[] {
  const causes = world.ledger.acts.flatMap((done) => toCauses(world, done));
  const calls = world.ledger.callsOf('set-agent');
  const allowed = calls.map((call, index) => {
    const replaced = calls.slice(0, index).map((before) => before.agent.state.presenceId);
    return causes.filter((cause) => mayStandBehind(cause, call, replaced));
  });
  const moves = allowed.filter((_, index) => calls[index]?.moved);
  const causeless = calls.filter((_, index) => allowed[index]?.length === 0);
  return [
    ...causeless.map((call) => `wrote ${targetOf(call)} at ${call.at} without a cause`),
    ...(countMatched(moves) < moves.length ? [`${moves.length} moves have fewer causes`] : []),
  ];
}

function mayStandBehind(cause: Cause, call: DoneCall, replaced: readonly string[]): boolean {
  const target = targetOf(call);
  if (cause.at > call.at) return false;
  return cause.targets.includes(target) || (cause.givesBack && replaced.includes(target));
}

/** The most moves that can have a cause each (augmenting paths). */
function countMatched(moves: readonly (readonly Cause[])[]): number {
  const moveOf = new Map<Cause, number>();
  const place = (move: number, tried: Set<Cause>): boolean =>
    (moves[move] ?? []).some((cause) => {
      if (tried.has(cause)) return false;
      tried.add(cause);
      const other = moveOf.get(cause);
      if (other !== undefined && !place(other, tried)) return false;
      moveOf.set(cause, move);
      return true;
    });
  return moves.filter((_, move) => place(move, new Set())).length;
}

function targetOf({ action }: DoneCall): string {
  return action.kind === 'set-agent' ? action.target.presenceId : '';
}

function toCauses(world: World, { at, act, shown, beneath, endedCall }: DoneAct): readonly Cause[] {
  const sets = (...pairs: PresencePair[]): Cause => ({
    at,
    targets: pairs.flatMap((one) => imageOf(world, one)),
    givesBack: false,
  });
  const givesBack: Cause = { at, targets: [], givesBack: true };
  switch (act.kind) {
    case 'order-state':
      return [{ at, targets: [act.presenceId], givesBack: false }];
    case 'vcc-set':
      return isOverwritten(world, at) ? [givesBack] : [];
    case 'hand-set':
      return [sets(act.pair, shown, beneath), givesBack];
    case 'hand-reset':
      return [sets(shown), givesBack];
    case 'call-begin':
      return [sets(callPair(act.call))];
    case 'meeting':
    case 'focusing':
      return act.on ? [sets(calendarPair(act.kind))] : [{ ...sets(shown), givesBack: true }];
    default:
      return endedCall ? [{ ...sets(shown), givesBack: true }] : [];
  }
}

/** A write of ours went over what was chosen then, without having seen it (WW2). */
function isOverwritten(world: World, chosenAt: number): boolean {
  return world.ledger
    .callsOf('set-agent')
    .some(({ agent, moved, sawAt }) => moved && agent.updatedAt === chosenAt && sawAt < chosenAt);
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
