/** From a text to a command. Nothing is done on a guess: what is not wholly understood is asked back. */
import type { Choice, Command, Hearing, Understood } from './command';
import { LANGUAGES } from './command';
import { nameChoices } from './names';
import { normalise } from './normalise';
import { findLanguage, hasLookalike, PACKS } from './packs';
import { hasPhrase } from './phrases';
import type { PreparedPack } from './prepare';
import { openReading, stripFillers } from './reading';
import type { Ear, Reading } from './reading';
import { findNear } from './slips';
import { choicesOf, findMentioned, findNearState, findState } from './states';
import type { FoundState } from './states';
import { readHours } from './times';
import type { FoundTime } from './times';
import type { Simple } from './word-pack';

/** Longer texts are no commands. */
const MAX_LENGTH = 300;
const UNKNOWN: Understood = { kind: 'unknown' };
/** As many as a card has room for. */
const MAX_OPTIONS = 5;

export function understand(text: string, heard: Hearing): Understood {
  if (text.length > MAX_LENGTH) return UNKNOWN;
  const words = normalise(text);
  if (words === '') return UNKNOWN;
  const isMarked = /[?\uff1f]/.test(text);
  if (isMarked && LANGUAGES.some((one) => PACKS[one].statusQuestions.has(words))) {
    return command({ do: 'status' });
  }
  const found = read(words, heard);
  return found.kind === 'command' && isQuestion(words, isMarked) ? askBack(found.command) : found;
}

function read(words: string, heard: Hearing): Understood {
  const ear: Ear = {
    ...heard,
    choices: nameChoices(heard.choices),
    isDenied: hasPhrase(PACKS[heard.language].negations, words),
  };
  const others = LANGUAGES.filter((one) => one !== heard.language);
  const readings: Reading[] = [];
  for (const language of [heard.language, ...others]) {
    const found = readWhole(words, PACKS[language]);
    if (found) return found;
    const reading = openReading(words, language, ear);
    readings.push(reading);
    const meant = readParts(reading);
    if (meant) return meant;
  }
  // Only then: a whole sentence of another language may name a state too.
  for (const reading of readings) {
    const mentioned = mentionIn(reading, reading.rest, timeOf(reading, readings));
    if (mentioned) return mentioned;
  }
  const alone = findLanguage(words);
  if (alone && words.length > 2) return command({ do: 'language', language: alone });
  return nearly(readings);
}

/** Asked of the bot it is an order all the same: "can you set me ready?" */
function isQuestion(words: string, isMarked: boolean): boolean {
  const begins = (head: string): boolean => words.startsWith(`${head} `);
  const isAsked = isMarked || LANGUAGES.some((one) => PACKS[one].questions.some(begins));
  return isAsked && !LANGUAGES.some((one) => hasPhrase(PACKS[one].requests, words));
}

/** "Ready?" wants to know, or wants to be: what would change something is not done on that. */
function askBack(found: Command): Understood {
  return CHANGING.has(found.do) ? unsure([found]) : command(found);
}

const CHANGING: ReadonlySet<Command['do']> = new Set(['set', 'pause', 'resume']);

/** The whole of the words is a phrase. */
function readWhole(words: string, pack: PreparedPack): Understood | null {
  const simple = pack.simpleOf.get(words);
  if (simple) return command({ do: simple });
  if (pack.logOut.has(words)) return { kind: 'log-out' };
  return pack.show.has(words) ? command({ do: 'show' }) : null;
}

function readParts(reading: Reading): Understood | null {
  const { words, pack } = reading;
  return (
    readSettings(words, pack) ??
    readPeople(words, pack) ??
    readPause(reading) ??
    readState(reading) ??
    readPolite(reading) ??
    readTold(words, pack)
  );
}

function readPolite({ words, time, rest, pack }: Reading): Understood | null {
  const simple = pack.simpleOf.get(time.rest === words ? rest : stripFillers(words, pack));
  return simple ? command({ do: simple }) : null;
}

function command(one: Command): Understood {
  return { kind: 'command', command: one };
}

/** notify, quiet hours, language: a word and what it is to be. */
function readSettings(words: string, pack: PreparedPack): Understood | null {
  const language = afterWord(words, pack.language);
  if (language === '') return command({ do: 'language' });
  if (language !== null) {
    const wanted = findLanguage(language.replace(/^(?:(?:to|in|auf|en|a) |[をは] ?)/, ''));
    return wanted ? command({ do: 'language', language: wanted }) : command({ do: 'language' });
  }
  const quiet = afterWord(words, pack.quiet);
  if (quiet !== null) return readQuiet(quiet, pack);
  const notify = afterWord(words, pack.notify);
  if (notify === '') return command({ do: 'notify' });
  const posts = notify === null ? undefined : findPosts(notify, pack);
  return posts ? command({ do: 'notify', posts }) : null;
}

function readQuiet(rest: string, pack: PreparedPack): Understood {
  if (rest === '') return command({ do: 'quiet' });
  if (findPosts(rest, pack) === 'nothing') return command({ do: 'quiet', hours: null });
  const hours = readHours(rest);
  return hours ? command({ do: 'quiet', hours }) : { kind: 'bad-time' };
}

function findPosts(
  rest: string,
  pack: PreparedPack,
): 'nothing' | 'problems' | 'changes' | undefined {
  const wanted = rest.replace(/^[をは] ?/, '');
  const kinds = ['nothing', 'problems', 'changes'] as const;
  return kinds.find((kind) => pack.notifyWords[kind].has(wanted));
}

/** What follows one of the words; the empty text where it stands alone; null where it does not begin so. */
function afterWord(words: string, heads: readonly string[]): string | null {
  for (const head of heads) {
    if (!words.startsWith(head)) continue;
    if (words === head) return '';
    if (words[head.length] === ' ' || !/^\p{Script=Latin}/u.test(head))
      return words.slice(head.length).trim();
  }
  return null;
}

function readPeople(words: string, pack: PreparedPack): Understood | null {
  const told = firstGroup(words, pack.tell);
  if (told) return command({ do: 'tell', words: told });
  const found = firstGroup(words, pack.find);
  if (found) return command({ do: 'find', words: found });
  if (pack.findWhom.has(words)) return command({ do: 'find' });
  return afterWord(words, pack.tellWhom) === '' ? command({ do: 'tell' }) : null;
}

/** Only whom: "tell me when Anna". */
function readTold(words: string, pack: PreparedPack): Understood | null {
  const told = afterWord(words, pack.tellWhom);
  return told ? command({ do: 'tell', words: told }) : null;
}

function firstGroup(words: string, patterns: readonly RegExp[]): string | undefined {
  for (const pattern of patterns) {
    const group = pattern.exec(words)?.[1]?.trim();
    if (group) return group;
  }
  return undefined;
}

/** A bare "Pause" is a break in some languages: then it is asked which is meant. */
function readPause(reading: Reading): Understood | null {
  const { words, pack, choices, isNoOrder } = reading;
  const time = takePauseTime(reading);
  // "Stop syncing" denies nothing.
  if (!pack.pause.has(time.rest) && isNoOrder) return null;
  const rest = stripFillers(time.rest, pack, pack.pause);
  if (!pack.pause.has(rest) && !pack.pause.has(time.rest)) return null;
  if (time.isBad) return { kind: 'bad-time' };
  const pause = toPause(time);
  const hasTime = time.rest !== words;
  const isFirst = words.startsWith(rest);
  const state = findState(rest, reading);
  if (state.kind === 'none' || state.kind === 'lacking') return command(pause);
  const isNamed = choices.some(({ name }) => name.text === rest);
  if (hasTime && isFirst && !isNamed) return command(pause);
  return unsure([...toOptions(state, time.minutes ?? reading.minutes), pause]);
}

function toPause({ minutes, until }: Pick<FoundTime, 'minutes' | 'until'>): Command {
  return {
    do: 'pause',
    ...(minutes !== undefined && { minutes }),
    ...(until !== undefined && { until }),
  };
}

/** After the word alone a number is minutes: "pause 30". */
function takePauseTime({ words, pack, time }: Reading): FoundTime {
  const [, head = '', amount] = /^(.+) (\d{1,3})$/.exec(words) ?? [];
  const minutes = Number(amount);
  return minutes > 0 && pack.pause.has(head) ? { rest: head, minutes } : time;
}

function readState(reading: Reading): Understood | null {
  const { words, choices, time, rest, isNoOrder } = reading;
  if (choices.length === 0) return null;
  const whole = findState(words, reading);
  if (isNoOrder && whole.kind === 'none')
    return mentionIn(reading, words, timeOf(reading, [reading]));
  const tried = new Set([time.rest, rest].filter((one) => one !== '' && one !== words));
  const found = [whole, ...[...tried].map((one) => findState(one, reading))].find(
    (one) => one.kind !== 'none',
  );
  return found ? fromFound(found, reading) : null;
}

/** A state or pausing is mentioned, but so is more: the person says whether it is meant. */
function mentionIn(reading: Reading, words: string, { time, minutes }: Timing): Understood | null {
  const { pack, choices } = reading;
  if (choices.length === 0) return null;
  const mentioned = findMentioned(words, reading);
  const pause = hasPhrase(pack.pauses, words) ? [toPause(time)] : [];
  // The last option of many would fall off.
  const options = [...toTimed(mentioned, minutes).slice(0, MAX_OPTIONS - pause.length), ...pause];
  return options.length > 0 ? unsure(options) : null;
}

/** What is "until 15h" in one language is fifteen hours in the others, and what lies ahead in one does. */
function timeOf(reading: Reading, readings: readonly Reading[]): Timing {
  if (readings.some(({ isAhead }) => isAhead)) return NO_TIME;
  return readings.find(({ time }) => time.until !== undefined) ?? reading;
}

type Timing = Pick<Reading, 'time' | 'minutes'>;

/** "In ten minutes" is no time that anything takes. */
const NO_TIME: Timing = { time: { rest: '' }, minutes: undefined };

function fromFound(found: FoundState, { time, minutes }: Reading): Understood {
  if (found.kind === 'lacking') return { kind: 'no-such-state' };
  if (time.isBad) return { kind: 'bad-time' };
  const options = toOptions(found, minutes);
  const [only] = options;
  return found.kind === 'one' && only ? command(only) : unsure(options);
}

function toOptions(found: FoundState, minutes: number | undefined): readonly Command[] {
  return toTimed(choicesOf(found), minutes);
}

function toTimed(choices: readonly Choice[], minutes: number | undefined): readonly Command[] {
  return choices.map(({ presenceId }) => ({
    do: 'set',
    presenceId,
    ...(minutes !== undefined && { minutes }),
  }));
}

function unsure(options: readonly Command[]): Understood {
  return { kind: 'unsure', options: options.slice(0, MAX_OPTIONS) };
}

/** A slip of the finger: first the command words, then the states. Equally near means asking. */
function nearly(readings: readonly Reading[]): Understood {
  const [own] = readings;
  const english = readings.find(({ pack }) => pack === PACKS.en);
  for (const reading of new Set([own, english])) {
    const found = reading && nearlyIn(reading);
    if (found) return found;
  }
  return UNKNOWN;
}

function nearlyIn(reading: Reading): Understood | null {
  const { words, pack, minutes, rest } = reading;
  if (reading.isDenied) return null;
  const simple = nearPhrase(words, pack) ?? nearPhrase(rest, pack);
  const state = rest === '' ? null : findNearState(rest, reading);
  const options = state ? toOptions(state, minutes) : [];
  // "Launch" is a word too, and perhaps the one that is meant.
  const isWord = hasLookalike(words);
  const isMuch = simple === 'resume' || simple === 'unlink' || simple === 'link';
  if (simple && (isMuch || isWord || options.length > 0))
    return unsure([...options, { do: simple }]);
  if (simple) return command({ do: simple });
  const [only] = options;
  if (!state || !only) return null;
  return state.kind === 'one' && state.isSure && !isWord ? command(only) : unsure(options);
}

function nearPhrase(words: string, { nearSimples, simples }: PreparedPack): Simple | undefined {
  const near = findNear(nearSimples, words).filter(({ isSure }) => isSure);
  return simples.find((simple) => near.some(({ value }) => value === simple));
}
