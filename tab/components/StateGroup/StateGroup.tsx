import { mergeClasses } from '@fluentui/react-components';
import { Checkmark20Regular } from '@fluentui/react-icons';
import { useRef, useState } from 'react';
import type { FocusEvent, KeyboardEvent, ReactElement } from 'react';
import type { LinkDetails } from '../../api/types';
import { namePresence } from '../../model/presence-words';
import { useTab } from '../../state/tab-context';
import { PresenceMark } from '../PresenceMark/PresenceMark';
import { StateTile } from '../StateTile/StateTile';
import { useStyles } from './StateGroup.styles';

type Choice = LinkDetails['choices'][number];

interface StateGroupProps {
  readonly choices: readonly Choice[];
  readonly current: string | null;
  /** The state an order is under way for. */
  readonly pending: string | null;
  /** The column would be untrue: Teams keeps a status set by hand. */
  readonly keepsOwn: boolean;
  readonly isDisabled: boolean;
  readonly onChoose: (presenceId: string) => void;
}

/** One tab stop; arrows move, Enter or Space sets. Moving never sets. */
export function StateGroup(props: StateGroupProps): ReactElement {
  const { choices, current, pending, keepsOwn, isDisabled, onChoose } = props;
  const styles = useStyles();
  const { say } = useTab();
  const rows = useRef(new Map<string, HTMLButtonElement>());
  const [stop, setStop] = useState<string | null>(null);
  const stopId = [stop, current, choices[0]?.presenceId].find((id) =>
    choices.some(({ presenceId }) => presenceId === id),
  );

  const move = (event: KeyboardEvent): void => {
    const next = nextIndex(
      event.key,
      choices.findIndex((one) => one.presenceId === stopId),
      choices.length,
    );
    const choice = next === null ? undefined : choices[next];
    if (!choice) return;
    event.preventDefault();
    setStop(choice.presenceId);
    rows.current.get(choice.presenceId)?.focus();
  };

  /** Who comes back begins where they stand. */
  const leave = ({ currentTarget, relatedTarget }: FocusEvent): void => {
    if (!currentTarget.contains(relatedTarget)) setStop(null);
  };

  return (
    <div>
      <div className={styles.head}>
        <h2 className={styles.title} id="choose-title">
          {say('choose.title')}
        </h2>
        {choices.length > 0 && (
          <span className={keepsOwn ? styles.keeps : styles.column} aria-hidden="true">
            {say(keepsOwn ? 'choose.teamsKeeps' : 'choose.teamsShows')}
          </span>
        )}
      </div>
      {choices.length === 0 && <p className={styles.empty}>{say('choose.empty')}</p>}
      <div
        role="group"
        aria-labelledby="choose-title"
        onKeyDown={move}
        onBlur={leave}
        className={styles.group}
      >
        {choices.map((choice) => (
          <button
            key={choice.presenceId}
            type="button"
            ref={(element) => {
              if (element) rows.current.set(choice.presenceId, element);
              else rows.current.delete(choice.presenceId);
            }}
            tabIndex={choice.presenceId === stopId ? 0 : -1}
            aria-pressed={choice.presenceId === current}
            aria-disabled={isDisabled}
            aria-busy={choice.presenceId === pending}
            className={mergeClasses(
              styles.row,
              choice.presenceId === current && styles.current,
              isDisabled && styles.disabled,
            )}
            onFocus={() => setStop(choice.presenceId)}
            onClick={() => !isDisabled && onChoose(choice.presenceId)}
          >
            <Row choice={choice} {...{ current, pending, keepsOwn }} />
          </button>
        ))}
      </div>
    </div>
  );
}

type RowProps = Pick<StateGroupProps, 'current' | 'pending' | 'keepsOwn'> & {
  readonly choice: Choice;
};

function Row({ choice, current, pending, keepsOwn }: RowProps): ReactElement {
  const styles = useStyles();
  const { say, theme } = useTab();
  const { presenceId, name, category, shows } = choice;
  return (
    <>
      <StateTile category={category} size={24} theme={theme} />
      <span className={styles.name}>{name}</span>
      {!keepsOwn && (
        <span className={styles.shows}>
          {shows ? (
            <>
              <PresenceMark pair={shows} />
              <span className={styles.hidden}>{say('choose.teamsShows')}</span>
              {namePresence(say, shows)}
            </>
          ) : (
            say('choose.nothing')
          )}
        </span>
      )}
      <span className={styles.sign}>
        {presenceId === pending ? (
          <span className={styles.ring} />
        ) : (
          presenceId === current && <Checkmark20Regular aria-hidden="true" />
        )}
      </span>
    </>
  );
}

function nextIndex(key: string, from: number, count: number): number | null {
  switch (key) {
    case 'ArrowDown':
    case 'ArrowRight':
      return (from + 1) % count;
    case 'ArrowUp':
    case 'ArrowLeft':
      return (from - 1 + count) % count;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}
