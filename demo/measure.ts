/** `npm run measure`: 200 clicks on both sides of the sandbox; how long until the other side follows. */
import type { Inhabitant, Sandbox } from '../sandbox/start';
import { crowd } from './crowd';
import { startDemo } from './demo';

/** So few that the clicks of a minute stay within VCC's usual budget. */
const AGENTS = 10;
const ROUNDS = 20;
/** A person does not change both sides within seconds; within five VCC would win (WW2). */
const PAUSE_MS = 9_000;
const GIVE_UP_MS = 30_000;

type Kind = 'VCC to Teams' | 'Teams to VCC' | 'Teams to VCC, probed Away';

interface Click {
  readonly kind: Kind;
  readonly label: string;
  act(one: Clicked): void;
  isDone(one: Clicked): boolean;
}

interface Clicked extends Inhabitant {
  readonly agent: NonNullable<Inhabitant['agent']>;
}

const CLICKS: readonly Click[] = [
  choose('Away', 'Away'),
  choose('Ready', 'Available'),
  byHand('Busy', 'Extended Away'),
  byHand('Available', 'Ready'),
  choose('Extended Away', 'Away'),
  choose('Ready', 'Available'),
  byHand('DoNotDisturb', 'Away'),
  byHand('Available', 'Ready'),
  takeCall(),
  endCall(),
  byHand('BeRightBack', 'Away'),
  byHand('Available', 'Ready'),
  byHand('Away', 'Away', 'Teams to VCC, probed Away'),
  byHand('Available', 'Ready'),
];

function choose(state: string, availability: string): Click {
  return {
    kind: 'VCC to Teams',
    label: `${state} → ${availability}`,
    act: ({ agent }) => agent.choose(state),
    isDone: ({ person }) => person.shown().availability === availability,
  };
}

function byHand(availability: string, state: string, kind: Kind = 'Teams to VCC'): Click {
  return {
    kind,
    label: `${availability} → ${state}`,
    act: ({ person }) => person.setByHand(availability),
    isDone: ({ agent }) => agent.presence().definition.description === state,
  };
}

function takeCall(): Click {
  return {
    kind: 'VCC to Teams',
    label: 'Not Available → Busy',
    act: ({ agent }) => void agent.takeCall(),
    isDone: ({ person }) => person.shown().availability === 'Busy',
  };
}

function endCall(): Click {
  return {
    kind: 'VCC to Teams',
    label: 'call ended → Available',
    act: ({ agent }) => {
      agent.endCall();
      agent.endWrapUp();
    },
    isDone: ({ person }) => person.shown().availability === 'Available',
  };
}

interface Measured {
  readonly kind: Kind;
  readonly label: string;
  /** Null: nothing followed within the time. */
  readonly ms: number | null;
}

async function main(): Promise<void> {
  const demo = await startDemo({ port: 0, worldPort: 0, teamsPort: 0, personas: crowd(AGENTS) });
  try {
    await pause(PAUSE_MS);
    const agents = demo.sandbox.inhabitants.filter((one): one is Clicked => Boolean(one.agent));
    const all = await Promise.all(
      agents.map((one, index) => clickThrough(demo.sandbox, one, index)),
    );
    report(all.flat());
  } finally {
    await demo.stop();
  }
}

/** Every agent goes through the list from another place, so that all rows are clicked. */
async function clickThrough(sandbox: Sandbox, one: Clicked, index: number): Promise<Measured[]> {
  const measured: Measured[] = [];
  const offset = (index % (CLICKS.length / 2)) * 2;
  await pause((index * PAUSE_MS) / AGENTS);
  for (let round = 0; round < ROUNDS; round += 1) {
    const click = CLICKS[(offset + round) % CLICKS.length];
    if (!click) continue;
    measured.push({
      kind: click.kind,
      label: click.label,
      ms: await timeClick(sandbox, one, click),
    });
    await pause(PAUSE_MS);
  }
  return measured;
}

function timeClick(sandbox: Sandbox, one: Clicked, click: Click): Promise<number | null> {
  return new Promise((resolve) => {
    const startedAt = performance.now();
    const look = (): void => {
      if (click.isDone(one)) end(performance.now() - startedAt);
    };
    const stops = [sandbox.graph.onChange(look), sandbox.account.onChange(look)];
    const giveUp = setTimeout(() => end(null), GIVE_UP_MS);
    const end = (ms: number | null): void => {
      clearTimeout(giveUp);
      for (const stop of stops) stop();
      resolve(ms);
    };
    click.act(one);
    look();
  });
}

function report(measured: readonly Measured[]): void {
  const lines = [...new Set(measured.map((one) => one.kind))].map((kind) => {
    const ms = measured.filter((one) => one.kind === kind).map((one) => one.ms);
    const came = ms.filter((one) => one !== null).sort((a, b) => a - b);
    const lost = ms.length - came.length;
    return `${kind}: ${ms.length} clicks, p50 ${at(came, 0.5)} ms, p95 ${at(came, 0.95)} ms, ${lost} not followed`;
  });
  process.stdout.write(`${measured.length} clicks\n${lines.join('\n')}\n`);
  for (const { label } of measured.filter((one) => one.ms === null)) {
    process.stdout.write(`not followed: ${label}\n`);
    process.exitCode = 1;
  }
}

function at(sorted: readonly number[], share: number): number {
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

main().catch((error: unknown) => {
  process.stderr.write(
    `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  process.exit(1);
});
