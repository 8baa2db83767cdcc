/** Places an order and waits a moment for what becomes of it (BT4). */
import type { LinkView, Ordered, PostedRecord } from '../../src/index';
import type { Talk } from './ports';

const LOOK_MS = 250;
/** The record is there before Teams has been seen to show it; so long a look is worth waiting for. */
const SHOW_MS = 2_500;

/** Null: nothing is known yet. */
export async function placeOrder(
  talk: Talk,
  link: LinkView,
  order: () => Promise<Ordered>,
): Promise<PostedRecord | null> {
  const { ports, person } = talk;
  const { clock, answers } = ports.talks;
  const enough = new AbortController();
  let orderedAt: number | null = null;
  let answer: PostedRecord | null = null;
  const early: PostedRecord[] = [];
  const take = (record: PostedRecord): void => {
    if (orderedAt === null) return void early.push(record);
    if (answer || !answers(record, orderedAt)) return;
    answer = record;
    enough.abort();
  };
  const leave = await ports.desk.follow(person, { linkIds: [link.id], after: undefined, take });
  try {
    orderedAt = (await order()).at;
    early.forEach(take);
    await clock.sleep(talk.patienceMs, enough.signal);
    return answer;
  } finally {
    enough.abort();
    leave();
  }
}

/** Until Teams has been seen to follow, or it takes too long. */
export async function awaitTeams(talk: Talk): Promise<void> {
  const { desk, talks } = talk.ports;
  const until = talks.clock.now() + Math.min(SHOW_MS, talk.patienceMs);
  while (talks.clock.now() < until) {
    const { status } = await desk.getMyLink(talk.person);
    if (status.code !== 'waiting-for-teams') return;
    await talks.clock.sleep(LOOK_MS);
  }
}
