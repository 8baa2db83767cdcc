import { short } from './times.js';

/** Reason codes that read badly as they are. */
const DROPS = {
  'own-echo': 'our own echo',
  'not-newer': 'nothing newer',
  'same-state': 'known already',
  engaged: 'on a call',
  unsettled: 'too soon to believe',
  'vcc-newer': 'VCC is newer',
  repeat: 'delivered before',
};

const SIDES = { vcc: 'VCC', teams: 'Teams' };

/** The rows of one record, newest first: answered ← decided ← seen. */
export function rowsOf(record) {
  const seen = [...record.seen].sort((a, b) => b.seenAt - a.seenAt);
  const first =
    record.seen.length > 0 ? Math.min(...record.seen.map((fact) => fact.seenAt)) : undefined;
  const facts = seen.map((fact) => seenRow(fact, { record, isStart: fact.seenAt === first }));
  const isOnlyDrops =
    record.outcome === 'nothing' &&
    seen.length > 0 &&
    seen.every(isDropped) &&
    record.wrote.length === 0;
  if (isOnlyDrops) return facts;
  const wrote = [...record.wrote].sort((a, b) => b.startedAt + b.tookMs - a.startedAt - a.tookMs);
  return [...wrote.map(wroteRow), decidedRow(record, seen), ...facts];
}

export function isDropped(fact) {
  return fact.outcome === 'dropped';
}

export function isRefusal(record) {
  return (
    record.outcome === 'refused' ||
    record.outcome === 'stopped' ||
    record.wrote.some((call) => !call.ok)
  );
}

function wroteRow({ side, call, startedAt, tookMs, answer, ok, text }) {
  return {
    kind: 'wrote',
    at: startedAt + tookMs,
    ...(ok ? sideSign(side) : { sign: 'refused', tone: 'tone-red' }),
    title: `${SIDES[side] ?? side} ${ok ? 'answered' : 'refused'}: ${answer || 'nothing'}`,
    text: [call, text].filter(Boolean).join(/^[A-Z]/.test(text) ? '. ' : ', '),
    rules: [],
    end: short(tookMs),
  };
}

function decidedRow(record, seen) {
  const latest = seen.find((fact) => fact.outcome === 'taken') ?? seen[0];
  const end = latest ? short(Math.max(0, record.at - latest.seenAt)) : '';
  return {
    kind: 'decided',
    at: record.at,
    ...decisionSign(record.outcome),
    title: record.title,
    text: record.sentence,
    rules: record.rules,
    end,
  };
}

function decisionSign(outcome) {
  if (outcome === 'refused' || outcome === 'stopped') return { sign: 'refused', tone: 'tone-red' };
  if (outcome === 'waits') return { sign: 'wait', tone: 'tone-yellow' };
  if (outcome === 'nothing') return { sign: 'minus', tone: 'tone-grey' };
  return { sign: 'scales', tone: 'tone-yellow' };
}

function seenRow(fact, { record, isStart }) {
  if (isDropped(fact)) return droppedRow(fact, record);
  return {
    kind: 'seen',
    at: fact.seenAt,
    ...sideSign(fact.side),
    title: fact.outcome === 'waits' ? `Waits: ${fact.text}` : fact.text,
    text: fact.sentence,
    rules: fact.rules,
    via: fact.via,
    end: isStart ? 'start' : '',
  };
}

function droppedRow(fact, record) {
  const why = DROPS[fact.code] ?? fact.code.replaceAll('-', ' ');
  return {
    kind: 'dropped',
    at: fact.seenAt,
    sign: 'minus',
    tone: 'tone-grey',
    title: `Dropped: ${why || fact.text}`,
    text: fact.sentence || fact.text,
    rules: fact.rules.length > 0 ? fact.rules : record.rules,
    via: fact.via,
    end: short(Math.max(0, record.endedAt - fact.seenAt)),
  };
}

function sideSign(side) {
  if (side === 'vcc') return { sign: 'v-ready', tone: 'tone-green', square: true };
  if (side === 'teams') return { sign: 'people', tone: 'tone-brand' };
  if (side === 'order') return { sign: 'chat', tone: 'tone-brand' };
  return { sign: 'gear', tone: 'tone-grey' };
}
