import { setTimeout as pause } from 'node:timers/promises';
import { openApi } from '../../demo/connect';
import type { ConnectOptions } from '../../demo/connect';
import type { Sandbox } from '../../sandbox/start';

/** A choice made before the first look at both sides belongs to that look, not to a turn of its own. */
export async function bothSidesSeen(
  sandbox: Sandbox,
  options: ConnectOptions,
  linkIds: readonly string[],
): Promise<void> {
  const api = await openApi(sandbox, options);
  for (const linkId of linkIds) {
    const isNew = async (): Promise<boolean> => {
      const { status } = await api<{ status: { phase: string } }>('GET', `/links/${linkId}`);
      return status.phase === 'new';
    };
    while (await isNew()) await pause(50);
  }
}
