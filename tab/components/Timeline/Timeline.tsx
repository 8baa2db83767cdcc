import { mergeClasses } from '@fluentui/react-components';
import {
  ArrowLeft16Regular,
  ArrowRight16Regular,
  ChevronRight16Regular,
  HandRight16Filled,
  Subtract16Regular,
} from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import type { Direction, TimelineEvent } from '../../model/event';
import { useTab } from '../../state/tab-context';
import { Bone } from '../Bones/Bones';
import { TextLink } from '../TextLink/TextLink';
import { useStyles } from './Timeline.styles';

export interface Day {
  readonly name: string;
  readonly events: readonly TimelineEvent[];
}

interface TimelineProps {
  /** Today first; null: still loading. */
  readonly days: readonly Day[] | null;
  readonly chosen?: string;
  readonly hasEarlier: boolean;
  readonly onEarlier: () => void;
  /** Beside the explain page there is no room for how long it took. */
  readonly isBrief?: boolean;
}

const SIGNS = {
  'to-teams': ArrowRight16Regular,
  'to-vcc': ArrowLeft16Regular,
  own: HandRight16Filled,
  nothing: Subtract16Regular,
} as const satisfies Record<Direction, unknown>;

/** What happened, newest first; each row opens its explanation. */
export function Timeline(props: TimelineProps): ReactElement {
  const { days, hasEarlier, onEarlier } = props;
  const styles = useStyles();
  const { say } = useTab();
  return (
    <div className={styles.timeline}>
      {days === null && <Loading />}
      {days?.map((day, index) => (
        <div key={day.name}>
          <div className={styles.head}>
            <h2 className={styles.title}>{day.name}</h2>
            {index === 0 && hasEarlier && (
              <TextLink onClick={onEarlier}>{say('time.earlier')}</TextLink>
            )}
          </div>
          {day.events.length === 0 && <p className={styles.empty}>{say('time.empty')}</p>}
          <ol className={styles.list}>
            {day.events.map((event) => (
              <li key={event.id} className={styles.item}>
                <EventRow event={event} {...props} />
              </li>
            ))}
          </ol>
        </div>
      ))}
    </div>
  );
}

type EventRowProps = Pick<TimelineProps, 'chosen' | 'isBrief'> & { readonly event: TimelineEvent };

function EventRow({ event, chosen, isBrief }: EventRowProps): ReactElement {
  const styles = useStyles();
  const { format } = useTab();
  const { id, at, title, effect, direction, tookMs } = event;
  const Sign = SIGNS[direction];
  const isMoved = direction === 'to-teams' || direction === 'to-vcc';
  return (
    <a
      id={`event-${id}`}
      href={`#/explain/${id}`}
      className={mergeClasses(styles.row, chosen === id && styles.chosen)}
      aria-current={chosen === id ? 'true' : undefined}
    >
      <span className={styles.at}>{format.time(at)}</span>
      <span
        className={mergeClasses(
          styles.sign,
          isMoved && styles.moved,
          direction === 'own' && styles.own,
        )}
      >
        <Sign aria-hidden="true" />
      </span>
      <span className={styles.said}>
        <span className={styles.what}>{title}</span>
        <span className={styles.effect}>{effect}</span>
      </span>
      {!isBrief && tookMs !== null && <span className={styles.took}>{format.span(tookMs)}</span>}
      <ChevronRight16Regular className={styles.chevron} aria-hidden="true" />
    </a>
  );
}

function Loading(): ReactElement {
  const styles = useStyles();
  const { say } = useTab();
  return (
    <>
      <div className={styles.head}>
        <h2 className={styles.title}>{say('time.title')}</h2>
      </div>
      {[220, 180, 240, 200].map((width) => (
        <div key={width} className={styles.row}>
          <Bone width="38px" height={14} />
          <Bone width="28px" height={28} round />
          <Bone width={`${width}px`} height={14} />
        </div>
      ))}
    </>
  );
}
