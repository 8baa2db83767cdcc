import { ASKERS } from '../../src/desk/desk';
import type { OrderName } from '../../src/desk/desk';
import { openDesk, ADMIN, AGENT, NEWCOMER } from './rig';
import type { DeskRig } from './rig';
import type { Person } from '../../src/desk/access';

let rig: DeskRig;
beforeAll(async () => {
  rig = await openDesk();
  // No order of the list makes a tenant known.
  rig.outside.roles = [];
});
afterAll(() => rig.close());

const ORDERS = Object.entries(ASKERS) as [OrderName, string][];
const NEW_AGENT: Person = { ...NEWCOMER, roles: [] };

/** The order with nothing in it: whoever is let in fails later, for another reason. */
async function codeOf(order: OrderName, person: Person): Promise<string> {
  const give = rig.desk[order] as (person: Person, ...ask: unknown[]) => Promise<unknown>;
  const nothing = { connectionId: 'none', linkId: 'none', credentials: {}, limit: 1 };
  const failure: unknown = await give(person, nothing).then(
    () => null,
    (error: unknown) => error,
  );
  return failure instanceof Error && 'code' in failure ? String(failure.code) : 'let in';
}

const REFUSALS = ['admin-only', 'tenant-unknown'];

test.each(ORDERS)('[JN1] %s (%s) lets in whom the table says', async (order, asker) => {
  const forAdmins = asker.endsWith('admin');
  expect(REFUSALS).not.toContain(await codeOf(order, ADMIN));
  if (forAdmins) expect(await codeOf(order, AGENT)).toBe('admin-only');
  else expect(REFUSALS).not.toContain(await codeOf(order, AGENT));
});

test.each(ORDERS)('[JN3] %s (%s) asks for a tenant that is known', async (order, asker) => {
  const isOpen = asker.startsWith('new');
  if (isOpen) expect(REFUSALS).not.toContain(await codeOf(order, NEWCOMER));
  else expect(await codeOf(order, NEWCOMER)).toBe('tenant-unknown');
  if (asker === 'person') expect(await codeOf(order, NEW_AGENT)).toBe('tenant-unknown');
});
