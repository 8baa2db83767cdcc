/** An hour in which nobody touches what was done before it: each agent of a crowd in another situation. */
import type { SeenRequest } from '../../sandbox/contract';
import { startFlow } from './flow';
import type { Flow, Linked } from './flow';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** What they do in VCC before the hour, and the state they stay in. */
const IN_VCC = ['Away', 'Extended Away', 'Lunch'] as const;
/** What they set by hand in Teams before the hour, and the state it brings. */
const IN_TEAMS = [
  ['Busy', 'Extended Away'],
  ['DoNotDisturb', 'Away'],
  ['BeRightBack', 'Away'],
  ['Away', 'Away'],
] as const;
const AGENTS = IN_VCC.length + IN_TEAMS.length + 3;

let flow: Flow;
const agents = new Map<string, Linked>();

beforeAll(async () => {
  flow = await startFlow({
    agents: AGENTS,
    scanMs: 5_000,
    settings: { VCC_SWEEP_MS: '600000', TEAMS_SWEEP_MS: '10000' },
  });
  const rest = [...flow.linked];
  const take = (situation: string): Linked => {
    const one = rest.shift();
    if (!one) throw new Error(`Nobody is left for ${situation}.`);
    agents.set(situation, one);
    return one;
  };
  for (const state of IN_VCC) take(`vcc ${state}`).agent.choose(state);
  for (const [presence] of IN_TEAMS) take(`teams ${presence}`).person.setByHand(presence);
  take('call').agent.takeCall();
  take('idle');
  take('logged out').agent.logOut();
  await flow.advance(30_000);
  flow.forget();
  of('idle').person.goIdle();
  for (const presence of ['Busy', 'Available', 'Away', 'Available', 'Busy', 'Available']) {
    of('logged out').person.setByHand(presence);
    await flow.advance(HOUR / 6);
  }
}, 120_000);
afterAll(() => flow.stop());

function of(situation: string): Linked {
  const one = agents.get(situation);
  if (!one) throw new Error(`Nobody is in the situation ${situation}.`);
  return one;
}

const shown = ({ person }: Linked): string => person.shown().availability;
const state = ({ agent }: Linked): string => agent.presence().definition.description;
const writesTo = (id: string, requests: readonly SeenRequest[]) =>
  requests.filter(({ path }) => path.includes(id)).map(({ path }) => path.split('/').at(-1));
const graphWrites = ({ person }: Linked) => writesTo(person.id, flow.graphWrites());
const vccWrites = ({ agent }: Linked) => writesTo(agent.userId, flow.vccWrites());

describe('a state left standing for an hour', () => {
  test.each(IN_VCC)('[WW3] %s in VCC moves nobody and is renewed once at the most', (chosen) => {
    const one = of(`vcc ${chosen}`);
    expect([state(one), shown(one)]).toEqual([chosen, 'Away']);
    expect(vccWrites(one)).toEqual([]);
    const written = graphWrites(one);
    expect(written).toHaveLength(2);
    expect(written.filter((call) => call?.includes('Preferred'))).toHaveLength(1);
  });

  test.each(IN_TEAMS)(
    '[WW3][EC1] %s by hand in Teams sets %s once and walks no further down the chain',
    (chosen, expected) => {
      const one = of(`teams ${chosen}`);
      expect([state(one), shown(one)]).toEqual([expected, chosen]);
      expect(vccWrites(one)).toEqual([]);
      expect(graphWrites(one)).toEqual([]);
    },
  );

  test('[GD3][WT5] an idle Ready agent stays Ready, and only renewals are written', () => {
    const one = of('idle');
    expect([state(one), shown(one)]).toEqual(['Ready', 'Available']);
    expect(vccWrites(one)).toEqual([]);
    const written = graphWrites(one);
    expect(new Set(written)).toEqual(new Set(['setPresence']));
    expect(written.length).toBeLessThanOrEqual(14);
  });

  test('[GD2][EC6] a logged-out agent is never logged in, whatever Teams does', () => {
    const one = of('logged out');
    expect(state(one)).toBe('Logged Out');
    expect(vccWrites(one)).toEqual([]);
    expect(graphWrites(one)).toEqual([]);
  });

  test('[WW6] an interaction of an hour stays Busy and gives back Available', async () => {
    const one = of('call');
    expect([state(one), shown(one)]).toEqual(['Ready', 'Busy']);
    expect(vccWrites(one)).toEqual([]);
    one.agent.endCall();
    one.agent.endWrapUp();
    await flow.until('Teams shows Available', () => shown(one) === 'Available');
  });

  test('a write that does happen is seen with its agent, so that none above is missed', async () => {
    const ids = flow.linked.flatMap(({ person, agent }) => [person.id, agent.userId]);
    const one = of('vcc Away');
    one.person.setByHand('Available');
    await flow.until('VCC shows Ready', () => state(one) === 'Ready');
    expect(vccWrites(one)).toHaveLength(1);
    const written = [...flow.graphWrites(), ...flow.vccWrites()];
    expect(written.filter(({ path }) => !ids.some((id) => path.includes(id)))).toEqual([]);
  });
});
