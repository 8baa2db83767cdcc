import { setImmediate } from 'node:timers/promises';
import { joinJuniper, readFacts } from '../desk/rig';
import { DOUBLE, FENNEL, JUNIPER, activityOf, openBot, textOf } from './rig';
import type { BotRig } from './rig';

let rig: BotRig;
let linkId: string;

beforeAll(async () => {
  rig = await openBot();
});
afterAll(() => rig.close());

beforeEach(async () => {
  ({ linkId } = await joinJuniper(rig));
});
afterEach(async () => {
  await rig.clear();
  for (const who of [JUNIPER, FENNEL, DOUBLE]) await rig.talks.conversations.forget(who);
  rig.failed.length = 0;
});

/** Moves time while the answer waits for what becomes of an order. */
async function waiting<T>(answer: Promise<T>): Promise<T> {
  let done = false;
  void answer.finally(() => (done = true)).catch(() => undefined);
  for (let round = 0; round < 400 && !done; round += 1) {
    await setImmediate();
    if (rig.clock.sleeping() > 0) await rig.clock.advance(100);
    else await new Promise((resolve) => setTimeout(resolve, 1));
  }
  return answer;
}

const kinds = (facts: readonly { kind: string }[]) => facts.map(({ kind }) => kind);

describe('what is said', () => {
  test('[BT2] every command answers, linked or not', async () => {
    for (const text of [
      'hi',
      'help',
      'status',
      'why',
      'who is free',
      'find zzz',
      'find',
      'tell me when',
      'states',
      'notify',
      'quiet',
      'language',
      'link',
      'log out',
      'pause 90h',
      'blah',
    ]) {
      for (const who of [JUNIPER, FENNEL]) {
        const answers = (await rig.say(who, text)).filter(({ type }) => type !== 'typing');
        expect([text, who.personId, answers.length]).toEqual([text, who.personId, 1]);
        expect(textOf(answers)).not.toMatch(/\{\w+\}|undefined/);
      }
    }
    expect(rig.failed).toEqual([]);
  });

  test('[BT6] names in a text are text: nothing in them is a link or emphasis', async () => {
    const [answer] = await rig.say(JUNIPER, 'find [press me](https://evil.example)');
    expect(answer).toMatchObject({ type: 'message', textFormat: 'plain' });
    const elsewhere = activityOf(JUNIPER, { type: 'message', text: 'hi', channelId: 'slack' });
    expect((await rig.send(JUNIPER, elsewhere))[0]).toMatchObject({ textFormat: 'plain' });
  });

  test('[BT3] a word inside a sentence is no command', async () => {
    expect(textOf(await rig.say(JUNIPER, 'this is not helpful'))).toContain('I did not get that');
  });

  test('[BT4] an order becomes a fact of the link, and without news the answer says that it is kept', async () => {
    const answer = await waiting(rig.say(JUNIPER, 'go on lunch'));
    expect(textOf(answer)).toContain('Lunch is kept and follows');
    const facts = await readFacts(rig, linkId);
    expect(kinds(facts)).toEqual(['linked', 'set-state']);
    expect(facts.at(-1)).toMatchObject({ presenceId: 'lunch', by: 'agent', side: 'order' });
    expect(await rig.store.audit.list('meadow', 1)).toMatchObject([
      { who: 'person:juniper', what: 'set-state' },
    ]);
  });

  test('[BT4] pausing until a time of day is until that time where the person is', async () => {
    await waiting(rig.say(JUNIPER, 'pause until 14:30'));
    const [, pause] = await readFacts(rig, linkId);
    expect(pause).toMatchObject({ kind: 'pause', until: Date.UTC(2026, 10, 23, 13, 30) });
  });

  test('[BT4] a state with a time is set, and the person is reminded', async () => {
    await waiting(rig.say(JUNIPER, 'away for 15 min'));
    const facts = await readFacts(rig, linkId);
    expect(facts.at(-1)).toMatchObject({ kind: 'set-state', presenceId: 'away' });
  });

  test('[BT3] where two fit nothing is done, and the buttons do it', async () => {
    const answer = await rig.say(JUNIPER, 'not ready');
    expect(textOf(answer)).toContain('Do you mean Ready?');
    expect(kinds(await readFacts(rig, linkId))).toEqual(['linked']);
  });

  test('[BT1] who is not linked is offered a link, and orders of theirs reach nobody', async () => {
    const answer = await rig.say(FENNEL, 'pause 30m');
    expect(textOf(answer)).toContain('not linked to a VCC agent');
    expect(kinds(await readFacts(rig, linkId))).toEqual(['linked']);
  });

  test('[BT2] messages of one person are answered in their order', async () => {
    const texts = [
      'quiet 22-7',
      'quiet off',
      'quiet 21-6',
      'notify off',
      'help',
      'hi',
      'notify all',
      'status',
    ];
    const sent = texts.map((text) => rig.say(JUNIPER, text));
    await Promise.all(sent);
    const stored = await rig.talks.conversations.get(JUNIPER);
    expect(stored).toMatchObject({ posts: 'changes', quiet: { from: 1260, to: 360 } });
  });

  test('[BT2] two hundred chats at once: each gets its own answer, once', async () => {
    const people = Array.from({ length: 200 }, (_, index) => {
      return { tenantId: 'meadow', personId: `clover-${index}` };
    });
    const before = rig.adapter.activeQueue.length;
    await Promise.all(people.map((who) => rig.say(who, `find nobody ${who.personId}`)));
    const answers = rig.adapter.activeQueue.slice(before).filter(({ type }) => type === 'message');
    const to = answers.map(({ conversation }) => conversation?.id);
    expect(answers).toHaveLength(200);
    expect(new Set(to).size).toBe(200);
    for (const who of people) await rig.talks.conversations.forget(who);
  });

  test('[BT2] slow work shows typing once, and nothing of it outlives the turn', async () => {
    const answer = await waiting(rig.say(JUNIPER, 'go on lunch'));
    expect(answer.map(({ type }) => type)).toEqual(['typing', 'message']);
    expect(rig.clock.sleeping()).toBe(0);
  });

  test('[BT2] a failure is a sentence with a code and no details', async () => {
    const broken = jest
      .spyOn(rig.store.links, 'standing')
      .mockRejectedValue(new Error('secret: yarrow'));
    const answer = textOf(await rig.say(JUNIPER, 'status'));
    const pressed = textOf(await rig.press(JUNIPER, 'status'));
    broken.mockRestore();
    for (const text of [answer, pressed]) {
      expect(text).toMatch(/did not work.*code [0-9A-F]{8}/);
      expect(text).not.toContain('yarrow');
    }
    expect(rig.failed).toContain('bot-answer');
  });

  test('[BT4] what fails after an order has left does not say that nothing changed', async () => {
    const real = rig.desk.getMyStanding;
    const broken = jest
      .spyOn(rig.ports.desk, 'getMyStanding')
      .mockImplementationOnce(real)
      .mockRejectedValue(new Error('away'));
    const answer = textOf(await waiting(rig.say(JUNIPER, 'go on lunch')));
    broken.mockRestore();
    expect(kinds(await readFacts(rig, linkId))).toContain('set-state');
    expect(answer).toMatch(/code [0-9A-F]{8}/);
    expect(answer).not.toContain('nothing changed');
  });

  test.each([
    'x'.repeat(100_000),
    '\u0000\u0007',
    '🌼🌼🌼',
    '<at>Presence Link</at> status',
    '​',
    '../../etc',
  ])('[BT2] a text that is none of ours gets a short answer', async (text) => {
    const answers = await rig.say(JUNIPER, text);
    expect(answers).toHaveLength(1);
    expect(textOf(answers).length).toBeLessThan(8_000);
  });

  test('[BT2] a locale that is none is no language, and no failure', async () => {
    for (const locale of ['\u0000', 'en\u0000', '../..', 'x'.repeat(60)]) {
      const answers = await rig.send(JUNIPER, { type: 'message', text: 'status', locale });
      expect(textOf(answers)).toContain('AdaptiveCard');
    }
    expect(rig.failed).toEqual([]);
  });

  test('[BT1] an id that no channel gives is nobody', async () => {
    const conversation = { ...activityOf(JUNIPER, {}).conversation!, id: 'a:\u0000' };
    expect(await rig.send(JUNIPER, { type: 'message', text: 'hi', conversation })).toEqual([]);
    expect(rig.failed).toEqual(['bot-nobody']);
  });

  test('[BT2] answers in the language of Teams, and in the one that was chosen', async () => {
    const french = { type: 'message', text: 'bonjour', locale: 'fr-FR' };
    expect(textOf(await rig.send(JUNIPER, french))).toContain('Bonjour. Dites statut');
    expect(textOf(await rig.send(JUNIPER, { ...french, text: 'langue allemand' }))).toContain(
      'Wir sprechen jetzt Deutsch',
    );
    expect(textOf(await rig.send(JUNIPER, { ...french, text: 'hallo' }))).toContain(
      'Hallo. Sag Status',
    );
    // Tab and API see the same choice.
    const person = { ...JUNIPER, roles: [], wids: [] };
    expect(await rig.desk.getPreferences(person)).toEqual({ posts: 'problems', language: 'de' });
  });
});

describe('what is pressed', () => {
  test('[BT7] answers with the card that takes the place of the pressed one', async () => {
    const [answer] = await rig.press(JUNIPER, 'status');
    expect(answer).toMatchObject({
      type: 'invokeResponse',
      value: {
        status: 200,
        body: {
          statusCode: 200,
          type: 'application/vnd.microsoft.card.adaptive',
          value: { type: 'AdaptiveCard' },
        },
      },
    });
  });

  test('[BT7] renewing posts and changes nothing, however often', async () => {
    for (let round = 0; round < 5; round += 1) {
      const answers = await rig.send(JUNIPER, {
        type: 'invoke',
        name: 'adaptiveCard/action',
        replyToId: 'card',
        value: {
          action: { type: 'Action.Execute', verb: 'refresh', data: {} },
          trigger: 'automatic',
        },
      });
      expect(answers.map(({ type }) => type)).toEqual(['invokeResponse']);
    }
  });

  test('[BT7] what renews by itself is the owner’s own view: the card in the chat is left alone', async () => {
    const renew = (trigger: string) =>
      rig.send(JUNIPER, {
        type: 'invoke',
        name: 'adaptiveCard/action',
        replyToId: 'card-7',
        value: { action: { type: 'Action.Execute', verb: 'status' }, trigger },
      });
    await renew('automatic');
    expect(rig.clock.sleeping()).toBe(0);
    expect((await rig.talks.conversations.get(JUNIPER))?.cardId ?? null).toBeNull();
    await renew('manual');
    expect((await rig.talks.conversations.get(JUNIPER))?.cardId).toBe('card-7');
  });

  test('[BT2][BT7] a card that renews itself does not wait for an order that takes long', async () => {
    const order = rig.say(JUNIPER, 'go on lunch');
    for (let round = 0; round < 200 && rig.clock.sleeping() < 2; round += 1) await setImmediate();
    const renewed = await Promise.race([
      rig.send(JUNIPER, {
        type: 'invoke',
        name: 'adaptiveCard/action',
        value: { action: { type: 'Action.Execute', verb: 'refresh' }, trigger: 'automatic' },
      }),
      new Promise((resolve) => setTimeout(() => resolve('waits'), 2_000)),
    ]);
    await waiting(order);
    expect(JSON.stringify(renewed)).toContain('AdaptiveCard');
  });

  test('[BT5] what nobody made a button for shows how the person stands', async () => {
    for (const [verb, data] of [
      ['set', { presenceId: 'ready', linkId: 'another', minutes: -1 }],
      ['drop table', {}],
      ['constructor', { __proto__: { do: 'unlink' } }],
      ['pause', { until: 'tomorrow' }],
      ['tell', { words: 'Fennel\u0000' }],
      ['find', { words: '\u0000' }],
      ['tell', { linkId: 'a\u0000' }],
    ] as const) {
      const answers = await rig.press(JUNIPER, verb, data);
      expect(textOf(answers)).toContain('AdaptiveCard');
    }
    expect(kinds(await readFacts(rig, linkId))).toEqual(['linked']);
    expect(rig.failed).toEqual([]);
  });

  test('[BT5] a state of another account is not set', async () => {
    const answers = await waiting(rig.press(JUNIPER, 'set', { presenceId: 'of-another-account' }));
    expect(textOf(answers)).toContain('This card is old');
    expect(kinds(await readFacts(rig, linkId))).toEqual(['linked']);
  });

  test('[BT1][BT5] a card of somebody else, pressed by another person, moves the presser only', async () => {
    await waiting(rig.press(FENNEL, 'set', { presenceId: 'lunch', linkId, personId: 'juniper' }));
    await waiting(rig.press(DOUBLE, 'unlink', { agentId: '4021', linkId }));
    expect(kinds(await readFacts(rig, linkId))).toEqual(['linked']);
  });

  test('[BT12] nobody outside the connection can be waited for', async () => {
    for (const target of ['00000000-0000-4000-8000-000000000000', '', "' OR 1=1 --"]) {
      const answers = await rig.press(JUNIPER, 'tell', { linkId: target });
      expect(textOf(answers)).not.toContain('We tell you here');
    }
    expect(textOf(await rig.press(JUNIPER, 'tell', { linkId }))).toContain('That is you.');
  });

  test('[BT6] the Submit of an old client does what its Execute does', async () => {
    const answers = await waiting(rig.submit(JUNIPER, { verb: 'pause', minutes: 30 }));
    expect(textOf(answers)).toContain('AdaptiveCard');
    expect(kinds(await readFacts(rig, linkId))).toEqual(['linked', 'pause']);
  });

  test('[BT3] find and tell me when, said alone, ask whom; the name typed into the card is taken', async () => {
    for (const [text, verb] of [
      ['find', 'find'],
      ['tell me when', 'tell'],
      ['sag mir, wenn', 'tell'],
    ] as const) {
      const asked = textOf(await rig.say(JUNIPER, text));
      expect(asked).toContain('Whom do you mean?');
      expect(asked).toContain('Input.Text');
      const found = textOf(await rig.press(JUNIPER, verb, { verb, words: 'nobody of that name' }));
      expect(found).toContain('Nobody matches “nobody of that name”');
      expect(textOf(await rig.press(JUNIPER, verb, { verb, words: ' ' }))).toContain('Whom');
    }
  });

  test('[BT5] unlinking asks once more', async () => {
    expect(textOf(await rig.say(JUNIPER, 'unlink'))).toContain('Unlink from agent 4021?');
    expect(kinds(await readFacts(rig, linkId))).toEqual(['linked']);
    await waiting(rig.press(JUNIPER, 'unlink', { agentId: '4021' }));
    expect(kinds(await readFacts(rig, linkId))).toEqual(['linked', 'unlink']);
  });

  test('[BT5] the yes on a card of a former link does not end the one there is now', async () => {
    for (const data of [{ agentId: '3990' }, { isSure: true }]) {
      const answers = textOf(await waiting(rig.press(JUNIPER, 'unlink', data)));
      expect(answers).toContain('Unlink from agent 4021?');
    }
    expect(kinds(await readFacts(rig, linkId))).toEqual(['linked']);
  });

  test('[BT2] an invoke that is none of ours is answered and does nothing', async () => {
    for (const name of [
      'task/fetch',
      'composeExtension/query',
      'signin/verifyState',
      'fileConsent/invoke',
    ]) {
      const [answer] = await rig.send(JUNIPER, { type: 'invoke', name, value: {} });
      expect(answer).toMatchObject({ type: 'invokeResponse', value: { status: 200 } });
    }
  });
});

describe('who speaks, and where', () => {
  test('[BT1] a group, a team and another channel are told where to talk', async () => {
    const conversation = (conversationType: string) => ({
      ...activityOf(JUNIPER, {}).conversation!,
      conversationType,
    });
    for (const more of [
      { conversation: conversation('groupChat') },
      { conversation: conversation('channel') },
      { channelId: 'webchat' },
    ]) {
      const answers = await rig.send(JUNIPER, { type: 'message', text: 'pause', ...more });
      expect(textOf(answers)).toContain('We talk in private only');
    }
    expect(kinds(await readFacts(rig, linkId))).toEqual(['linked']);
  });

  test('[BT1] two tenants that disagree, or no object id, are nobody', async () => {
    for (const more of [
      { channelData: { tenant: { id: 'brook' } } },
      { from: { id: '29:juniper', name: 'juniper' } },
      { from: { id: '29:juniper', name: 'juniper', aadObjectId: "juniper' OR ''='" } },
    ]) {
      const answers = await rig.send(JUNIPER, { type: 'message', text: 'pause', ...more });
      expect(answers).toEqual([]);
    }
    expect(kinds(await readFacts(rig, linkId))).toEqual(['linked']);
  });

  test('[BT1] the same object id in another tenant is another person', async () => {
    expect(textOf(await rig.say(DOUBLE, 'status'))).toContain('not linked to a VCC agent');
  });
});

describe('coming and going', () => {
  const arrive = (who = FENNEL) => rig.send(who, { type: 'installationUpdate', action: 'add' });
  const added = (ids: readonly string[]) => ({
    type: 'conversationUpdate',
    membersAdded: ids.map((id) => ({ id, name: id })),
  });

  test('[BT8] one welcome, whichever news comes first and however often', async () => {
    const answers = [
      await rig.send(FENNEL, added(['28:bot'])),
      await arrive(),
      await rig.send(FENNEL, added(['28:bot', '29:fennel'])),
      await rig.send(FENNEL, { type: 'installationUpdate', action: 'add-upgrade' }),
    ].flat();
    expect(answers).toHaveLength(1);
    expect(textOf(answers)).toContain('One status in both places');
  });

  test('[BT8] a new version of the app is no arrival', async () => {
    const answers = await rig.send(FENNEL, { type: 'installationUpdate', action: 'add-upgrade' });
    expect(answers).toEqual([]);
    expect((await rig.talks.conversations.get(FENNEL))?.welcomedAt ?? null).toBeNull();
  });

  test('[BT8] both at once are one welcome too', async () => {
    const before = rig.adapter.activeQueue.length;
    await Promise.all([arrive(), rig.send(FENNEL, added(['28:bot'])), arrive()]);
    const answers = rig.adapter.activeQueue.slice(before);
    expect(answers.map((one) => textOf([one]).includes('One status'))).toEqual([true]);
    expect((await rig.talks.conversations.get(FENNEL))?.welcomedAt).not.toBeNull();
  });

  test('[BT8] a removal forgets the chat and its wishes, and a new installation begins anew', async () => {
    await arrive();
    await rig.say(FENNEL, 'quiet 22-7');
    await rig.talks.posts.add([{ ...FENNEL, cause: 'x', body: {}, dueAt: 0 }], 0);
    await rig.talks.conversations.forget(FENNEL);
    expect(await rig.talks.conversations.get(FENNEL)).toBeNull();
    expect(await rig.talks.posts.due(rig.clock.now(), 10)).toEqual([]);
    await rig.clock.advance(60_000);
    expect(textOf(await arrive())).toContain('One status in both places');
    expect((await rig.talks.conversations.get(FENNEL))?.quiet).toBeNull();
  });
});

describe('linking oneself', () => {
  const person = { ...FENNEL, roles: [], wids: [] };

  test('[BT1][BT5] the agent of one’s own address is linked with one confirmation', async () => {
    const answer = await rig.say(FENNEL, 'link');
    expect(textOf(answer)).toContain('Is this you? Agent 4022, Fennel Marsh.');
    const { accounts } = await rig.desk.getMyJoining(person);
    const { connectionId } = accounts[0]!;
    const pressed = await rig.press(FENNEL, 'join', { connectionId, personId: 'juniper' });
    expect(textOf(pressed)).toContain('You are linked to agent 4022.');
    expect((await rig.desk.getMyLink(person)).person.id).toBe('fennel');
  });

  test('[BT5] an agent of somebody else, a foreign connection and rubbish link nobody', async () => {
    const { accounts } = await rig.desk.getMyJoining(person);
    const { connectionId } = accounts[0]!;
    for (const [verb, data] of [
      ['prove', { connectionId, agentId: '4021' }],
      ['prove', { connectionId, agentId: "4021' OR 1=1" }],
      ['prove', { connectionId }],
      ['request', { connectionId: 'another', agentId: '4022' }],
      ['join', { connectionId: 'another' }],
    ] as const) {
      expect(textOf(await rig.press(FENNEL, verb, data))).not.toContain('You are linked');
    }
    await expect(rig.desk.getMyLink(person)).rejects.toMatchObject({ code: 'not-linked' });
  });

  test('[BT7] a proof shows two states, and its card renews itself', async () => {
    const { accounts } = await rig.desk.getMyJoining(person);
    const { connectionId } = accounts[0]!;
    const shown = await rig.press(FENNEL, 'prove', { connectionId, agentId: '4022' });
    expect(textOf(shown)).toContain('Set two states in ContactPad');
    expect(textOf(await rig.press(FENNEL, 'proof'))).toContain('Seen 0 of 2.');
    await rig.clock.advance(10 * 60_000);
    expect(textOf(await rig.press(FENNEL, 'proof'))).toContain('Two minutes are over');
  });

  test('[BT8] who removes the app leaves: the link is released and the chat forgotten', async () => {
    await rig.say(JUNIPER, 'hi');
    await rig.send(JUNIPER, { type: 'installationUpdate', action: 'remove' });
    expect(kinds(await readFacts(rig, linkId))).toEqual(['linked', 'unlink']);
    expect(await rig.talks.conversations.get(JUNIPER)).toBeNull();
  });
});
