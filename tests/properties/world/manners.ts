/** How calls are made: not without looking, and not against what is not there. */
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
