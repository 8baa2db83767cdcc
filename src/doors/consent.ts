import type { Desk } from '../desk/desk';
import { DeskError, PROBLEMS } from '../desk/problem';
import type { Door, DoorAnswer } from './door';
import type { DoorEvents } from './verdict';

export interface ConsentDeps {
  readonly desk: Pick<Desk, 'finishConsent'>;
  readonly events: DoorEvents;
}

const MAX_LENGTH = 200;

/** `GET /consent/callback`: an admin comes back from Entra, and is shown a small page (JN5). */
export function createConsentDoor({ desk, events }: ConsentDeps): Door {
  return async ({ query }) => {
    const read = (name: string): string | null => query.get(name)?.slice(0, MAX_LENGTH) ?? null;
    const back = { state: read('state'), tenant: read('tenant'), error: read('error') };
    try {
      await desk.finishConsent(back);
      return page(200, 'Consent given', 'You can close this window and go back to Teams.');
    } catch (error) {
      if (!(error instanceof DeskError)) events.failed('consent', error);
      const code = error instanceof DeskError ? error.code : 'internal';
      const detail = error instanceof DeskError ? (error.more.detail ?? '') : '';
      const { status, title } = PROBLEMS[code];
      return page(status, title, `${detail} Go back to Teams and begin again.`.trim());
    }
  };
}

/** Nothing of the query is shown: it may be anybody's words. */
function page(status: number, title: string, text: string): DoorAnswer {
  return {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
    body: `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${escapeHtml(title)} - Presence Link</title></head>
<body><main><h1>${escapeHtml(title)}</h1><p>${escapeHtml(text)}</p></main></body>
</html>
`,
  };
}

function escapeHtml(text: string): string {
  const names: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replace(/[&<>"']/g, (one) => names[one] ?? one);
}
