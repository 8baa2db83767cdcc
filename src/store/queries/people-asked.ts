/** People as a gathered statement names them (gather.ts). */
interface Asked {
  readonly tenantId: string;
  readonly personId: string;
}

export function nameOfPerson({ tenantId, personId }: Asked): string {
  return JSON.stringify([tenantId, personId]);
}

/** Two arrays: the tenant and the person of each. */
export function peopleOf(asked: readonly Asked[]): readonly [string[], string[]] {
  return [asked.map((one) => one.tenantId), asked.map((one) => one.personId)];
}
