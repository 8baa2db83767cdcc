/** What reads like an order and is none: questions, denials, what lies ahead, names that say the opposite. */
import { choice, CHOICES, expectMeant, hear, rows, show } from './hear';

test.each(
  rows([
    ['en', 'take me off the queue', 'set Away'],
    ['en', 'take me off the queu', 'set Away'],
    ['en', 'get off of queue', '-'],
    ['en', 'lunhc breka', 'set Lunch'],
  ]),
)('[BT3] %s: a slip in "%s" never turns a short word into its opposite', expectMeant);

test.each(
  rows([
    ['en', 'ready?', '?Ready'],
    ['en', 'am I on training?', '?Training'],
    ['en', 'can you set me ready?', 'set Ready'],
    ['en', 'could you put me on lunch please?', 'set Lunch'],
    ['de', 'bin ich da?', '?Ready'],
    ['de', 'bin ich weg', '?Away'],
    ['de', 'kannst du mich auf bereit setzen?', '?Ready'],
    ['es', '¿estoy ausente?', '?Away'],
    ['es', 'estoy ausente', 'set Away'],
    ['ja', '戻った？', '?Ready'],
  ]),
)('[BT3] %s: "%s" is a question, and no order unless it asks the bot for it', expectMeant);

test.each(
  rows([
    ['en', "I'll be back", '?Ready'],
    ['en', 'ill be back', '?Ready'],
    ['en', 'will be back soon', '?Ready'],
    ['fr', 'pause à 14h', '?Break,Comfort Break,pause'],
    ['es', 'pausa en 5 min', '?Break,Comfort Break,pause'],
    ['en', 'pause sync in 5 minutes', '?pause'],
    ['en', 'pause the sync tomorrow', '?pause'],
    ['de', 'morgen pausieren', '?pause'],
  ]),
)('[BT3] %s: "%s" lies ahead', expectMeant);

test.each(
  rows([
    ['en', 'un-ready', '?Ready'],
    ['en', 'un available', '?Ready'],
    ['en', "don't pause", '?pause'],
    ['en', 'do not pause sync', '?pause'],
    ['de', 'nicht pausieren', '?pause'],
  ]),
)('[BT3] %s: "%s" is denied', expectMeant);

test.each(
  rows([
    ['en', 'pause 30', 'pause 30'],
    ['en', 'ready&nbsp;', 'set Ready'],
    ['en', 'I&#39;m back &amp; ready', '?Ready'],
    ['fr', "absent jusqu'à 14h30", 'set Away 224'],
    ['fr', 'absent à 14h30', '?Away'],
    ['en', 'quiet hours 10pm-7am', 'quiet 1320-420'],
    ['en', 'quiet hours from 10 pm to 7:30 am', 'quiet 1320-450'],
    ['en', 'quiet 8 to 5pm', 'bad-time'],
    ['en', 'quiet 12am to 12pm', 'quiet 0-720'],
    ['en', 'quiet 13pm to 7am', 'bad-time'],
    ['de', 'Ruhezeit 22 Uhr bis 7 Uhr', 'quiet 1320-420'],
  ]),
)('[BT3] %s: times in "%s" are read as they are written', expectMeant);

test.each(
  rows([
    ['en', 'unlnik', '?unlink'],
    ['en', 'resmue', '?resume'],
    ['de', 'trenen', '?unlink'],
    ['en', 'statsu', 'status'],
  ]),
)('[BT3] %s: a slip in "%s" ends or begins nothing unasked', expectMeant);

test('[BT3] a state whose name has the word and whose category is another is not taken for it', () => {
  const odd = [choice('Not Ready', 'Away'), choice('Taking Orders', 'Ready')];
  expect(show(hear('ready', 'en', odd))).toBe('?Not Ready,Taking Orders');
  expect(show(hear("I'm back", 'en', odd.slice(0, 1)))).toBe('?Not Ready');
  expect(show(hear('not ready', 'en', odd))).toBe('set Not Ready');
  const german = [
    choice('Bereit', 'Ready'),
    choice('Nicht bereit', 'Away'),
    choice('Länger abwesend', 'ExtendedAway'),
  ];
  expect(show(hear('ready', 'en', german))).toBe('set Bereit');
  expect(show(hear('weg', 'de', german))).toBe('?Länger abwesend,Nicht bereit');
  expect(show(hear('länger abwesend', 'de', german))).toBe('set Länger abwesend');
});

test('[BT3] a part of a name that leaves out its "no" is asked about', () => {
  const odd = [...CHOICES, choice('No calls', 'Away'), choice('Keine Chats', 'Away')];
  expect(show(hear('calls', 'en', odd))).toBe('?No calls');
  expect(show(hear('chats', 'de', odd))).toBe('?Keine Chats');
  expect(show(hear('no calls', 'en', odd))).toBe('set No calls');
});

test('[BT3] where a state is called as pausing is, a time does not decide between them', () => {
  const states = [...CHOICES, choice('Pause', 'Away')];
  expect(show(hear('Pause 15 min', 'de', states))).toBe('?Pause 15,pause 15');
  expect(show(hear('pause 30m', 'en', states))).toBe('?Pause 30,pause 30');
  expect(show(hear('pausieren 30m', 'de', states))).toBe('pause 30');
});
