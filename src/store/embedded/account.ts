import { readFile } from 'node:fs/promises';

/** Whom a PostgreSQL program runs as; empty: as ourselves. */
export interface Account {
  readonly uid?: number;
  readonly gid?: number;
}

/** Best first. Both exist on most systems and own nothing that matters. */
const UNPRIVILEGED = ['postgres', 'nobody'];

export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** An account of this machine that a root process may hand the server to; null when there is none. */
export async function findUnprivilegedAccount(): Promise<Required<Account> | null> {
  const accounts = await readAccounts();
  for (const name of UNPRIVILEGED) {
    const account = accounts.get(name);
    if (account && account.uid !== 0) return account;
  }
  return null;
}

async function readAccounts(): Promise<ReadonlyMap<string, Required<Account>>> {
  const text = await readFile('/etc/passwd', 'utf8').catch(() => '');
  const fields = text.split('\n').map((line) => line.split(':'));
  return new Map(
    fields.map(([name = '', , uid, gid]) => [name, { uid: Number(uid), gid: Number(gid) }]),
  );
}
