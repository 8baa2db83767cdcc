import { systemClock } from '../runtime/clock';
import type { StoredRecord } from '../store/store';
import { answerApi, identify } from './desk-api';
import type { DeskApiDeps } from './desk-api';
import type { Door, DoorAnswer, StreamSink } from './door';
import { DeskError } from '../desk/problem';

const HEARTBEAT_MS = 15_000;
/** The other side then comes back with a fresh token and goes on where it was. */
const MAX_BEATS = 120;
const MAX_LINKS = 200;

/**
 * `GET /api/v1/events`: records as they come, as server-sent events named `record`. `linkId` may be
 * repeated; `Last-Event-ID` goes on after that record.
 */
export function createEventStreamDoor(deps: DeskApiDeps): Door {
  return (request) =>
    answerApi(deps, 'streamEvents', async () => {
      const person = await identify(deps.verify, request);
      const linkIds = request.query.getAll('linkId');
      const after = request.headers['last-event-id'];
      if (linkIds.length > MAX_LINKS || (after !== undefined && !/^\d{1,18}$/.test(after))) {
        throw new DeskError('query-refused');
      }
      const pending: StoredRecord[] = [];
      let take = (record: StoredRecord): void => void pending.push(record);
      const follow = { linkIds, after, take: (record: StoredRecord) => take(record) };
      const leave = await deps.desk.follow(person, follow);
      return answerStream((sink) => {
        take = (record) => sink.send(showRecord(record));
        pending.splice(0).forEach(take);
        return leave;
      });
    });
}

function answerStream(begin: (sink: StreamSink) => () => void): DoorAnswer {
  return {
    status: 200,
    headers: { 'content-type': 'text/event-stream; charset=utf-8', 'x-accel-buffering': 'no' },
    body: '',
    stream: (sink) => {
      sink.send('retry: 2000\n\n');
      const leave = begin(sink);
      const left = new AbortController();
      void keepAlive(sink, left.signal);
      return () => {
        left.abort();
        leave();
      };
    },
  };
}

/** In real time whatever the law's clock says: it is the connection that wants it. */
async function keepAlive(sink: StreamSink, left: AbortSignal): Promise<void> {
  for (let beat = 0; beat < MAX_BEATS; beat++) {
    await systemClock.sleep(HEARTBEAT_MS, left);
    if (left.aborted) return;
    sink.send(': still here\n\n');
  }
  sink.end();
}

function showRecord(record: StoredRecord): string {
  return `event: record\nid: ${record.id}\ndata: ${JSON.stringify(record)}\n\n`;
}
