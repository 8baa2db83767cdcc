/** From a text to a command. Nothing is done on a guess: what is not wholly understood is asked back. */
import type { Command, Hearing, Language, Understood } from './command';
import { LANGUAGES } from './command';
import { compareWords, normalise, normaliseName } from './normalise';
import { findLanguage, PACKS } from './packs';
import { findMentioned, findNearState, findState } from './states';
import type { FoundState } from './states';
import { isLater, readHours, takeTime } from './times';
import type { FoundTime } from './times';
import type { Simple, WordPack } from './word-pack';

/** Longer texts are no commands. */
const MAX_LENGTH = 300;
const UNKNOWN: Understood = { kind: 'unknown' };
/** As many as a card has room for. */
const MAX_OPTIONS = 5;

export function understand(text: string, heard: Hearing): Understood {
  if (text.length > MAX_LENGTH) return UNKNOWN;
  const words = normalise(text);
  if (words === '') return UNKNOWN;
  const found = read(words, { ...heard, own: heard.language });
  return isQuestion(text, words) ? askBack(found) : found;
}

/** Whatever language a text is tried in, what its author denies is denied in their own. */
interface Ear extends Hearing {
  readonly own: Language;
}

function read(words: string, hearing: Ear): Understood {
  const others = LANGUAGES.filter((one) => one !== hearing.language);
  for (const language of [hearing.language, ...others]) {
    const found = understandIn(words, { ...hearing, language });
    if (found.kind !== 'unknown') return found;
  }
  // Only then: a whole sentence of another language may name a state too.
  for (const language of [hearing.language, ...others]) {
    const mentioned = mentionIn(words, {
      pack: PACKS[language],
      hearing: { ...hearing, language },
    });
    if (mentioned) return mentioned;
  }
  const alone = findLanguage(words);
  if (alone && words.length > 2) return command({ do: 'language', language: alone });
  return nearly(words, hearing);
}

/** Asked of the bot it is an order all the same: "can you set me ready?" */
function isQuestion(text: string, words: string): boolean {
  const isAsked = /[?\uff1f]/.test(text);
  const begins = (head: string): boolean => words.startsWith(`${head} `);
  return LANGUAGES.some((one) => isAsked || PACKS[one].questions.some(begins))
    ? !LANGUAGES.some((one) => hasWord(words, PACKS[one].requests, one))
    : false;
}

/** "Ready?" wants to know, or wants to be: what would change something is not done on that. */
function askBack(found: Understood): Understood {
  if (found.kind !== 'command') return found;
  return CHANGING.has(found.command.do) ? unsure([found.command]) : found;
}

const CHANGING: ReadonlySet<Command['do']> = new Set(['set', 'pause', 'resume']);

function understandIn(words: string, hearing: Ear): Understood {
  const pack = PACKS[hearing.language];
  const simple = findSimple(words, pack);
  if (simple) return command({ do: simple });
  if (pack.logOut.includes(words)) return { kind: 'log-out' };
  if (pack.show.includes(words)) return command({ do: 'show' });
  return (
    readSettings(words, pack) ??
    readPeople(words, pack) ??
    readPause(words, { pack, hearing }) ??
    readState(words, { pack, hearing }) ??
    readPolite(words, { pack, hearing }) ??
    readTold(words, pack) ??
    UNKNOWN
  );
}

function readPolite(words: string, where: Where): Understood | null {
  const simple = findSimple(stripFillers(words, where, []), where.pack);
  return simple ? command({ do: simple }) : null;
}

interface Where {
  readonly pack: WordPack;
  readonly hearing: Ear;
}

/** Denied, or not meant for now: it is asked and not done. */
function isNoOrder(words: string, where: Where): boolean {
  return isDenied(words, where) || isLater(words, where.hearing.language);
}

function isDenied(words: string, { pack, hearing }: Where): boolean {
  const { own, language } = hearing;
  return hasWord(words, pack.negations, language) || hasWord(words, PACKS[own].negations, own);
}

function command(one: Command): Understood {
  return { kind: 'command', command: one };
}

function findSimple(words: string, pack: WordPack): Simple | undefined {
  const found = Object.entries(pack.phrases).find(([, phrases]) => phrases.includes(words));
  return found?.[0] as Simple | undefined;
}

/** notify, quiet hours, language: a word and what it is to be. */
function readSettings(words: string, pack: WordPack): Understood | null {
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

function readQuiet(rest: string, pack: WordPack): Understood {
  if (rest === '') return command({ do: 'quiet' });
  if (findPosts(rest, pack) === 'nothing') return command({ do: 'quiet', hours: null });
  const hours = readHours(rest);
  return hours ? command({ do: 'quiet', hours }) : { kind: 'bad-time' };
}

function findPosts(rest: string, pack: WordPack): 'nothing' | 'problems' | 'changes' | undefined {
  const wanted = rest.replace(/^[をは] ?/, '');
  const kinds = ['nothing', 'problems', 'changes'] as const;
  return kinds.find((kind) => pack.notifyWords[kind].includes(wanted));
}

/** What follows one of the words; the empty text where it stands alone; null where it does not begin so. */
function afterWord(words: string, heads: readonly string[]): string | null {
  for (const head of heads) {
    if (words === head) return '';
    const isWord = /^[\p{Script=Latin}]/u.test(head)
      ? words.startsWith(`${head} `)
      : words.startsWith(head);
    if (isWord) return words.slice(head.length).trim();
  }
  return null;
}

function readPeople(words: string, pack: WordPack): Understood | null {
  const told = firstGroup(words, pack.tell);
  if (told) return command({ do: 'tell', words: told });
  const found = firstGroup(words, pack.find);
  if (found) return command({ do: 'find', words: found });
  if (pack.findWhom.includes(words)) return command({ do: 'find' });
  return pack.tellWhom.includes(words) ? command({ do: 'tell' }) : null;
}

/** Only whom: "tell me when Anna". */
function readTold(words: string, pack: WordPack): Understood | null {
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
function readPause(words: string, { pack, hearing }: Where): Understood | null {
  const time = takePauseTime(words, { pack, hearing });
  // "Stop syncing" denies nothing.
  if (!pack.pause.includes(time.rest) && isNoOrder(words, { pack, hearing })) return null;
  const rest = stripFillers(time.rest, { pack, hearing }, pack.pause);
  if (!pack.pause.includes(rest) && !pack.pause.includes(time.rest)) return null;
  if (time.isBad) return { kind: 'bad-time' };
  const pause: Command = {
    do: 'pause',
    ...(time.minutes !== undefined && { minutes: time.minutes }),
    ...(time.until !== undefined && { until: time.until }),
  };
  const hasTime = time.rest !== words;
  const isFirst = words.startsWith(rest);
  const state = findState(rest, hearing.choices, hearing.language);
  if (state.kind === 'none' || state.kind === 'lacking') return command(pause);
  const isNamed = hearing.choices.some(({ name }) => normaliseName(name) === rest);
  if (hasTime && isFirst && !isNamed) return command(pause);
  return unsure([...toOptions(state, undefined), pause]);
}

/** After the word alone a number is minutes: "pause 30". */
function takePauseTime(words: string, { pack, hearing }: Where): FoundTime {
  const [, head = '', amount] = /^(.+) (\d{1,3})$/.exec(words) ?? [];
  const minutes = Number(amount);
  if (minutes > 0 && pack.pause.includes(head)) return { rest: head, minutes };
  return takeTime(words, hearing);
}

function readState(words: string, where: Where): Understood | null {
  const { hearing } = where;
  if (hearing.choices.length === 0) return null;
  const isLong = isNoOrder(words, where);
  const time = takeTime(words, hearing);
  const rest = stripFillers(time.rest, where, []);
  const whole = findState(words, hearing.choices, hearing.language);
  if (isLong && whole.kind === 'none') return mention(words, where);
  const found = [
    whole,
    ...[time.rest, rest]
      .filter((one) => one !== '')
      .map((one) => findState(one, hearing.choices, hearing.language)),
  ].find((one) => one.kind !== 'none');
  return found ? fromFound(found, time, hearing) : null;
}

function mentionIn(words: string, where: Where): Understood | null {
  if (where.hearing.choices.length === 0) return null;
  return mention(stripFillers(takeTime(words, where.hearing).rest, where, []), where);
}

/** A state or pausing is mentioned, but so is more: the person says whether it is meant. */
function mention(words: string, { pack, hearing }: Where): Understood | null {
  const mentioned = findMentioned(words, hearing.choices, hearing.language);
  const pause: readonly Command[] = hasWord(words, pack.pause, hearing.language)
    ? [{ do: 'pause' }]
    : [];
  // The last option of many would fall off.
  const options = [...mentioned.map(toSet).slice(0, MAX_OPTIONS - pause.length), ...pause];
  return options.length > 0 ? unsure(options) : null;
}

function fromFound(found: FoundState, time: FoundTime, { now }: Hearing): Understood {
  if (found.kind === 'lacking') return { kind: 'no-such-state' };
  if (time.isBad) return { kind: 'bad-time' };
  const minutes = time.until === undefined ? time.minutes : Math.ceil((time.until - now) / 60_000);
  const options = toOptions(found, minutes);
  const [only] = options;
  return found.kind === 'one' && only ? command(only) : unsure(options);
}

function toOptions(found: FoundState, minutes: number | undefined): readonly Command[] {
  const choices =
    found.kind === 'one' ? [found.choice] : found.kind === 'several' ? found.choices : [];
  return choices.map((choice) => ({ ...toSet(choice), ...(minutes !== undefined && { minutes }) }));
}

function toSet({ presenceId }: { readonly presenceId: string }): Command {
  return { do: 'set', presenceId };
}

function unsure(options: readonly Command[]): Understood {
  return { kind: 'unsure', options: options.slice(0, MAX_OPTIONS) };
}

/** A slip of the finger: first the command words, then the states. Equally near means asking. */
function nearly(words: string, hearing: Ear): Understood {
  const tried = [...new Set<Language>([hearing.language, 'en'])];
  for (const language of tried) {
    const found = nearlyIn(words, { pack: PACKS[language], hearing: { ...hearing, language } });
    if (found) return found;
  }
  return UNKNOWN;
}

function nearlyIn(words: string, where: Where): Understood | null {
  const { pack, hearing } = where;
  if (isDenied(words, where)) return null;
  const time = takeTime(words, hearing);
  const rest = stripFillers(time.rest, where, []);
  const simple = nearPhrase(words, pack) ?? nearPhrase(rest, pack);
  const state = rest === '' ? null : findNearState(rest, hearing.choices, hearing.language);
  const options = state ? toOptions(state, time.minutes) : [];
  const isMuch = simple === 'resume' || simple === 'unlink' || simple === 'link';
  if (simple && (isMuch || options.length > 0)) return unsure([...options, { do: simple }]);
  if (simple) return command({ do: simple });
  const [only] = options;
  if (!state || !only) return null;
  return state.kind === 'one' && state.isSure ? command(only) : unsure(options);
}

function nearPhrase(words: string, pack: WordPack): Simple | undefined {
  const found = Object.entries(pack.phrases).find(([, phrases]) => {
    return phrases.some((phrase) => compareWords(words, phrase) === 'near');
  });
  return found?.[0] as Simple | undefined;
}

/** Takes out what says nothing, but never a whole word that was looked for (`kept`). */
function stripFillers(words: string, { pack, hearing }: Where, kept: readonly string[]): string {
  return hearing.language === 'ja'
    ? stripWithin(words, pack, kept)
    : stripBetween(words, pack, kept);
}

function stripBetween(words: string, pack: WordPack, kept: readonly string[]): string {
  let rest = ` ${words} `;
  for (let before = ''; before !== rest;) {
    before = rest;
    if (isKnown(rest.trim(), pack, kept)) break;
    const head = pack.fillers.find((filler) => rest.startsWith(` ${filler} `));
    if (head !== undefined) rest = rest.slice(head.length + 1);
    if (isKnown(rest.trim(), pack, kept)) break;
    const tail = pack.fillers.find((filler) => rest.endsWith(` ${filler} `));
    if (tail !== undefined) rest = rest.slice(0, rest.length - tail.length - 1);
  }
  return rest.trim();
}

function stripWithin(words: string, pack: WordPack, kept: readonly string[]): string {
  let rest = words;
  for (let before = ''; before !== rest;) {
    before = rest;
    if (isKnown(rest, pack, kept)) break;
    const tail = pack.fillers.find((filler) => rest.endsWith(filler));
    if (tail !== undefined) rest = rest.slice(0, rest.length - tail.length).trim();
    if (isKnown(rest, pack, kept)) break;
    const head = pack.fillers.find((filler) => rest.startsWith(filler));
    if (head !== undefined) rest = rest.slice(head.length).trim();
  }
  return rest;
}

function isKnown(words: string, pack: WordPack, kept: readonly string[]): boolean {
  return (
    kept.includes(words) || Object.values(pack.concepts).some((known) => known.includes(words))
  );
}

function hasWord(words: string, looked: readonly string[], language: Language): boolean {
  if (language === 'ja') return looked.some((word) => words.includes(word));
  return looked.some((word) => ` ${words} `.includes(` ${word} `));
}
