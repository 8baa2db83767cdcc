import { makeStyles, tokens } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { useTab } from '../../state/tab-context';

const RADIUS = 52;
const AROUND = 2 * Math.PI * RADIUS;
/** Spoken at these moments only (seconds). */
const SPOKEN = [60, 30, 10];

const useStyles = makeStyles({
  clock: { position: 'relative', flex: '0 0 112px', width: '112px', height: '112px' },
  svg: { display: 'block', transform: 'rotate(-90deg)' },
  ground: { stroke: tokens.colorNeutralStroke2 },
  left: { stroke: tokens.colorCompoundBrandStroke },
  text: {
    position: 'absolute',
    inset: 0,
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    justifyContent: 'center',
  },
  time: {
    fontSize: tokens.fontSizeBase600,
    lineHeight: tokens.lineHeightBase600,
    fontWeight: tokens.fontWeightSemibold,
    fontVariantNumeric: 'tabular-nums',
  },
  small: { fontSize: tokens.fontSizeBase200, color: tokens.colorNeutralForeground2 },
  spoken: { position: 'absolute', clipPath: 'inset(50%)' },
});

interface CountdownProps {
  readonly leftMs: number;
  readonly wholeMs: number;
}

/** Time that is left, as a ring and as figures. */
export function Countdown({ leftMs, wholeMs }: CountdownProps): ReactElement {
  const styles = useStyles();
  const { say, format } = useTab();
  const share = Math.max(0, Math.min(1, leftMs / Math.max(1, wholeMs)));
  const seconds = Math.ceil(leftMs / 1_000);
  const spoken = SPOKEN.find((one) => seconds <= one && seconds > one - 3);
  return (
    <div className={styles.clock}>
      <svg className={styles.svg} width="112" height="112" viewBox="0 0 112 112" aria-hidden="true">
        <circle className={styles.ground} cx="56" cy="56" r={RADIUS} fill="none" strokeWidth="8" />
        <circle
          className={styles.left}
          cx="56"
          cy="56"
          r={RADIUS}
          fill="none"
          strokeWidth="8"
          strokeLinecap="round"
          strokeDasharray={`${AROUND * share} ${AROUND}`}
        />
      </svg>
      <span className={styles.text} role="timer">
        <span className={styles.time}>{format.countdown(leftMs)}</span>
        <span className={styles.small}>{say('proof.left')}</span>
      </span>
      <span className={styles.spoken} role="status">
        {spoken !== undefined &&
          say('proof.leftSpoken', { duration: format.duration(spoken * 1_000) })}
      </span>
    </div>
  );
}
