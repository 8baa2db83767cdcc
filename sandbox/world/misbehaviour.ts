import type { Fault, Faults, VccAccount } from '../contract';
import type { SwitchSide, SwitchView, WorldOptions } from './contract';

const SLOW_MS = 4000;
const RETRY_AFTER_S = '5.5';

interface Switch {
  readonly name: string;
  readonly side: SwitchSide;
  readonly label: string;
  readonly hint: string;
  isOn(): boolean;
  set(on: boolean): void;
}

/** The ways to make VCC and Graph misbehave, as far as the options give a grip on them. */
export class Misbehaviour {
  readonly #switches: readonly Switch[];

  constructor(options: WorldOptions) {
    const accounts = new Set(options.people.flatMap(({ account }) => account ?? []));
    this.#switches = [
      ...(accounts.size > 0 ? deliverySwitches([...accounts]) : []),
      ...(options.vcc ? [vccDown(options.vcc.faults)] : []),
      ...(options.graph ? graphSwitches(options.graph.faults) : []),
    ];
  }

  view(): SwitchView[] {
    return this.#switches.map(({ name, side, label, hint, isOn }) => ({
      name,
      side,
      label,
      hint,
      isOn: isOn(),
    }));
  }

  /** False when there is no such switch. */
  set(name: string, on: boolean): boolean {
    const found = this.#switches.find((other) => other.name === name);
    found?.set(on);
    return found !== undefined;
  }
}

function deliverySwitches(accounts: readonly VccAccount[]): Switch[] {
  const knob = (name: 'deliverTwice' | 'lose' | 'shuffleMs', value: number) => ({
    isOn: () => accounts.some(({ knobs }) => knobs[name] > 0),
    set: (on: boolean) => accounts.forEach(({ knobs }) => (knobs[name] = on ? value : 0)),
  });
  const side = 'vcc' as const;
  return [
    {
      name: 'deliver-twice',
      side,
      label: 'Deliver twice',
      hint: 'Every webhook is sent a second time.',
      ...knob('deliverTwice', 1),
    },
    {
      name: 'lose-one-in-five',
      side,
      label: 'Lose one in five',
      hint: 'One webhook in five never arrives.',
      ...knob('lose', 0.2),
    },
    {
      name: 'shuffle',
      side,
      label: 'Out of order',
      hint: 'Webhooks are up to three seconds late and overtake each other.',
      ...knob('shuffleMs', 3000),
    },
  ];
}

function vccDown(faults: Faults): Switch {
  const hint = 'The VCC API answers 503 to everything; webhooks still leave.';
  const body = '{"error":"Service Unavailable"}';
  return {
    name: 'vcc-down',
    side: 'vcc',
    label: 'VCC down',
    hint,
    ...faultSwitch(faults, { status: 503, body }),
  };
}

function graphSwitches(faults: Faults): Switch[] {
  const side = 'teams' as const;
  return [
    {
      name: 'graph-down',
      side,
      label: 'Graph down',
      hint: 'Graph answers 503 to everything.',
      ...faultSwitch(faults, { status: 503, body: graphError('serviceNotAvailable') }),
    },
    {
      name: 'graph-slow',
      side,
      label: 'Graph slow',
      hint: 'Graph takes four seconds longer for every answer.',
      ...faultSwitch(faults, { delayMs: SLOW_MS }),
    },
    {
      name: 'graph-throttled',
      side,
      label: 'Throttled',
      hint: `Graph answers 429 and asks for ${RETRY_AFTER_S} seconds.`,
      ...faultSwitch(faults, {
        status: 429,
        headers: { 'retry-after': RETRY_AFTER_S },
        body: graphError('TooManyRequests'),
      }),
    },
  ];
}

function graphError(code: string): string {
  return JSON.stringify({ error: { code, message: 'Made to fail on the world page.' } });
}

function faultSwitch(faults: Faults, fault: Fault): Pick<Switch, 'isOn' | 'set'> {
  let takeAway: (() => void) | undefined;
  return {
    isOn: () => takeAway !== undefined,
    set(on) {
      if (on === (takeAway !== undefined)) return;
      takeAway?.();
      takeAway = on ? faults.add(fault) : undefined;
    },
  };
}
