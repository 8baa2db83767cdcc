import type { SandboxClock } from '../clock';
import type { PersonSeed, SimulatedPerson } from '../contract';
import type { AllGraphKnobs } from './knobs';
import { createPerson } from './person';
import type { GraphPerson } from './person';
import type { GraphStore, GraphTenant } from './store';
import type { RemovalReason } from './users/change-log';

export interface People {
  addPerson(tenantId: string, seed: PersonSeed): SimulatedPerson;
  /** Changes the directory entry. */
  updatePerson(tenantId: string, personId: string, changes: Partial<Omit<PersonSeed, 'id'>>): void;
  /** `changed`: soft deleted, restorable; `deleted`: gone for good. */
  removePerson(tenantId: string, personId: string, reason?: RemovalReason): void;
  restorePerson(tenantId: string, personId: string): void;
  /** Delta links handed out so far answer 410 from now on. */
  resetDelta(tenantId: string): void;
  onChange(listener: (tenantId: string, personId: string) => void): () => void;
  /** Like `onChange`, for the sandbox's own parts. */
  onPresence(listener: (person: GraphPerson) => void): void;
}

interface PeopleParts {
  readonly clock: SandboxClock;
  readonly knobs: AllGraphKnobs;
  readonly store: GraphStore;
}

/** The directory entries of all tenants, and who listens to their presence. */
export function createPeople(parts: PeopleParts): People {
  const listeners = new Set<(person: GraphPerson) => void>();
  const changed = (tenant: GraphTenant, id: string): void => {
    const person = tenant.people.get(id);
    if (person) for (const listener of listeners) listener(person);
  };
  return {
    addPerson: (tenantId, seed) => addPerson(parts, { tenantId, seed, changed }),
    updatePerson(tenantId, personId, changes) {
      const { tenant, id, person } = known(parts.store, tenantId, personId);
      person.seed = { ...person.seed, ...changes };
      tenant.log.add({ personId: id, properties: Object.keys(changes) });
    },
    removePerson(tenantId, personId, reason = 'changed') {
      const { tenant, id, person } = known(parts.store, tenantId, personId);
      tenant.people.delete(id);
      if (reason === 'changed') tenant.removed.set(id, person);
      tenant.log.add({ personId: id, properties: [], removed: reason });
    },
    restorePerson(tenantId, personId) {
      restore(parts.store.tenant(tenantId), personId.toLowerCase());
    },
    resetDelta: (tenantId) => parts.store.tenant(tenantId)?.log.reset(),
    onChange(listener) {
      const wrapped = ({ tenantId, seed }: GraphPerson) => listener(tenantId, seed.id);
      listeners.add(wrapped);
      return () => void listeners.delete(wrapped);
    },
    onPresence: (listener) => void listeners.add(listener),
  };
}

function addPerson(
  { clock, knobs, store }: PeopleParts,
  {
    tenantId,
    seed,
    changed,
  }: {
    readonly tenantId: string;
    readonly seed: PersonSeed;
    readonly changed: (tenant: GraphTenant, id: string) => void;
  },
): SimulatedPerson {
  const tenant = store.addTenant(tenantId);
  const id = seed.id.toLowerCase();
  const around = { clock, knobs, onChange: () => changed(tenant, id) };
  const person = createPerson({ tenantId, seed, around });
  tenant.people.set(id, person);
  tenant.log.add({ personId: id, properties: 'all' });
  return person.simulated;
}

function known(store: GraphStore, tenantId: string, personId: string) {
  const tenant = store.tenant(tenantId);
  const id = personId.toLowerCase();
  const person = tenant?.people.get(id);
  if (!tenant || !person) throw new Error(`The sandbox has no person ${personId}.`);
  return { tenant, id, person };
}

function restore(tenant: GraphTenant | undefined, id: string): void {
  const person = tenant?.removed.get(id);
  if (!tenant || !person) throw new Error(`The sandbox has no removed person ${id}.`);
  tenant.removed.delete(id);
  tenant.people.set(id, person);
  tenant.log.add({ personId: id, properties: 'all' });
}
