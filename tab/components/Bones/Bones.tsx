import { makeStyles, tokens } from '@fluentui/react-components';
import type { ReactElement } from 'react';

const useStyles = makeStyles({
  bone: {
    display: 'block',
    maxWidth: '100%',
    borderRadius: '4px',
    // An outline in high contrast, where a filled shape would glare.
    boxSizing: 'border-box',
    border: `1px solid ${tokens.colorTransparentStroke}`,
    backgroundColor: tokens.colorNeutralBackground5,
    animationName: { '50%': { opacity: 0.5 } },
    animationDuration: '1.6s',
    animationIterationCount: 'infinite',
  },
});

interface BoneProps {
  readonly width: string;
  readonly height: number;
  readonly round?: boolean;
}

/** The place of something that is being loaded, in its shape. */
export function Bone({ width, height, round }: BoneProps): ReactElement {
  const styles = useStyles();
  const radius = round ? '50%' : undefined;
  return (
    <span
      className={styles.bone}
      style={{ width, height: `${height}px`, borderRadius: radius }}
      aria-hidden="true"
    />
  );
}
