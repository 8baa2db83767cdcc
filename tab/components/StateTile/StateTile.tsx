import {
  CalendarClock20Filled,
  CalendarClock24Filled,
  Call20Filled,
  Call24Filled,
  ClipboardTask20Filled,
  ClipboardTask24Filled,
  DoorArrowRight20Filled,
  DrinkCoffee20Filled,
  DrinkCoffee24Filled,
  Headset20Filled,
  Headset24Filled,
  Question20Filled,
} from '@fluentui/react-icons';
import { mergeClasses } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import type { ThemeName } from '../../host/host';
import { useStyles } from './StateTile.styles';

export type Occupancy = 'free' | 'engaged' | 'wrapping-up';

interface StateTileProps {
  readonly category: string;
  readonly occupancy?: Occupancy;
  readonly size: 24 | 40 | 56;
  readonly theme: ThemeName;
}

type Look = 'ready' | 'away' | 'extended' | 'call' | 'wrap' | 'out' | 'unknown';

const SMALL = {
  ready: Headset20Filled,
  away: DrinkCoffee20Filled,
  extended: CalendarClock20Filled,
  call: Call20Filled,
  wrap: ClipboardTask20Filled,
  out: DoorArrowRight20Filled,
  unknown: Question20Filled,
};

const LARGE = {
  ...SMALL,
  ready: Headset24Filled,
  away: DrinkCoffee24Filled,
  extended: CalendarClock24Filled,
  call: Call24Filled,
  wrap: ClipboardTask24Filled,
};

/** The rounded square of an agent state; its word always stands beside it. */
export function StateTile({ category, occupancy, size, theme }: StateTileProps): ReactElement {
  const styles = useStyles();
  const look = readLook(category, occupancy ?? 'free');
  const Icon = (size === 24 ? SMALL : LARGE)[look];
  const tone = TONES[look];
  const sizes = { 24: styles.small, 40: styles.medium, 56: styles.large };
  const grounds = { default: tone, dark: DARK[tone], contrast: 'contrast' } as const;
  const ground = styles[grounds[theme]];
  return (
    <span className={mergeClasses(styles.tile, sizes[size], ground)} aria-hidden="true">
      <Icon />
    </span>
  );
}

const TONES = {
  ready: 'green',
  away: 'marigold',
  extended: 'marigold',
  call: 'red',
  wrap: 'red',
  out: 'neutral',
  unknown: 'neutral',
} as const satisfies Record<Look, string>;

const DARK = {
  green: 'darkGreen',
  marigold: 'darkMarigold',
  red: 'darkRed',
  neutral: 'neutral',
} as const;

function readLook(category: string, occupancy: Occupancy): Look {
  if (occupancy === 'engaged') return 'call';
  if (occupancy === 'wrapping-up') return 'wrap';
  switch (category) {
    case 'Ready':
      return 'ready';
    case 'Away':
      return 'away';
    case 'ExtendedAway':
      return 'extended';
    case 'LoggedOut':
      return 'out';
    default:
      return 'unknown';
  }
}
