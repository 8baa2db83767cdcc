/** What the bot says by itself, in the person's words: what, why, what next, and how to get no more of it. */
import type { LinkView, Person, PostBody, PostedRecord } from '../../src/index';
import { gistOf, tellBecause } from '../cards/because';
import type { Gist } from '../cards/because';
import { button, line, makeCard, openUrl, small, title } from '../cards/card';
import type { Card, Json } from '../cards/card';
import { makeProblemCard } from '../cards/problem-card';
import { makeUnprovedCard } from '../cards/link-cards';
import { makeAskCard } from '../cards/say-cards';
import { pairOf, stateOf } from '../cards/standing';
import { pickStates, stateButtons } from '../cards/status-card';
import type { Ports } from '../converse/ports';
import { en } from '../say/en';
import type { WordKey } from '../say/en';
import type { Voice } from '../say/voice';

export interface Rendering {
  readonly ports: Ports;
  readonly person: Person;
  readonly voice: Voice;
  /** Null: not linked (any more). */
  readonly link: LinkView | null;
}

type Of<Kind extends PostBody['kind']> = Extract<PostBody, { readonly kind: Kind }>;

const MINUTE = 60_000;

/** Null: there is nothing left to say. */
export async function renderPost(rendering: Rendering, body: PostBody): Promise<Card | null> {
  switch (body.kind) {
    case 'problem':
      return rendering.link && renderProblem(rendering, rendering.link, body.record);
    case 'change':
      return rendering.link && renderChange(rendering, rendering.link, body.record);
    case 'trouble':
      return rendering.link && renderTrouble(rendering, body);
    case 'alert':
      return renderAlert(rendering, body);
    case 'free':
      return renderFree(rendering, body);
    case 'reminder':
      return renderReminder(rendering, body);
    case 'joined':
      return rendering.link && renderJoined(rendering, body);
    case 'declined':
      return rendering.link ? null : renderDeclined(rendering, body);
    case 'unproved':
      return rendering.link ? null : makeUnprovedCard(rendering.voice, body.code);
    case 'card':
      return null;
  }
}

const REFUSALS: ReadonlySet<string> = new Set(['vcc-refused', 'vcc-not-taken']);

function renderProblem({ ports, voice }: Rendering, link: LinkView, record: PostedRecord): Card {
  const gist = gistOf(record, nameIn(link));
  if (record.code === 'healed') return renderHealed(voice);
  const isRefusal = REFUSALS.has(record.code);
  return makeProblemCard({
    iconUrl: ports.iconUrl,
    title: problemTitle(voice, record, gist),
    paragraphs: problemText(voice, link, record),
    note: noteOf(voice, ports, record),
    actions: [
      ...(isRefusal ? refusalButtons(voice, link) : []),
      button(voice.say('do.why'), { do: 'why' }),
      noMore(voice, 'nothing'),
    ],
  });
}

function problemTitle(voice: Voice, { code }: PostedRecord, { state }: Gist): string {
  if (REFUSALS.has(code)) {
    return state === null ? voice.say('refused.other') : voice.say('refused.title', { state });
  }
  if (code === 'flapping') return voice.say('problem.flapping');
  if (code === 'not-taken' || code === 'teams-refused') return voice.say('problem.notTaken');
  return voice.say('problem.stopped');
}

function problemText(voice: Voice, link: LinkView, { code }: PostedRecord): readonly string[] {
  const presence = voice.presence(pairOf(link));
  if (REFUSALS.has(code)) {
    const current = stateOf(link, voice);
    return [voice.say('refused.text', { current, presence }), voice.say('refused.more')];
  }
  if (code === 'flapping') {
    const { pausedUntil } = link.status;
    if (pausedUntil === null) return [voice.say('say.flapping')];
    return [voice.say('say.flappingUntil', { time: voice.time(pausedUntil) })];
  }
  if (code === 'not-taken') return [voice.say('say.notTaken', { presence })];
  if (code === 'teams-refused') return [voice.say('say.teamsRefused')];
  return [voice.say('trouble.agent-archived')];
}

/** The one thing we would advise, which is the next state of the account's own. */
function refusalButtons(voice: Voice, link: LinkView): readonly Json[] {
  const [first] = pickStates(link, 1);
  if (!first) return [];
  const text = voice.say('do.set', { state: first.name });
  return [button(text, { do: 'set', presenceId: first.presenceId }, { isPositive: true })];
}

function renderHealed(voice: Voice): Card {
  const sentence = voice.say('say.healed');
  return makeCard({
    spoken: sentence,
    body: [title(voice.say('problem.healed')), line(sentence)],
    actions: [button(voice.say('do.status'), { do: 'status' })],
  });
}

function renderChange({ ports, voice }: Rendering, link: LinkView, record: PostedRecord): Card {
  const because = tellBecause(voice, record, gistOf(record, nameIn(link)));
  const time = voice.moment(record.endedAt, ports.talks.clock.now());
  return makeCard({
    spoken: because,
    body: [title(because), small(time, { spacing: 'None' })],
    actions: [
      ...stateButtons(link, 1),
      button(voice.say('do.why'), { do: 'why' }),
      noMore(voice, 'problems'),
    ],
  });
}

function renderTrouble({ ports, voice }: Rendering, body: Of<'trouble'>): Card | null {
  const key = `trouble.${body.code}`;
  if (!(key in en)) return null;
  const unlink = button(voice.say('do.unlink'), { do: 'unlink' });
  return makeProblemCard({
    iconUrl: ports.iconUrl,
    title: voice.say('problem.stopped'),
    paragraphs: [voice.say(key as WordKey)],
    note: noteOf(voice, ports, { endedAt: body.since, code: body.code }),
    actions: [
      button(voice.say('do.status'), { do: 'status' }),
      ...(body.code === 'agent-archived' || body.code === 'person-gone' ? [unlink] : []),
      noMore(voice, 'nothing'),
    ],
  });
}

function renderAlert({ ports, voice }: Rendering, body: Of<'alert'>): Card | null {
  const key = `alert.${body.code}`;
  if (!(key in en)) return null;
  const tab = ports.tabUrl('admin');
  return makeProblemCard({
    iconUrl: ports.iconUrl,
    title: voice.say('alert.title'),
    paragraphs: [
      voice.say(key as WordKey, { time: voice.moment(body.since, ports.talks.clock.now()) }),
      ...(body.side === 'webhooks' ? [] : [tellAgents(voice, body.agents)]),
    ],
    note: noteOf(voice, ports, { endedAt: body.since, code: body.code }),
    actions: [
      ...(tab === null ? [] : [openUrl(voice.say('do.openTab'), tab, { isPositive: true })]),
      noMore(voice, 'nothing'),
    ],
  });
}

function tellAgents(voice: Voice, count: number): string {
  return voice.say(count === 1 ? 'alert.agentsOne' : 'alert.agents', { count });
}

const TEAMS = 'https://teams.microsoft.com/l';

async function renderFree(
  { ports, person, voice, link }: Rendering,
  body: Of<'free'>,
): Promise<Card | null> {
  if (!link) return null;
  const { name, linkId } = body;
  const found = await ports.desk.findColleagues(person, { words: name, onlyFree: false, limit: 5 });
  const address = found.items.find((one) => one.linkId === linkId)?.address ?? null;
  const users = encodeURIComponent(address ?? '');
  const sentence = voice.say('free.now', { name });
  const reach = [
    openUrl(voice.say('do.call'), `${TEAMS}/call/0/0?users=${users}`, { isPositive: true }),
    openUrl(voice.say('do.chat'), `${TEAMS}/chat/0/0?users=${users}`),
  ];
  return makeCard({
    spoken: sentence,
    body: [title(sentence)],
    actions: address === null ? [] : reach,
  });
}

function renderReminder({ voice, link }: Rendering, { minutes }: Of<'reminder'>): Card | null {
  if (!link) return null;
  const sentence = voice.say('reminder.now', { duration: voice.duration(minutes * MINUTE) });
  return makeAskCard(sentence, stateButtons(link, 2));
}

function renderJoined({ voice }: Rendering, { agentId }: Of<'joined' | 'declined'>): Card {
  const sentence = voice.say('link.already', { agent: agentId });
  return makeAskCard(sentence, [
    button(voice.say('do.status'), { do: 'status' }, { isPositive: true }),
    button(voice.say('do.help'), { do: 'help' }),
  ]);
}

function renderDeclined({ voice }: Rendering, { agentId }: Of<'joined' | 'declined'>): Card {
  const sentence = voice.say('link.declined', { agent: agentId });
  return makeAskCard(sentence, [button(voice.say('do.link'), { do: 'link' })]);
}

function noMore(voice: Voice, posts: 'nothing' | 'problems'): Json {
  return button(voice.say('do.noMore'), { do: 'notify', posts });
}

function noteOf(
  voice: Voice,
  { talks }: Ports,
  { endedAt, code }: Pick<PostedRecord, 'endedAt' | 'code'>,
): string {
  return voice.say('problem.small', { time: voice.moment(endedAt, talks.clock.now()), code });
}

function nameIn(link: LinkView): (presenceId: string) => string | undefined {
  return (presenceId) => link.states.find((one) => one.presenceId === presenceId)?.name;
}
