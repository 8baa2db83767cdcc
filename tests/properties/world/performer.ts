/** Calls of the service as the outside takes them: answered, throttled, refused, cut before or after. */
import type { Action, ActionResult } from '../../../src/core/action';
import type { Draft } from '../../../src/core/draft';
import { isSamePresence, readPresence } from '../../../src/core/presence';
import { SECOND } from '../../../src/core/time';
import { CHOSEN_IDS } from './arbitraries';
import type { DoneCall } from './ledger';
import type { Scene } from './scene';
import type { Call } from './service';

type Fate = 'through' | 'retry' | 'unsent' | 'lost' | 'cut' | 'cut-late' | 'refused' | 'forbidden';
type Done = (result: ActionResult) => void;

export class Performer {
  private readonly world: Scene;

  constructor(world: Scene) {
    this.world = world;
  }

  perform(call: Call, done: Done): void {
    const { world } = this;
    const fate = this.fateOf(call.action);
    const halfMs = Math.ceil(world.latencyMs('call') / 2);
    this.chooseMeanwhile(call.action, halfMs);
    world.timeline.after(halfMs, () => {
      const effectMs = fate === 'cut-late' ? halfMs + world.chance.upTo(2 * SECOND, 'cut-late') : 0;
      if (effectMs === 0)
        return this.arrive(call, fate, (result) =>
          world.timeline.after(halfMs, () => done(result)),
        );
      world.timeline.after(effectMs, () => this.arrive(call, 'cut', () => undefined));
      world.timeline.after(halfMs, () => done(unknown()));
    });
  }

  /** Too late to be looked at, too early to be the newer stamp (WW2). */
  private chooseMeanwhile({ kind }: Action, arrivesInMs: number): void {
    const { chance, noise, timeline } = this.world;
    if (kind !== 'set-agent' || arrivesInMs < 2) return;
    if (!chance.happens(noise.choiceOvertaken, 'choice-overtaken')) return;
    const presenceId = chance.pick(CHOSEN_IDS, 'overtaken');
    timeline.after(arrivesInMs - 1, () => this.world.act({ kind: 'vcc-set', presenceId }));
  }

  private fateOf(action: Action): Fate {
    const { world } = this;
    const { noise, chance } = world;
    const isVcc = action.kind === 'read-agent' || action.kind === 'set-agent';
    if (isVcc ? world.isVccDown() : world.isGraphDown())
      return chance.pick(['retry', 'retry', 'lost'], 'down');
    if (chance.happens(noise.callRetry, 'retry')) return 'retry';
    if (chance.happens(noise.callUnsent, 'unsent')) return 'unsent';
    if (chance.happens(noise.callUnknown, 'unknown'))
      return chance.pick(['lost', 'cut', 'cut-late'], 'cut');
    if (action.kind !== 'read-agent' && chance.happens(noise.callRefused, 'refused'))
      return 'refused';
    return chance.happens(noise.callForbidden, 'forbidden') ? 'forbidden' : 'through';
  }

  private arrive(call: Call, fate: Fate, done: Done): void {
    const arrived = fate === 'through' || fate === 'cut';
    const before = this.noteBefore(call);
    const answer = arrived ? this.take(call.action) : null;
    const moved = this.world.agent.now !== before.agent;
    const result = fate === 'unsent' ? this.unsent(call) : this.resultOf(fate, answer);
    this.world.ledger.calls.push({ ...before, arrived, moved, answer: result.kind });
    done(call.action.kind === 'read-agent' && result.kind === 'unknown' ? retry(0) : result);
  }

  private noteBefore({
    action,
    draft,
    turn,
  }: Call): Omit<DoneCall, 'arrived' | 'moved' | 'answer'> {
    const { world } = this;
    return {
      at: world.now,
      turn,
      action,
      handSet: world.person.state.slot?.by === 'hand',
      wiped: wipedBy(world, action, draft),
      agent: world.agent.now,
      busySince: world.agent.busySince,
      sawAt: draft.state.agent.settled?.at ?? 0,
    };
  }

  private resultOf(fate: Fate, answer: ActionResult | null): ActionResult {
    if (fate === 'retry') return retry(this.world.chance.upTo(20 * SECOND, 'retry-after'));
    if (fate === 'refused') return { kind: 'refused', status: 400, reason: 'drawn' };
    if (fate === 'forbidden') return { kind: 'forbidden', status: 403, reason: 'drawn' };
    return fate === 'through' && answer ? answer : unknown();
  }

  private unsent(call: Call): ActionResult {
    const isOld = call.action.kind !== 'read-agent' && call.hasNews();
    const afterMs = isOld ? 0 : this.world.chance.upTo(10 * SECOND, 'in-line');
    return { kind: 'retry', afterMs, reason: 'drawn', unsent: isOld ? 'superseded' : 'no-budget' };
  }

  private take(action: Action): ActionResult {
    const { world } = this;
    const { person, agent, now } = world;
    switch (action.kind) {
      case 'read-agent':
        return { kind: 'done', agent: agent.now };
      case 'set-agent': {
        const answer = agent.patch(action.target.presenceId, now);
        if (answer.kind === 'refused')
          return { kind: 'refused', status: 400, reason: 'VCC says no' };
        return { kind: 'done', agent: answer.told };
      }
      case 'set-session':
        person.setSession(now, action.presence, action.expirationMs);
        return { kind: 'done' };
      case 'clear-session':
        person.change(now, { app: null });
        return { kind: 'done' };
      case 'set-preferred':
        person.setPreferred(now, action.presence, action.expirationMs);
        return { kind: 'done' };
      case 'clear-preferred':
        person.clearPreferred(now, world.scenario.knobs.clearingLiftsByHand);
        return { kind: 'done' };
    }
  }
}

/** A clearing meets what a hand had set: was that settled knowledge of the service? */
function wipedBy(world: Scene, action: Action, draft: Draft): DoneCall['wiped'] {
  const { slot } = world.person.state;
  if (action.kind !== 'clear-preferred' || slot?.by !== 'hand') return null;
  const chosen = readPresence(slot.pair.availability, slot.pair.activity);
  const { settled, preferred } = draft.state.teams;
  if (!chosen || !settled || !isSamePresence(settled, chosen))
    return { pair: slot.pair, known: false };
  const looksLikeOurs = preferred !== null && isSamePresence(preferred.presence, chosen);
  // What may be ours is cleared as if it were (EC5).
  const isInDoubt = preferred?.sure === false;
  return { pair: slot.pair, known: !looksLikeOurs && !isInDoubt };
}

function retry(afterMs: number): ActionResult {
  return { kind: 'retry', afterMs, reason: 'drawn' };
}

function unknown(): ActionResult {
  return { kind: 'unknown', afterMs: 0, reason: 'drawn' };
}
