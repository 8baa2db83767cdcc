import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { Checkmark24Filled, Headset32Filled, Person32Filled } from '@fluentui/react-icons';
import type { ReactElement } from 'react';

const useStyles = makeStyles({
  picture: { display: 'flex', alignItems: 'center' },
  vcc: {
    display: 'inline-flex',
    alignItems: 'center',
    justifyContent: 'center',
    width: '96px',
    height: '96px',
    boxSizing: 'border-box',
    borderRadius: '20px',
    border: `1px solid ${tokens.colorTransparentStroke}`,
    backgroundColor: tokens.colorPaletteGreenBackground2,
    color: tokens.colorPaletteGreenForeground2,
    '& svg': { width: '44px', height: '44px' },
    '@media (max-width: 639px)': {
      width: '64px',
      height: '64px',
      '& svg': { width: '32px', height: '32px' },
    },
  },
  teams: {
    borderRadius: '50%',
    backgroundColor: tokens.colorBrandBackground2,
    color: tokens.colorBrandForeground1,
  },
  line: { width: '20px', height: '3px', backgroundColor: tokens.colorPaletteLightGreenForeground3 },
  check: {
    display: 'inline-flex',
    padding: '6px',
    borderRadius: '50%',
    border: `3px solid ${tokens.colorPaletteLightGreenForeground3}`,
    color: tokens.colorPaletteLightGreenForeground3,
  },
});

/** The one picture of the product: both places, in step. */
export function Picture(): ReactElement {
  const styles = useStyles();
  return (
    <div className={styles.picture} aria-hidden="true">
      <span className={styles.vcc}>
        <Headset32Filled />
      </span>
      <span className={styles.line} />
      <span className={styles.check}>
        <Checkmark24Filled />
      </span>
      <span className={styles.line} />
      <span className={mergeClasses(styles.vcc, styles.teams)}>
        <Person32Filled />
      </span>
    </div>
  );
}
