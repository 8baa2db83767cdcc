import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import type { ReactElement, ReactNode } from 'react';

const useStyles = makeStyles({
  panel: {
    minWidth: 0,
    boxSizing: 'border-box',
    borderRadius: '8px',
    border: `1px solid ${tokens.colorTransparentStroke}`,
    backgroundColor: tokens.colorNeutralBackground1,
    boxShadow: tokens.shadow2,
  },
});

interface PanelProps {
  readonly children: ReactNode;
  readonly className?: string | undefined;
  readonly labelledBy?: string;
  readonly label?: string;
}

/** A card of the page. */
export function Panel({ children, className, labelledBy, label }: PanelProps): ReactElement {
  const styles = useStyles();
  return (
    <section
      className={mergeClasses(styles.panel, className)}
      aria-labelledby={labelledBy}
      aria-label={label}
    >
      {children}
    </section>
  );
}
