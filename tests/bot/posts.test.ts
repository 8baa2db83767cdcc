import { createPace } from '../../bot/posts/pace';
import { quietUntil } from '../../bot/posts/quiet';
import { createSender, judge } from '../../bot/posts/sender';
import type { Sent } from '../../bot/posts/sender';
import type { Card } from '../../bot/cards/card';
import { createPostPlanning } from '../../src/keepers/post-planning';
import type { TurnRecord } from '../../src/core/record';
import type { Conversation, PostBody } from '../../src/talking';
import { initialLinkState } from '../../src/core/link-state';
import type { LinkState } from '../../src/core/link-state';
import { ADMIN, joinJuniper, readFacts } from '../desk/rig';
import { recordOf, STATES } from './cards/samples';
import { FENNEL, JUNIPER, openBot, textOf } from './rig';
import type { BotRig, Speaks } from './rig';

let rig: BotRig;
let linkId: string;
let connectionId: string;
let sent: { card: Card; to: string }[];
let answers: Sent[];
let changed: { cardId: string; card: Card }[];
/** A plan remembers what it has planned: each test is a process of its own. */
let plan: () => Promise<number>;

beforeAll(async () => {
  rig = await openBot();
});
afterAll(() => rig.close());

beforeEach(async () => {
  ({ linkId, connectionId } = await joinJuniper(rig));
  [sent, answers, changed] = [[], [], []];
  for (const who of [JUNIPER, FENNEL, { tenantId: 'meadow', personId: 'basil' }])
    await rig.say(who, 'hi');
  plan = newPlan('one');
  await plan();
});
afterEach(async () => {
  for (const personId of ['juniper', 'fennel', 'basil']) {
    await rig.talks.conversations.forget({ tenantId: 'meadow', personId });
  }
  await rig.clear();
  // Leases and what was fresh end.
  await rig.clock.advance(3_600_000);
});

function newPlan(owner: string): () => Promise<number> {
  return createPostPlanning({ store: rig.store, clock: rig.clock, owner });
}

function newSender(owner = 'one') {
  return createSender({
    ports: rig.ports,
    talks: rig.talks,
    owner,
    chance: () => 0,
    send: async (reference, card) => {
      const { user } = reference as { user: { aadObjectId: string } };
      sent.push({ card, to: user.aadObjectId });
      return answers.shift() ?? { kind: 'sent' };
    },
    change: async (_reference, cardId, card) => {
      changed.push({ cardId, card });
      return answers.shift() ?? { kind: 'sent' };
    },
  });
}

/** Its channel never answers. */
function newHangingSender(owner: string) {
  return createSender({
    ports: rig.ports,
    talks: rig.talks,
    owner,
    send: () => new Promise<Sent>(() => undefined),
    change: () => Promise.resolve({ kind: 'sent' }),
  });
}

const titles = () => sent.map(({ card, to }) => `${to}: ${String(card['fallbackText'])}`);

/** A turn of the link that ends with this record and state. */
async function endTurn(
  more: Partial<TurnRecord>,
  state: LinkState = initialLinkState(),
): Promise<void> {
  const now = rig.clock.now();
  const { id: _, ...record } = recordOf({ ...more, linkId, at: now, endedAt: now });
  const token = `turn-${Math.random()}`;
  const turn = await rig.store.turns.claim(linkId, token, now, now + 1_000);
  if (!turn) throw new Error('The turn is taken.');
  await rig.store.turns.settle(
    turn.claim,
    { state, outcomes: [], wakeAt: null, teamsDueAt: null, record },
    now,
  );
}

const refusal = { code: 'vcc-refused', outcome: 'refused' } as const;

function wish(who: Speaks, posts: 'nothing' | 'problems' | 'changes') {
  const person = { ...who, roles: [], wids: [] };
  return rig.desk.changePreferences(person, { posts, language: null });
}

describe('what is told', () => {
  test('[BT9] a problem, once, whoever plans and sends', async () => {
    await endTurn(refusal);
    await plan();
    await plan();
    await newPlan('two')();
    await newSender().pass();
    await newSender('two').pass();
    await newSender().pass();
    expect(titles()).toEqual([expect.stringContaining('juniper: VCC did not accept Lunch.')]);
  });

  test('[BT9] an automatic change only where it is asked for', async () => {
    await endTurn({});
    await plan();
    await newSender().pass();
    expect(sent).toEqual([]);
    await wish(JUNIPER, 'changes');
    await endTurn({});
    await plan();
    await newSender().pass();
    expect(titles()).toEqual(['juniper: Teams shows Away because you chose Lunch.']);
  });

  test('[BT9] nothing where nothing is wanted, also when that was said afterwards', async () => {
    await endTurn(refusal);
    await plan();
    await wish(JUNIPER, 'nothing');
    await newSender().pass();
    await endTurn(refusal);
    await plan();
    await newSender().pass();
    expect(sent).toEqual([]);
  });

  test('[BT9] what was before the first plan, and echoes, are nobody’s news', async () => {
    await wish(JUNIPER, 'changes');
    for (const code of ['own-echo', 'renewed', 'in-step', 'nothing-to-do'] as const)
      await endTurn({ code });
    await plan();
    await newSender().pass();
    expect(sent).toEqual([]);
  });

  test('[BT9] what the chat has answered is not told again', async () => {
    const at = rig.clock.now();
    const seen = [{ ...recordOf().seen[0]!, side: 'order', kind: 'set-state', at } as const];
    await endTurn({ ...refusal, seen });
    await plan();
    const cause = rig.talks.causeOf(linkId, at);
    expect(await rig.talks.posts.claim(JUNIPER, cause, at)).toBe(true);
    expect(await rig.talks.posts.claim(JUNIPER, cause, at)).toBe(false);
    await rig.clock.advance(60_000);
    await newSender().pass();
    expect(sent).toEqual([]);
  });

  test('[BT4][BT9] an order that VCC refuses is answered in the chat, and not told again', async () => {
    const answer = rig.say(JUNIPER, 'go on lunch');
    let isAnswered = false;
    void answer.then(() => (isAnswered = true));
    let at: number | undefined;
    for (let round = 0; round < 400 && !isAnswered; round += 1) {
      await new Promise((resolve) => setTimeout(resolve, 1));
      if (at === undefined) {
        const facts = await readFacts(rig, linkId);
        at = facts.find(({ kind }) => kind === 'set-state')?.at;
        if (at === undefined) continue;
        const seen = [{ ...recordOf().seen[0]!, side: 'order', kind: 'set-state', at } as const];
        await endTurn({ ...refusal, seen });
      } else if (rig.clock.sleeping() > 0) await rig.clock.advance(100);
    }
    expect(textOf(await answer)).toContain('VCC did not accept Lunch.');
    await plan();
    await rig.clock.advance(60_000);
    await plan();
    await newSender().pass();
    expect(sent).toEqual([]);
  });

  test('[BT9] what was ordered elsewhere and refused is told after the chat had its time', async () => {
    const at = rig.clock.now();
    const seen = [{ ...recordOf().seen[0]!, side: 'order', kind: 'set-state', at } as const];
    await endTurn({ ...refusal, seen });
    await plan();
    await newSender().pass();
    expect(sent).toEqual([]);
    await rig.clock.advance(5_000);
    await newSender().pass();
    expect(sent).toHaveLength(1);
  });

  test('[BT13] a trouble of a connection: its agents and who administers it, once each', async () => {
    const connection = (await rig.store.connections.get(connectionId))!;
    const trouble = { vcc: { code: 'vcc-credentials', since: rig.clock.now() } } as const;
    await rig.store.connections.edit(connection.id, { trouble });
    await rig.clock.advance(6_000);
    for (const each of [plan, plan, newPlan('one')]) await each();
    await newSender().pass();
    expect(titles().sort()).toEqual([
      'basil: A connection needs you. VCC refuses the client secret since 10:00. Enter a new one. 1 agent waits.'.replace(
        '10:00',
        expectTime(),
      ),
      'juniper: Your link has stopped. VCC does not let us in any more. Your admin knows; nothing for you to do.',
    ]);
    expect(ADMIN.personId).toBe('basil');
  });

  test('[WV2][BT9] of an agent that is gone the mark tells, and no turn that finds it does', async () => {
    for (let turn = 0; turn < 3; turn += 1) await endTurn({ code: 'agent-gone' });
    await rig.store.links.mark(linkId, 'vcc', { code: 'agent-archived', since: rig.clock.now() });
    await rig.clock.advance(6_000);
    await plan();
    await newSender().pass();
    expect(titles()).toEqual([expect.stringContaining('Your VCC agent is archived')]);
  });

  test('[BT9][BT13] an admin who is an agent too is told one trouble once', async () => {
    const both = { ...ADMIN, personId: JUNIPER.personId };
    const ask = { connectionId, direction: 'agentToPresence', ifMatch: '*' } as const;
    await rig.desk.restoreMapping(both, ask);
    const trouble = { vcc: { code: 'vcc-credentials', since: rig.clock.now() } } as const;
    await rig.store.connections.edit(connectionId, { trouble });
    await rig.clock.advance(6_000);
    await plan();
    await newSender().pass();
    expect(titles().filter((one) => one.startsWith('juniper'))).toEqual([
      expect.stringContaining('A connection needs you.'),
    ]);
  });

  test('[BT9] a broken link is told to its person and to nobody else', async () => {
    await rig.store.links.mark(linkId, 'vcc', { code: 'agent-archived', since: rig.clock.now() });
    await rig.clock.advance(6_000);
    await plan();
    await newSender().pass();
    expect(titles()).toEqual([
      expect.stringContaining('juniper: Your link has stopped. Your VCC agent is archived'),
    ]);
  });
});

function expectTime(): string {
  const at = rig.clock.now() - 6_000;
  return new Date(at + 3_600_000).toISOString().slice(11, 16);
}

describe('when X is free', () => {
  const fennelLink = async () => {
    const ask = { connectionId, agentUserId: 'u-fennel', personId: 'fennel' };
    return (await rig.desk.createLink(ADMIN, ask)).id;
  };
  const person = { ...JUNIPER, roles: [], wids: [] };
  const free = (): LinkState => {
    const state = initialLinkState();
    state.teams.settled = { availability: 'Available', activity: 'Available' };
    return state;
  };

  test('[BT12] is told once, and the wish is gone', async () => {
    const target = await fennelLink();
    expect(await rig.desk.tellWhenFree(person, { linkId: target })).toMatchObject({
      isFree: false,
    });
    await plan();
    await newSender().pass();
    expect(sent).toEqual([]);
    const now = rig.clock.now();
    const turn = (await rig.store.turns.claim(target, 't', now, now + 1))!;
    await rig.store.turns.settle(
      turn.claim,
      { state: free(), outcomes: [], wakeAt: null, teamsDueAt: null, record: null },
      now,
    );
    for (const each of [plan, newPlan('one'), plan]) await each();
    await newSender().pass();
    await newSender().pass();
    expect(titles()).toEqual(['juniper: Fennel Marsh is free now.']);
    expect(await rig.store.freeWatches.live(now)).toEqual([]);
    expect(await rig.desk.tellWhenFree(person, { linkId: target })).toMatchObject({ isFree: true });
  });

  test('[BT12] ends after eight hours', async () => {
    await rig.desk.tellWhenFree(person, { linkId: await fennelLink() });
    await rig.clock.advance(8 * 3_600_000);
    expect(await rig.store.freeWatches.live(rig.clock.now())).toEqual([]);
  });

  test('[BT12] asked again, the eight hours begin anew', async () => {
    const target = await fennelLink();
    await rig.desk.tellWhenFree(person, { linkId: target });
    await rig.clock.advance(7 * 3_600_000);
    await rig.desk.tellWhenFree(person, { linkId: target });
    await rig.clock.advance(2 * 3_600_000);
    await plan();
    expect(await rig.store.freeWatches.live(rig.clock.now())).toHaveLength(1);
  });

  test('[BT12] reaches nobody outside the connection', async () => {
    const stranger = { tenantId: 'brook', personId: 'juniper', roles: ['Admin'], wids: [] };
    const target = await fennelLink();
    await expect(rig.desk.tellWhenFree(stranger, { linkId: target })).rejects.toMatchObject({
      code: 'not-linked',
    });
    await expect(rig.desk.tellWhenFree(person, { linkId: 'nowhere' })).rejects.toMatchObject({
      code: 'not-found',
    });
    await expect(
      rig.desk.findColleagues(stranger, { words: '', onlyFree: false, limit: 5 }),
    ).rejects.toMatchObject({ code: 'not-linked' });
  });

  test('[BT12] finds by parts of a name and shows who is free first; signs are no patterns', async () => {
    await fennelLink();
    const names = async (words: string) =>
      (await rig.desk.findColleagues(person, { words, onlyFree: false, limit: 5 })).items.map(
        ({ name }) => name,
      );
    expect(await names('fen')).toEqual(['Fennel Marsh']);
    expect(await names('marsh FENNEL')).toEqual(['Fennel Marsh']);
    expect(await names('%')).toEqual([]);
    expect(await names('_')).toEqual([]);
    expect(await names('juniper')).toEqual([]);
    expect(
      (await rig.desk.findColleagues(person, { words: '', onlyFree: true, limit: 5 })).items,
    ).toEqual([]);
  });
});

describe('how it is sent', () => {
  const post = (body: PostBody, cause: string, dueAt = rig.clock.now()) =>
    rig.talks.posts.add([{ ...JUNIPER, cause, body, dueAt }], rig.clock.now());
  const reminder = { kind: 'reminder', minutes: 15 } as const;
  const trouble = { kind: 'trouble', code: 'no-licence', since: 0 } as const;

  test('[BT11] a blocked chat is left alone until the person speaks again', async () => {
    await post(trouble, 'a');
    await post(trouble, 'b');
    answers = [{ kind: 'gone', reason: '403 MessageWritesBlocked' }];
    await newSender().pass();
    await newSender().pass();
    expect((await rig.talks.conversations.get(JUNIPER))?.stoppedAt).not.toBeNull();
    const tries = sent.length;
    await post(trouble, 'c');
    await newSender().pass();
    expect(sent).toHaveLength(tries);
    // At once, though the book has written this chat down a moment ago.
    await rig.say(JUNIPER, 'hi');
    await post(trouble, 'd');
    await newSender().pass();
    expect(sent).toHaveLength(tries + 1);
  });

  test('[BT9] what the store cannot answer for a moment is told afterwards, and is not lost', async () => {
    await post(trouble, 'a');
    const { getMyLink } = rig.desk;
    const away = jest.spyOn(rig.ports.desk, 'getMyLink').mockRejectedValueOnce(new Error('away'));
    await newSender().pass();
    expect(sent).toEqual([]);
    away.mockRestore();
    expect(rig.ports.desk.getMyLink).toBe(getMyLink);
    await rig.clock.advance(10_000);
    await newSender().pass();
    expect(titles()).toEqual([expect.stringContaining('no Teams licence')]);
  });

  test('[BT9] a channel that never answers keeps nobody else waiting for long', async () => {
    await post(trouble, 'a');
    const other = { ...FENNEL, cause: 'b', body: reminder, dueAt: rig.clock.now() };
    await rig.talks.posts.add([other], rig.clock.now());
    const stuck: Sent[] = [];
    const sender = newHangingSender('one');
    const pass = sender.pass().then(() => stuck.push({ kind: 'sent' }));
    for (let round = 0; round < 400 && stuck.length === 0; round += 1) {
      await new Promise((resolve) => setTimeout(resolve, 1));
      if (rig.clock.sleeping() > 0) await rig.clock.advance(1_000);
    }
    expect(stuck).toHaveLength(1);
    await pass;
    // Its fate is unknown: it may have arrived.
    await newSender().pass();
    expect(sent.filter(({ to }) => to === 'juniper')).toEqual([]);
  });

  test('[BT11] waiting for the pace or for the end of quiet hours is no attempt', async () => {
    await post(trouble, 'a');
    for (let night = 0; night < 10; night += 1) {
      const [one] = await rig.talks.posts.due(rig.clock.now(), 10);
      await rig.talks.posts.wait(one!.id, rig.clock.now());
    }
    answers = [{ kind: 'later', reason: '503', afterMs: null }];
    await newSender().pass();
    await rig.clock.advance(10_000);
    await newSender().pass();
    expect(sent).toHaveLength(2);
  });

  test('[BT11] a busy channel is asked again when it said, and in the end no more', async () => {
    await post(trouble, 'a');
    answers = [{ kind: 'later', reason: '429', afterMs: 7_000 }];
    await newSender().pass();
    await rig.clock.advance(6_000);
    await newSender().pass();
    expect(sent).toHaveLength(1);
    await rig.clock.advance(1_100);
    await newSender().pass();
    expect(sent).toHaveLength(2);
    await post(trouble, 'b');
    answers = Array.from(
      { length: 20 },
      () => ({ kind: 'later', reason: '503', afterMs: null }) as const,
    );
    for (let round = 0; round < 20; round += 1) {
      await newSender().pass();
      await rig.clock.advance(400_000);
    }
    expect(sent).toHaveLength(2 + 8);
  });

  test('[BT9] a post whose fate is unknown is not repeated, nor one a dead process had begun', async () => {
    await post(trouble, 'a');
    answers = [{ kind: 'unknown', reason: 'ECONNRESET' }];
    await newSender().pass();
    await post(trouble, 'b');
    const [begun] = await rig.talks.posts.due(rig.clock.now(), 10);
    expect(await rig.talks.posts.begin(begun!.id)).toBe(true);
    await rig.clock.advance(60_000);
    await newSender('two').pass();
    expect(sent).toHaveLength(1);
  });

  test('[BT9] what a dead process had in line but not begun is told after it', async () => {
    for (const cause of ['a', 'b', 'c']) await post(trouble, cause);
    // Its first message hangs, and the process ends with it.
    const dying = newHangingSender('dying');
    void dying.pass();
    for (let round = 0; round < 200 && rig.clock.sleeping() === 0; round += 1) {
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    await rig.store.leases.release('bot-posts', 'dying');
    await newSender('two').pass();
    expect(sent).toHaveLength(2);
    await rig.clock.advance(60_000);
  });

  test('[BT9] only one may begin a post', async () => {
    await post(trouble, 'a');
    const [one] = await rig.talks.posts.due(rig.clock.now(), 10);
    const begun = await Promise.all([1, 2, 3].map(() => rig.talks.posts.begin(one!.id)));
    expect(begun.filter(Boolean)).toHaveLength(1);
    await rig.talks.posts.wait(one!.id, 0);
    expect(await rig.talks.posts.due(rig.clock.now(), 10)).toEqual([]);
  });

  test('[BT9] with the store away in the moment of sending a post waits', async () => {
    await post(trouble, 'a');
    const away = Object.assign(new Error('The store is away.'), { code: 'unavailable' });
    const begin = jest.spyOn(rig.talks.posts, 'begin').mockRejectedValueOnce(away);
    await newSender().pass();
    expect(sent).toEqual([]);
    begin.mockRestore();
    await newSender().pass();
    expect(sent).toHaveLength(1);
  });

  test('[BT9] two processes send each post once, and the second goes on when the first is gone', async () => {
    for (let index = 0; index < 6; index += 1) await post(trouble, `cause ${index}`);
    const [one, two] = [newSender('one'), newSender('two')];
    await Promise.all([one.pass(), two.pass(), one.pass(), two.pass()]);
    await rig.clock.advance(30_000);
    await post(trouble, 'later');
    await two.pass();
    await rig.clock.advance(3_000);
    await two.pass();
    expect(sent).toHaveLength(7);
  });

  test('[BT9] a restart loses nothing that waits', async () => {
    await post(reminder, 'r', rig.clock.now() + 900_000);
    await newSender().stop();
    await rig.clock.advance(900_000);
    await newSender('two').pass();
    expect(titles()).toEqual([expect.stringContaining('Your 15')]);
  });

  test('[BT10] in quiet hours problems wait for their end, changes fall away, reminders come', async () => {
    const at = rig.clock.now();
    const minute = new Date(at + 3_600_000).getUTCHours() * 60 + new Date(at).getUTCMinutes();
    const quiet = { from: (minute + 1_430) % 1_440, to: (minute + 60) % 1_440 };
    await rig.talks.conversations.wish(JUNIPER, { quiet });
    await wish(JUNIPER, 'changes');
    await post(trouble, 'problem');
    await post({ kind: 'change', record: recordOf() }, 'change');
    await post(reminder, 'reminder');
    await newSender().pass();
    expect(titles()).toEqual([expect.stringContaining('Your 15')]);
    await rig.clock.advance(61 * 60_000);
    await newSender().pass();
    expect(titles().at(-1)).toContain('no Teams licence');
    expect(sent).toHaveLength(2);
  });

  test('[BT9] one that cannot be put into words is dropped, and the next goes out', async () => {
    await post({ kind: 'gibberish' } as never, 'a');
    await post(trouble, 'b');
    await newSender().pass();
    await newSender().pass();
    expect(sent).toHaveLength(1);
  });
});

test('[BT10] what became of a joining waits for the end of quiet hours, and an old change is no news', () => {
  const now = Date.UTC(2026, 10, 26, 23);
  const conversation = { posts: 'changes', timeZone: 'UTC', stoppedAt: null } as Conversation;
  const quiet = { ...conversation, quiet: { from: 22 * 60, to: 7 * 60 } };
  for (const kind of ['joined', 'declined'] as const) {
    const post = { body: { kind, agentId: '4021' }, madeAt: now, conversation: quiet };
    expect(judge(post, now)).toEqual({ kind: 'wait', until: now + 8 * 3_600_000 });
  }
  const change = { body: { kind: 'change' }, conversation: { ...conversation, quiet: null } };
  expect(judge({ ...change, madeAt: now - 600_000 }, now)).toEqual({ kind: 'send' });
  expect(judge({ ...change, madeAt: now - 600_001 }, now)).toMatchObject({ reason: 'stale' });
});

test('[BT10] quiet hours may span midnight and are those of the person’s own clock', () => {
  const night = { from: 22 * 60, to: 7 * 60 };
  const at = (hour: number) => Date.UTC(2026, 10, 26, hour);
  expect(quietUntil(night, 'Europe/Berlin', at(21))).toBe(at(24 + 6));
  expect(quietUntil(night, 'Europe/Berlin', at(20))).toBeNull();
  expect(quietUntil(night, 'Asia/Tokyo', at(14))).toBe(at(22));
  expect(quietUntil(null, 'UTC', at(23))).toBeNull();
});

test('[BT10] quiet hours that end in an hour which the clocks leave out end with that hour', () => {
  // Clocks go forward at 01:00 UTC on 29 March 2026.
  const early = { from: 22 * 60, to: 2 * 60 + 30 };
  const change = Date.UTC(2026, 2, 29, 1);
  for (const at of [change - 4 * 3_600_000, change - 1_800_000, change - 60_000, change - 1]) {
    expect(quietUntil(early, 'Europe/Berlin', at)).toBe(change);
  }
  expect(quietUntil(early, 'Europe/Berlin', change)).toBeNull();
});

test('[BT11] the limits of a chat and of a tenant are kept without being told', () => {
  const pace = createPace();
  const key = { tenantId: 'meadow', conversationId: 'one' };
  const now = 1_000_000;
  const waits = Array.from({ length: 12 }, () => pace.wait(key, now));
  expect(waits.filter((ms) => ms === 0)).toHaveLength(6);
  expect(pace.wait(key, now + 1_000)).toBe(0);
  const others = Array.from({ length: 40 }, (_, index) =>
    pace.wait({ tenantId: 'brook', conversationId: `chat ${index}` }, now),
  );
  expect(others.filter((ms) => ms === 0)).toHaveLength(20);
  let sentInAMinute = 0;
  for (let ms = 0; ms < 60_000; ms += 100) {
    if (pace.wait({ tenantId: 'sedge', conversationId: 'two' }, now + ms) === 0) sentInAMinute += 1;
  }
  expect(sentInAMinute).toBe(10);
  // A card that changes disturbs nobody.
  const changes = Array.from({ length: 20 }, (_, index) =>
    pace.wait({ tenantId: 'reed', conversationId: 'three' }, now + index * 2_000, true),
  );
  expect(changes.filter((ms) => ms > 0)).toEqual([]);
});

describe('the status card', () => {
  const taken = recordOf().seen;
  const show = async (cardId = 'card-1') =>
    rig.talks.conversations.noteCard(JUNIPER, cardId, rig.clock.now());
  const go = async () => {
    await plan();
    await rig.clock.advance(5_000);
    await newSender().pass();
  };

  test('[BT7] shows what has changed since, once for many changes, and whatever is told otherwise', async () => {
    await show();
    await wish(JUNIPER, 'nothing');
    await rig.talks.conversations.wish(JUNIPER, { quiet: { from: 0, to: 1_439 } });
    for (let turn = 0; turn < 3; turn += 1) await endTurn({ seen: taken });
    await go();
    await newSender('two').pass();
    expect(changed.map(({ cardId }) => cardId)).toEqual(['card-1']);
    const { card } = changed[0]!;
    expect(card['refresh']).toMatchObject({ userIds: ['29:juniper'] });
    expect(sent).toEqual([]);
  });

  test('[BT7] each later change is shown, also by a process that has just begun', async () => {
    await show();
    await endTurn({ seen: taken });
    await go();
    await endTurn({ seen: taken });
    await newPlan('one')();
    await rig.clock.advance(5_000);
    await newSender('one').pass();
    expect(changed).toHaveLength(2);
  });

  test('[BT7] echoes and renewals change nothing, and who has no card gets none', async () => {
    await endTurn({ seen: taken });
    await go();
    await show();
    const echo = taken.map((line) => ({ ...line, outcome: 'dropped', code: 'own-echo' }) as const);
    await endTurn({ code: 'own-echo', outcome: 'nothing', seen: echo });
    await endTurn({ code: 'renewed', seen: [] });
    await go();
    expect(changed).toEqual([]);
  });

  test('[BT7] only the newest card is changed, and one that is gone is left alone', async () => {
    await show('old');
    await endTurn({ seen: taken });
    await plan();
    await show('new');
    await rig.clock.advance(5_000);
    await newSender().pass();
    expect(changed).toEqual([]);
    answers = [{ kind: 'gone', reason: '404' }];
    for (let turn = 0; turn < 2; turn += 1) {
      await endTurn({ seen: taken });
      await go();
    }
    expect(changed.map(({ cardId }) => cardId)).toEqual(['new']);
    const chat = await rig.talks.conversations.get(JUNIPER);
    expect({ cardId: chat?.cardId, stoppedAt: chat?.stoppedAt }).toEqual({
      cardId: null,
      stoppedAt: null,
    });
  });

  test('[BT7] what became of an older card does not take the newest one away', async () => {
    const { conversations } = rig.talks;
    await conversations.noteCard(JUNIPER, 'newest', rig.clock.now());
    await conversations.dropCard(JUNIPER, 'older');
    expect((await conversations.get(JUNIPER))?.cardId).toBe('newest');
    await conversations.dropCard(JUNIPER, 'newest');
    expect((await conversations.get(JUNIPER))?.cardId).toBeNull();
  });

  test('[BT7] a client without Execute gets a status card that follows too', async () => {
    await rig.submit(JUNIPER, { verb: 'status' });
    expect((await rig.talks.conversations.get(JUNIPER))?.cardId).not.toBeNull();
    await endTurn({ seen: taken });
    await go();
    expect(changed).toHaveLength(1);
  });

  test('[BT7] a card that became a status card by a button follows', async () => {
    await rig.submit(JUNIPER, { verb: 'status' }, 'welcome');
    await endTurn({ seen: taken });
    await go();
    expect(changed.map(({ cardId }) => cardId)).toEqual(['welcome']);
  });

  test('[BT7] a card that was pressed and says something else now stays so', async () => {
    await show('pressed');
    await rig.submit(JUNIPER, { verb: 'notify', posts: 'problems' }, 'pressed');
    await endTurn({ seen: taken });
    await go();
    expect(changed).toEqual([]);
  });
});

describe('what became of a joining', () => {
  const fennel = { ...FENNEL, roles: [], wids: [] };
  const ask = async () => {
    const { id } = await rig.desk.requestLink(fennel, { connectionId, agentId: '4022' });
    return id;
  };
  const go = async () => {
    await rig.clock.advance(6_000);
    for (const each of [plan, plan, newPlan('one')]) await each();
    await newSender().pass();
  };

  test('[BT9] an approved request is told once to who asked', async () => {
    await rig.desk.approveRequest(ADMIN, await ask());
    await go();
    await go();
    expect(titles()).toEqual(['fennel: You are linked to agent 4022.']);
  });

  test('[BT9] so is a declined one, and neither where nothing is wanted', async () => {
    await rig.desk.declineRequest(ADMIN, await ask());
    await go();
    expect(titles()).toEqual(['fennel: Your admin has declined your request for agent 4022.']);
    await rig.talks.conversations.wish(FENNEL, { isSilent: true });
    await rig.desk.declineRequest(ADMIN, await ask());
    await go();
    expect(sent).toHaveLength(1);
  });

  const openProof = (id: string) => {
    const at = rig.clock.now();
    const agent = { agentUserId: 'u-fennel', agentId: '4022', agentName: 'Fennel Marsh' };
    const states = { first: STATES[0]!, second: STATES[1]!, since: at };
    const whose = { ...FENNEL, personName: 'Fennel Marsh', connectionId };
    const times = { startedAt: at, expiresAt: at + 120_000 };
    const stands = { step: 0, status: 'open', code: null } as const;
    return rig.store.proofs.open({ id, ...whose, ...agent, ...states, ...times, ...stands });
  };

  describe('a proof that failed', () => {
    const fail = async (id: string, code: string) => {
      await openProof(id);
      await rig.store.proofs.move(id, 'open', { status: 'failed', step: 1, code });
    };

    test('[BT9] is told once, by why it failed', async () => {
      await fail('late', 'proof-expired');
      await go();
      await go();
      expect(titles()).toEqual([
        'fennel: Two minutes are over, and we did not see both states. Nothing was linked.',
      ]);
      await rig.clock.advance(1);
      await fail('taken', 'agent-linked');
      await go();
      expect(titles()).toHaveLength(2);
      expect(titles()[1]).toContain('Both states were seen, but you could not be linked.');
    });

    test('[BT9] is not told to who has seen it on its card, has begun anew or is linked', async () => {
      await fail('seen', 'proof-expired');
      await rig.press(FENNEL, 'proof');
      await go();
      await rig.clock.advance(1);
      await fail('again', 'proof-expired');
      await rig.clock.advance(1);
      await openProof('newer');
      await go();
      await rig.store.proofs.move('newer', 'open', { status: 'failed', step: 1, code: null });
      const link = { connectionId, agentUserId: 'u-fennel', personId: 'fennel' };
      await rig.desk.createLink(ADMIN, link);
      await go();
      expect(titles().filter((one) => one.includes('Nothing was linked'))).toEqual([]);
    });
  });

  test('[BT9] a proof that linked is told once, and not to who has seen it on its card', async () => {
    const prove = async (id: string) => {
      await openProof(id);
      await rig.store.proofs.move(id, 'open', { status: 'linked', step: 2, code: null });
    };
    const link = { connectionId, agentUserId: 'u-fennel', personId: 'fennel' };
    const { id } = await rig.desk.createLink(ADMIN, link);
    await prove(id);
    await rig.press(FENNEL, 'proof');
    await go();
    expect(sent).toEqual([]);
    await prove('another');
    await go();
    expect(titles()).toEqual(['fennel: You are linked to agent 4022.']);
  });
});
