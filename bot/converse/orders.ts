import type { LinkView, PostedRecord } from '../../src/index';
import { button, line } from '../cards/card';
import type { Card } from '../cards/card';
import { makeProblemCard } from '../cards/problem-card';
import { makeAskCard } from '../cards/say-cards';
import { pairOf, stateOf } from '../cards/standing';
import { stateButtons } from '../cards/status-card';
import type { Command } from '../understand/command';
import { awaitTeams, placeOrder } from './outcome';
import { refusalOf, replaceCard, showCard } from './ports';
import type { Reply, Talk } from './ports';
import { makeFreshStatus } from './status';

type Of<Verb extends Command['do']> = Extract<Command, { readonly do: Verb }>;

const MINUTE = 60_000;
const REFUSED = new Set(['vcc-refused', 'vcc-not-taken', 'agent-gone', 'vcc-forbidden']);
const LATE = new Set(['vcc-trouble', 'in-line', 'fate-unknown']);

export async function setState(
  talk: Talk,
  link: LinkView,
  command: Of<'set'>,
): Promise<readonly Reply[]> {
  const { desk, talks } = talk.ports;
  const { presenceId, minutes } = command;
  const wanted = link.states.find((one) => one.presenceId === presenceId);
  // The card is old, or somebody made it up (BT5).
  if (!wanted) return oldCard(talk);
  const before = link;
  const ordered = { at: 0 };
  const record = await placeOrder(talk, link, async () => {
    const placed = await desk.orderState(talk.person, { linkId: link.id, presenceId });
    ordered.at = placed.at;
    return placed;
  });
  if (record && REFUSED.has(record.code)) {
    const cause = talks.causeOf(link.id, ordered.at);
    const isMine = await talks.posts.claim(talk.person, cause, talks.clock.now());
    if (isMine) return [...replaceCard(refusalCard(talk, before, { record, wanted: wanted.name }))];
  }
  if (!record || LATE.has(record.code)) {
    return withStatus(talk, talk.voice.say('say.kept', { state: wanted.name }));
  }
  await awaitTeams(talk);
  const reminder =
    minutes === undefined
      ? null
      : await remind(talk, { minutes, state: wanted.name, at: ordered.at });
  return withStatus(talk, reminder);
}

interface Reminder {
  readonly minutes: number;
  readonly state: string;
  readonly at: number;
}

/** VCC knows no state with an end, so the person is reminded and nothing is changed for them. */
async function remind(talk: Talk, { minutes, state, at }: Reminder): Promise<string> {
  const { person, voice } = talk;
  const { posts, clock } = talk.ports.talks;
  const { tenantId, personId } = person;
  const dueAt = at + minutes * MINUTE;
  const body = { kind: 'reminder', minutes };
  await posts.add([{ tenantId, personId, cause: `reminder:${at}`, body, dueAt }], clock.now());
  return voice.say('reminder.will', { duration: voice.duration(minutes * MINUTE), state });
}

export async function pause(
  talk: Talk,
  link: LinkView,
  command: Of<'pause'>,
): Promise<readonly Reply[]> {
  const { desk, talks } = talk.ports;
  const { minutes } = command;
  const now = talks.clock.now();
  const until = command.until ?? (minutes === undefined ? null : now + minutes * MINUTE);
  try {
    await placeOrder(talk, link, () => desk.pauseLink(talk.person, { linkId: link.id, until }));
  } catch (error) {
    if (refusalOf(error) !== 'pause-in-past') throw error;
    return oldCard(talk);
  }
  return withStatus(talk, null);
}

export async function resume(talk: Talk, link: LinkView): Promise<readonly Reply[]> {
  const { desk } = talk.ports;
  await placeOrder(talk, link, () => desk.resumeLink(talk.person, { linkId: link.id }));
  await awaitTeams(talk);
  return withStatus(talk, null);
}

export async function showVcc(talk: Talk, link: LinkView): Promise<readonly Reply[]> {
  const { desk } = talk.ports;
  await placeOrder(talk, link, () => desk.showAgentState(talk.person, { linkId: link.id }));
  await awaitTeams(talk);
  return withStatus(talk, null);
}

export function askState(link: LinkView, question: string): readonly Reply[] {
  return showCard(makeAskCard(question, stateButtons(link, 5)));
}

export async function oldCard(talk: Talk): Promise<readonly Reply[]> {
  return withStatus(talk, talk.voice.say('oldCard'));
}

/** The truth as it stands, with what there is to add above it. */
async function withStatus(talk: Talk, above: string | null): Promise<readonly Reply[]> {
  const card = await makeFreshStatus(talk);
  const body =
    above === null ? card['body'] : [line(above, { spacing: 'None' }), ...(card['body'] as [])];
  return [{ kind: 'card', card: { ...card, body }, inPlace: true, isStatus: above === null }];
}

interface Refusal {
  readonly record: PostedRecord;
  readonly wanted: string;
}

export function refusalCard(talk: Talk, before: LinkView, { record, wanted }: Refusal): Card {
  const { voice, ports } = talk;
  return makeProblemCard({
    iconUrl: ports.iconUrl,
    title: voice.say('refused.title', { state: wanted }),
    paragraphs: refusalText(talk, before),
    note: voice.say('problem.small', {
      time: voice.moment(record.endedAt, ports.talks.clock.now()),
      code: record.code,
    }),
    actions: [...stateButtons(before, 2), button(voice.say('do.why'), { do: 'why' })],
  });
}

function refusalText({ voice }: Talk, link: LinkView): readonly string[] {
  const { vcc } = link.status;
  if (vcc.occupancy !== 'free') return [voice.say('refused.onCall')];
  if (vcc.state?.category === 'LoggedOut') return [voice.say('refused.loggedOut')];
  const values = { current: stateOf(link, voice), presence: voice.presence(pairOf(link)) };
  return [voice.say('refused.text', values), voice.say('refused.more')];
}
