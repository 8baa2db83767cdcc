/** Mail addresses and user principal names, compared without case (JN9). */
import type { DeskDeps } from './context';
import { isGuest } from './join';
import { requireReached } from './reach';
import type { DirectoryPerson } from './reach';

/** Values Graph takes in one list. */
const PER_SEARCH = 15;
/** A whole account is looked up in a few seconds, and no more waits in line than a sweep does. */
const AT_ONCE = 4;

export function foldAddress(address: string): string {
  return address.trim().toLowerCase();
}

/** What a person may be known by in VCC. */
export function addressesOf(person: DirectoryPerson): readonly string[] {
  const { userPrincipalName, mail } = person;
  const all = [userPrincipalName, mail ?? ''].map(foldAddress);
  return [...new Set(all.filter((one) => one.includes('@')))];
}

/** Who has which of the addresses; guests have none. */
export async function findPeople(
  deps: DeskDeps,
  tenantId: string,
  addresses: readonly string[],
): Promise<ReadonlyMap<string, readonly DirectoryPerson[]>> {
  const wanted = [...new Set(addresses.map(foldAddress))].filter((one) => one.includes('@'));
  const parts = Array.from({ length: Math.ceil(wanted.length / PER_SEARCH) }, (_, index) =>
    wanted.slice(index * PER_SEARCH, (index + 1) * PER_SEARCH),
  );
  const people = new Map<string, DirectoryPerson>();
  const search = async (): Promise<void> => {
    for (let part = parts.shift(); part; part = parts.shift()) {
      const reached = await deps.graph.findByAddress(tenantId, part);
      for (const one of requireReached(reached, 'microsoft-unreachable')) people.set(one.id, one);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, search));
  return sortByAddress(wanted, [...people.values()]);
}

function sortByAddress(
  wanted: readonly string[],
  people: readonly DirectoryPerson[],
): ReadonlyMap<string, readonly DirectoryPerson[]> {
  const found = new Map<string, DirectoryPerson[]>(wanted.map((address) => [address, []]));
  for (const person of people) {
    if (isGuest(person)) continue;
    for (const address of addressesOf(person)) found.get(address)?.push(person);
  }
  return found;
}
