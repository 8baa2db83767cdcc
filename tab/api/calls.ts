/** The operations of API v1 the tab uses. */
import type { ApiClient } from './client';
import { createJoiningCalls } from './joining';
import type { JoiningCalls } from './joining';
import type { LinkDetails, LinkView, Ordered, Preferences, RecordView } from './types';

const PREFERENCES = '/me/preferences';

export interface RecordRange {
  readonly after?: string;
  readonly before?: string;
  readonly limit: number;
}

/** What was read, and the name of this version of it. */
export interface Tagged<T> {
  readonly value: T;
  readonly etag: string;
}

export interface Calls {
  readonly client: ApiClient;
  readonly joining: JoiningCalls;
  getMyLink(): Promise<LinkView>;
  getDetails(linkId: string): Promise<LinkDetails>;
  listRecords(linkId: string, range: RecordRange): Promise<readonly RecordView[]>;
  orderState(linkId: string, presenceId: string): Promise<Ordered>;
  pause(linkId: string, until: number | null): Promise<Ordered>;
  resume(linkId: string): Promise<Ordered>;
  showAgentState(linkId: string): Promise<Ordered>;
  unlink(linkId: string): Promise<Ordered>;
  getPreferences(): Promise<Tagged<Preferences>>;
  /** Refused with 412 where another version than this one has been changed. */
  putPreferences(edit: Tagged<Preferences>): Promise<Tagged<Preferences>>;
}

export function createCalls(client: ApiClient): Calls {
  const get = <T>(path: string): Promise<T> => client.call({ method: 'GET', path });
  const order = (linkId: string, what: string, body: unknown = {}): Promise<Ordered> =>
    client.call({ method: 'POST', path: `/links/${linkId}/orders/${what}`, body });
  return {
    client,
    joining: createJoiningCalls(client),
    getMyLink: () => get('/me/link'),
    getDetails: (linkId) => get(`/links/${linkId}/details`),
    listRecords: async (linkId, { limit, ...range }) => {
      const query = new URLSearchParams({ limit: String(limit), ...range });
      return (await get<{ items: RecordView[] }>(`/links/${linkId}/records?${query}`)).items;
    },
    orderState: (linkId, presenceId) => order(linkId, 'state', { presenceId }),
    pause: (linkId, until) => order(linkId, 'pause', { until }),
    resume: (linkId) => order(linkId, 'resume'),
    showAgentState: (linkId) => order(linkId, 'show'),
    unlink: (linkId) => client.call({ method: 'DELETE', path: `/links/${linkId}` }),
    getPreferences: async () => tagged(await client.open({ method: 'GET', path: PREFERENCES })),
    putPreferences: async ({ value, etag }) => {
      const headers = { 'if-match': etag };
      return tagged(await client.open({ method: 'PUT', path: PREFERENCES, body: value, headers }));
    },
  };
}

async function tagged<T>(answer: Response): Promise<Tagged<T>> {
  return { value: (await answer.json()) as T, etag: answer.headers.get('etag') ?? '' };
}
