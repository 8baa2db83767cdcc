/** How calls are made: not without looking, not back to where a change came from, not into a call. */
import { SECOND } from '../../../src/core/time';
import type { DoneCall } from './ledger';
import type { World } from './world';

/** WV3: automatic writes to VCC whose turn did not read VCC right before. */
export function uncheckedWrites(world: World): readonly string[] {
  const { calls } = world.ledger;
  const ordered = world.ledger.acts.flatMap(({ act }) =>
    act.kind === 'order-state' ? [act.presenceId] : [],
  );
  return calls.flatMap((call, index) => {
    const { action } = call;
    if (action.kind !== 'set-agent' || ordered.includes(action.target.presenceId)) return [];
    const before = calls.slice(0, index).filter((one) => one.turn === call.turn && isTold(one));
    const looked = before.at(-1)?.action.kind === 'read-agent';
    return looked ? [] : [`wrote without a look at ${call.at}`];
  });
}

/** A reading whose answer was lost tells nobody anything, whenever it arrives. */
function isTold({ action, answer }: DoneCall): boolean {
  return action.kind !== 'read-agent' || answer === 'done';
}

/** How long a status that is gone may still be believed to stand: two looks and a settling time. */
const BELIEVED_MS = 20 * SECOND;

/** WT2, EC4: attempts to lift a hand-set status where none has stood for a while. */
export function needlessLifts(world: World): readonly string[] {
  const lifts = world.ledger.writes().filter((call) => isLift(call) && !call.handSet);
  return lifts.flatMap(({ at }) =>
    world.person.wasHandSetSince(at - BELIEVED_MS, at) ? [] : [`lifted nothing at ${at}`],
  );
}

function isLift({ action }: DoneCall): boolean {
  return 'why' in action && action.why === 'lift';
}

/** WW3: presences written to Teams where only Teams was changed. */
export function writesBack(world: World): readonly string[] {
  const since = world.ledger.acts[0]?.at ?? Infinity;
  return world.ledger
    .writes()
    .filter((call) => call.at >= since && isOfAChange(call))
    .map(({ action, at }) => `${action.kind} at ${at}`);
}

/** Probes, renewals and takings-back choose nothing. */
function isOfAChange({ action }: DoneCall): boolean {
  return 'why' in action && (action.why === 'change' || action.why === 'lift');
}

/** An interaction that has just begun may not be known yet. */
const UNHEARD_MS = 3_000;

/** GD1: moves of an agent who has been on an interaction for a while. */
export function movesWhileBusy(world: World): readonly string[] {
  return world.ledger
    .callsOf('set-agent')
    .filter(({ busySince, at }) => busySince !== null && at - busySince > UNHEARD_MS)
    .map(({ at }) => `moved on an interaction at ${at}`);
}
