import { Button, makeStyles, tokens } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { useWords } from '../../state/tab-context';
import { useFocusPlace } from '../../state/use-focus-place';

const MINUTE = 60_000;
const CHOICES = [15 * MINUTE, 60 * MINUTE];

const useStyles = makeStyles({
  part: { padding: '16px 20px 20px', borderTop: `1px solid ${tokens.colorNeutralStroke2}` },
  head: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'baseline',
    justifyContent: 'space-between',
    gap: '0 8px',
    marginBottom: '8px',
  },
  title: { margin: 0, fontSize: tokens.fontSizeBase300, fontWeight: tokens.fontWeightSemibold },
  hint: { fontSize: tokens.fontSizeBase200, color: tokens.colorNeutralForeground3 },
  buttons: { display: 'flex', flexWrap: 'wrap', gap: '8px', '& > button': { flex: '1 1 88px' } },
});

interface PauseButtonsProps {
  readonly isPaused: boolean;
  /** Null: until resumed. */
  readonly onPause: (forMs: number | null) => void;
  readonly onResume: () => void;
}

export function PauseButtons({ isPaused, onPause, onResume }: PauseButtonsProps): ReactElement {
  const styles = useStyles();
  const { say, format } = useWords();
  const place = useFocusPlace<HTMLDivElement>();
  return (
    <div className={styles.part} role="group" aria-labelledby="pause-title" {...place}>
      <div className={styles.head}>
        <h2 className={styles.title} id="pause-title">
          {say('pause.title')}
        </h2>
        <span className={styles.hint}>{say('pause.hint')}</span>
      </div>
      <div className={styles.buttons}>
        {isPaused ? (
          <Button onClick={onResume}>{say('do.resume')}</Button>
        ) : (
          <>
            {CHOICES.map((forMs) => (
              <Button key={forMs} onClick={() => onPause(forMs)}>
                {format.minutes(forMs)}
              </Button>
            ))}
            <Button onClick={() => onPause(null)}>{say('pause.open')}</Button>
          </>
        )}
      </div>
    </div>
  );
}
