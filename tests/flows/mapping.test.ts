import type { Mapping } from '../../src/core/mapping';
import type { Sandbox } from '../../sandbox/start';
import { startFlow } from './flow';
import type { Flow, Linked } from './flow';

let flow: Flow;
beforeEach(async () => {
  flow = await startFlow({
    agents: 2,
    scanMs: 1_000,
    prepare: (sandbox) => moveTo(sandbox, 0, ['Night shift']),
  });
}, 60_000);
afterEach(() => flow.stop());

const mappingPath = (): string => `/connections/${flow.connectionId}/mapping`;
const shown = ({ person }: Linked): string => person.shown().availability;
const state = ({ agent }: Linked): string => agent.presence().definition.description;

/** Which groups an agent is in stands in the seed alone. */
function moveTo(sandbox: Sandbox, index: number, groups: readonly string[]): void {
  const agents = sandbox.inhabitants.flatMap(({ persona }) =>
    persona.agent ? [persona.agent] : [],
  );
  Object.assign(agents[index] ?? {}, { groups });
}

function both(): readonly [Linked, Linked] {
  const [one, other] = flow.linked;
  if (!one || !other) throw new Error('The flow needs two agents.');
  return [one, other];
}

async function edit(change: (mapping: Mapping) => Mapping): Promise<void> {
  const mapping = change(await flow.api<Mapping>('GET', mappingPath()));
  await flow.api('PUT', mappingPath(), { body: mapping, headers: { 'if-match': '*' } });
}

function showAwayAs(mapping: Mapping, word: string): Mapping {
  const rows = mapping.agentToPresence.rows.map((row) =>
    'category' in row.when && row.when.category === 'Away'
      ? { ...row, shows: { availability: word, activity: word } }
      : row,
  );
  return { ...mapping, agentToPresence: { ...mapping.agentToPresence, rows } };
}

test('[MP4] an edit writes nothing by itself and is in force at the next turn', async () => {
  const [one] = both();
  one.agent.choose('Away');
  await flow.until('Teams shows Away', () => shown(one) === 'Away');
  await flow.advance(20_000);
  flow.forget();
  await edit((mapping) => showAwayAs(mapping, 'BeRightBack'));
  await flow.advance(30_000);
  expect([flow.graphWrites(), flow.vccWrites()]).toEqual([[], []]);
  expect(shown(one)).toBe('Away');
  one.agent.choose('Ready');
  await flow.until('Teams shows Available', () => shown(one) === 'Available');
  one.agent.choose('Away');
  await flow.until('Teams shows Be right back', () => shown(one) === 'BeRightBack');
  await flow.advance(20_000);
  expect([state(one), shown(one)]).toEqual(['Away', 'BeRightBack']);
});

const NIGHT_SHIFT = {
  group: 'Night shift',
  agentToPresence: {
    rows: [
      {
        when: { category: 'Away' as const },
        shows: { availability: 'DoNotDisturb', activity: 'DoNotDisturb' },
      },
    ],
  },
};

test('[MP4] the override of a group decides for its members', async () => {
  const [one, other] = both();
  await edit((mapping) => ({ ...mapping, groups: [NIGHT_SHIFT] }));
  await flow.advance(20_000);
  one.agent.choose('Away');
  other.agent.choose('Away');
  await flow.until(
    'each shows what its group says',
    () => shown(one) === 'DoNotDisturb' && shown(other) === 'Away',
  );
  await flow.advance(20_000);
  expect([state(one), state(other)]).toEqual(['Away', 'Away']);
});

test('[MP4] who has joined a group since being linked is found once a mapping names groups', async () => {
  const [one, other] = both();
  moveTo(flow.sandbox, 0, []);
  moveTo(flow.sandbox, 1, ['Night shift']);
  await edit((mapping) => ({ ...mapping, groups: [NIGHT_SHIFT] }));
  await flow.advance(20_000);
  one.agent.choose('Away');
  other.agent.choose('Away');
  await flow.until(
    'each shows what its group says now',
    () => shown(one) === 'Away' && shown(other) === 'DoNotDisturb',
  );
});

test('[MP4] a direction that is switched off moves nobody until it is restored', async () => {
  const [one] = both();
  await edit((mapping) => ({
    ...mapping,
    presenceToAgent: { ...mapping.presenceToAgent, enabled: false },
  }));
  flow.forget();
  one.person.setByHand('DoNotDisturb');
  await flow.advance(40_000);
  expect(flow.vccWrites()).toEqual([]);
  expect(state(one)).toBe('Ready');
  await flow.api('POST', `${mappingPath()}/restore`, {
    body: { direction: 'presenceToAgent' },
    headers: { 'if-match': '*' },
  });
  await flow.advance(20_000);
  expect(state(one)).toBe('Ready');
  one.person.setByHand('Busy');
  await flow.until('VCC says Extended Away', () => state(one) === 'Extended Away');
});
