import { MINUTE } from '../core/time';
import type { DeskDeps } from './context';

const MOST = 10_000;

/** Asks the store whether a tenant is known; a yes is remembered for a minute. */
export function createKnownTenants({ store, clock }: Pick<DeskDeps, 'store' | 'clock'>) {
  const until = new Map<string, number>();
  return async (tenantId: string): Promise<boolean> => {
    const now = clock.now();
    if ((until.get(tenantId) ?? 0) > now) return true;
    const isKnown = await store.tenants.isKnown(tenantId);
    if (until.size >= MOST) until.clear();
    if (isKnown) until.set(tenantId, now + MINUTE);
    return isKnown;
  };
}
