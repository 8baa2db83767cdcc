import type { PostedRecord } from '../../src/index';
import type { Voice } from '../say/voice';
import { gistOf, tellAnswer, tellBecause, tellRule, tellSeen, tellWrote } from './because';
import type { Gist } from './because';
import { button, line, makeCard, openUrl, small, title } from './card';
import type { Card, Json } from './card';

export interface ExplainParts {
  readonly voice: Voice;
  readonly nameOf: (presenceId: string) => string | undefined;
  /** Address of the record in the tab; null: it is not known. */
  readonly tabUrl: string | null;
}

/** One event, proved: seen, rule, written, answered, each with its time. */
export function makeExplainCard(
  { voice, nameOf, tabUrl }: ExplainParts,
  record: PostedRecord,
): Card {
  const gist = gistOf(record, nameOf);
  const because = tellBecause(voice, record, gist);
  const steps = stepsOf(voice, record, gist);
  const took = voice.span(Math.max(0, record.endedAt - startOf(record, gist)));
  return makeCard({
    spoken: because,
    body: [
      title(because),
      small(voice.say('explain.took', { duration: took }), { spacing: 'None' }),
      ...steps.map((step) => row(step)),
    ],
    actions: [
      ...(tabUrl === null ? [] : [openUrl(voice.say('do.openTab'), tabUrl)]),
      button(voice.say('do.pause30'), { do: 'pause', minutes: 30 }),
    ],
  });
}

/** Of what was sent on its way at one instant: the fact's own time may be of the other side's clock. */
function startOf(record: PostedRecord, { seen }: Gist): number {
  return Math.min(seen?.seenAt ?? record.at, record.at);
}

interface Step {
  readonly label: string;
  readonly text: string;
  readonly time: string;
}

function stepsOf(voice: Voice, record: PostedRecord, gist: Gist): readonly Step[] {
  const start = startOf(record, gist);
  const later = (at: number): string =>
    voice.say('explain.later', { duration: voice.span(Math.max(0, at - start)) });
  const steps: Step[] = [
    {
      label: voice.say('explain.seen'),
      text: tellSeen(voice, gist.seen),
      time: voice.exactTime(start),
    },
    {
      label: voice.say('explain.rule'),
      text: tellRule(voice, record, gist),
      time: later(record.at),
    },
  ];
  const { wrote } = gist;
  if (!wrote) {
    const text = voice.say('explain.nothingWritten');
    return [...steps, { label: voice.say('explain.written'), text, time: '' }];
  }
  const { startedAt, tookMs } = wrote;
  return [
    ...steps,
    { label: voice.say('explain.written'), text: tellWrote(voice, wrote), time: later(startedAt) },
    {
      label: voice.say('explain.answered'),
      text: tellAnswer(voice, wrote),
      time: later(startedAt + tookMs),
    },
  ];
}

function row({ label, text, time }: Step): Json {
  const none = { spacing: 'None' };
  const columns = [
    { type: 'Column', width: '76px', items: [line(label, { ...none, weight: 'Bolder' })] },
    { type: 'Column', width: 'stretch', items: [line(text, none)] },
    ...(time === ''
      ? []
      : [{ type: 'Column', width: 'auto', items: [small(time, { ...none, wrap: false })] }]),
  ];
  return { type: 'ColumnSet', spacing: 'Medium', columns };
}
