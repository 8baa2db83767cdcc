/** Real words that are one slip away from another, what is said and what is asked, times on a dial. */
import { LOOKALIKES } from '../../../bot/understand/languages/lookalikes';
import { understand } from '../../../bot/understand/parse';
import { PACKS } from '../../../bot/understand/packs';
import { choice, CHOICES, expectMeant, hear, NOW, rows, show, ZONE } from './hear';

test.each(
  rows([
    ['en', 'launch', '?Lunch'],
    ['en', 'launch for 30 minutes', '?Lunch 30'],
    ['en', 'bread', '?Break'],
    ['en', 'please beak', '?Break'],
    ['de', 'launch', '?Lunch'],
    ['de', 'bereut', '?Ready'],
    ['de', 'bereits', '?Ready'],
    ['de', 'ich bin bereits', '?Ready'],
    ['de', 'breit', '?Ready'],
    ['fr', 'prêter', '?Ready'],
    ['fr', 'prêtre', '?Ready'],
    ['fr', 'je suis prêtre', '?Ready'],
    ['es', 'listas', '?Ready'],
  ]),
)('[BT3] %s: "%s" is a word of its own, and no slip that is acted on', expectMeant);

test('[BT3] a word of its own is asked about where the account has the name it resembles', () => {
  const german = [choice('Bereit', 'Ready'), choice('Pause', 'Away')];
  for (const text of ['bereits', 'bereut', 'breit']) {
    expect(show(hear(text, 'de', german))).toBe('?Bereit');
  }
  expect(show(hear('berait', 'de', german))).toBe('set Bereit');
});

test('[BT3] what is taken for a word of its own is nothing the bot listens to', () => {
  const heard = Object.values(PACKS).flatMap((pack) => [
    ...pack.simpleOf.keys(),
    ...pack.conceptOf.keys(),
    ...pack.fillers.phrases,
    ...pack.pause,
  ]);
  const known = new Set(heard.flatMap((phrase) => phrase.split(' ')));
  for (const lookalikes of Object.values(LOOKALIKES)) {
    expect(lookalikes.filter((word) => known.has(word))).toEqual([]);
  }
});

test.each(
  rows([
    ['es', 'lista', 'set Ready'],
    ['es', 'estoy lista', 'set Ready'],
    ['es', 'ya estoy lista', 'set Ready'],
    ['es', 'lista de', '?Ready'],
    ['es', 'lista de compras', '?Ready'],
    ['es', 'la lista', '?Ready'],
    ['es', 'una lista', '?Ready'],
  ]),
)('[BT3] %s: "%s" is ready where a person is meant, and no list', expectMeant);

test.each(
  rows([
    ['en', "I'm ready", 'set Ready'],
    ['en', 'I am ready', 'set Ready'],
    ['de', 'ich bin bereit', 'set Ready'],
    ['fr', 'je suis prêt', 'set Ready'],
    ['fr', 'je suis prête', 'set Ready'],
    ['es', 'estoy listo', 'set Ready'],
    ['es', 'estoy lista', 'set Ready'],
    ['es', 'estoy disponible', 'set Ready'],
    ['es', '¿estoy listo?', 'status'],
    ['es', '¿estoy lista?', 'status'],
    ['es', '¿estoy disponible?', 'status'],
    ['en', '¿estoy listo?', 'status'],
    ['ja', '準備できました', 'set Ready'],
  ]),
)('[BT3] %s: "%s" said is an order, and asked is a question', expectMeant);

test.each(
  rows([
    ['en', 'pause until 5', 'pause until 17:00'],
    ['de', 'pausieren bis 5', 'pause until 17:00'],
    ['de', 'pausieren bis 5 Uhr', 'pause until 17:00'],
    ['fr', "suspendre jusqu'à 5h", 'pause until 17:00'],
    ['es', 'pausar hasta las 5', 'pause until 17:00'],
    ['ja', '5時まで一時停止', 'pause until 17:00'],
    ['en', 'pause until 11', 'pause until 11:00'],
    ['en', 'pause until 10', 'pause until 22:00'],
    ['en', 'pause until 5:30', 'pause until 17:30'],
    ['en', 'pause until 05:00', 'pause until 5:00'],
    ['en', 'pause until 05', 'pause until 5:00'],
    ['en', 'pause until 10:30', 'pause until 10:30'],
    ['en', 'pause until 5am', 'pause until 5:00'],
    ['en', 'pause until 5 pm', 'pause until 17:00'],
    ['en', 'pause until 12', 'pause until 12:00'],
    ['en', 'pause until 0', 'pause until 0:00'],
    ['en', 'pause until 13', 'pause until 13:00'],
    ['en', 'pause until 14:30', 'pause until 14:30'],
    ['en', 'away until 5', 'set Away 374'],
    ['en', 'away until 05:00', 'set Away 1094'],
    ['de', 'abwesend bis 5', 'set Away 374'],
  ]),
)('[BT3] %s: "%s" is the next time a dial shows it', expectMeant);

test('[BT3] in the evening the next five is that of the morning', () => {
  const now = NOW + 8 * 3_600_000;
  const heard = understand('pause until 5', {
    language: 'en',
    timeZone: ZONE,
    now,
    choices: CHOICES,
  });
  expect(show(heard)).toBe('pause until 5:00');
  expect(heard).toMatchObject({ command: { until: Date.UTC(2026, 10, 27, 4) } });
});

test.each(
  rows([
    ['en', 'lunch for 30 min?', '?Lunch 30'],
    ['en', 'away until 14:46?', '?Away 240'],
    ['en', 'pause until 14:30?', '?pause until 14:30'],
    ['en', 'coffee for 10 min', '?Break 10,Comfort Break 10'],
    ['en', 'perhaps lunch for 30 min', '?Lunch 30'],
    ['en', 'perhaps pause sync for 30 min', '?pause 30'],
    ['en', 'perhaps pause until 14:30', '?pause until 14:30'],
    ['en', "don't pause until 14:30", '?pause until 14:30'],
    ['en', 'perhaps lunch until 14:46', '?Lunch 240'],
    ['en', 'awya until 14:46', '?Away 240'],
    ['en', 'lucnh until 14:46', 'set Lunch 240'],
    ['en', 'perhaps lunch in 10 minutes', '?Lunch'],
    ['en', 'perhaps lunch dans 10 min', '?Lunch'],
    ['es', "lunch jusqu'à 15h je crois", '?Lunch 254'],
    ['de', 'Pause 15 min vielleicht', '?Break 15,Comfort Break 15,pause 15'],
  ]),
)('[BT3] %s: what is asked back about "%s" keeps its time', expectMeant);

test('[BT3] three hundred signs are read, and one more are not', () => {
  expect(show(hear('ready'.padEnd(300), 'en'))).toBe('set Ready');
  expect(show(hear('ready'.padEnd(301), 'en'))).toBe('-');
  expect(show(hear('lunch'.padStart(300, '!'), 'en'))).toBe('set Lunch');
  expect(show(hear('lunch'.padStart(301, '!'), 'en'))).toBe('-');
});
