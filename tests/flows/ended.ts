import type { Flow } from './flow';
import { openFacts } from './accounts';

/** The end of every flow of trouble: nothing is left unread (TN2), and everything stops. */
export async function endFlow(flow: Flow): Promise<void> {
  try {
    await flow.quiet();
    expect(await openFacts(flow)).toEqual([]);
  } finally {
    await flow.stop();
  }
}
