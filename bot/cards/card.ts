/** Parts all cards are made of: Adaptive Cards 1.5 as plain JSON (BT6). */
import type { Command } from '../understand/command';

export type Json = Readonly<Record<string, unknown>>;
export type Card = Json & { readonly type: 'AdaptiveCard' };

export interface CardParts {
  /** Said where the card cannot be shown, and by screen readers. */
  readonly spoken: string;
  readonly body: readonly Json[];
  readonly actions?: readonly Json[];
  readonly refresh?: Json;
}

/** More would not fit what Teams shows. */
const MAX_ACTIONS = 6;

export function makeCard({ spoken, body, actions = [], refresh }: CardParts): Card {
  const isEmpty = actions.length === 0;
  return {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.5',
    fallbackText: spoken,
    speak: spoken,
    ...(refresh && { refresh }),
    body,
    ...(!isEmpty && { actions: actions.slice(0, MAX_ACTIONS) }),
  };
}

export function title(text: string): Json {
  return { type: 'TextBlock', text: plain(text), wrap: true, weight: 'Bolder', size: 'Medium' };
}

export function line(text: string, more: Json = {}): Json {
  return { type: 'TextBlock', text: plain(text), wrap: true, spacing: 'Small', ...more };
}

export function small(text: string, more: Json = {}): Json {
  return line(text, { size: 'Small', isSubtle: true, ...more });
}

export function icon(url: string, altText: string): Json {
  return { type: 'Image', url, altText, width: '20px', height: '20px' };
}

export interface ButtonLook {
  readonly isPositive?: boolean;
  readonly tooltip?: string;
}

/** Says what was pressed, and nothing about who or which link (BT5). */
export function button(text: string, command: Command, look: ButtonLook = {}): Json {
  const { do: verb, ...rest } = command;
  const data = { ...rest, verb };
  const title = shorten(text);
  const tooltip = look.tooltip ?? (title === text ? undefined : text);
  const shown = {
    title,
    ...(look.isPositive && { style: 'positive' }),
    ...(tooltip !== undefined && { tooltip }),
  };
  return {
    type: 'Action.Execute',
    verb,
    data,
    ...shown,
    fallback: { type: 'Action.Submit', data, ...shown },
  };
}

/** As much as fits a button of the narrow card; what tells long names apart is often their end. */
function shorten(text: string): string {
  const signs = Array.from(text);
  if (widthOf(signs) <= BEGIN + END + 1) return text;
  const head = signs.filter((_, index) => widthOf(signs.slice(0, index + 1)) <= BEGIN);
  const tail = signs.filter((_, index) => widthOf(signs.slice(index)) <= END);
  return `${head.join('').trimEnd()}…${tail.join('').trimStart()}`;
}

/** In Latin letters; a sign of Japanese takes the room of two. */
const BEGIN = 17;
const END = 12;

function widthOf(signs: readonly string[]): number {
  return signs.reduce((width, sign) => width + (/[\u3000-\u{10ffff}]/u.test(sign) ? 2 : 1), 0);
}

export function openUrl(text: string, url: string, look: ButtonLook = {}): Json {
  return {
    type: 'Action.OpenUrl',
    title: text,
    url,
    ...(look.isPositive && { style: 'positive' }),
  };
}

/** Names of people and states are text: nothing in them is a link or emphasis. */
export function plain(text: string): string {
  return text
    .replace(/[\\*_[\]`~#]/g, (sign) => `\\${sign}`)
    .replaceAll('{{', '{\u200b{')
    .replace(/^(\d+)\. /, '$1\\. ')
    .replace(/^([+-]) /, '$1\u00a0');
}
