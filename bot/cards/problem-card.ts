import { icon, line, makeCard, small, title } from './card';
import type { Card, Json } from './card';
import type { IconUrl } from './icons';

export interface ProblemParts {
  readonly iconUrl: IconUrl;
  readonly title: string;
  /** What is so, then what to do. */
  readonly paragraphs: readonly string[];
  /** Time and code, for support. */
  readonly note: string;
  readonly actions: readonly Json[];
}

/** What happened and what to do. */
export function makeProblemCard(parts: ProblemParts): Card {
  const sign = {
    type: 'Column',
    width: 'auto',
    verticalContentAlignment: 'Center',
    items: [icon(parts.iconUrl('warning'), '!')],
  };
  const heading = {
    type: 'Column',
    width: 'stretch',
    spacing: 'Small',
    verticalContentAlignment: 'Center',
    items: [title(parts.title)],
  };
  return makeCard({
    spoken: [parts.title, ...parts.paragraphs].join(' '),
    body: [
      { type: 'ColumnSet', columns: [sign, heading] },
      ...parts.paragraphs.map((text) => line(text, { spacing: 'Medium' })),
      small(parts.note, { spacing: 'Medium' }),
    ],
    actions: parts.actions,
  });
}
