import { makeStyles, mergeClasses } from '@fluentui/react-components';
import type { ReactElement, ReactNode } from 'react';

const useStyles = makeStyles({
  page: {
    boxSizing: 'border-box',
    width: '100%',
    maxWidth: '1184px',
    margin: '0 auto',
    padding: '24px 32px',
    '@media (max-width: 639px)': { padding: '12px' },
  },
  centred: {
    display: 'flex',
    flexDirection: 'column',
    justifyContent: 'center',
    alignItems: 'center',
    minHeight: '100%',
  },
});

interface PageProps {
  readonly children: ReactNode;
  /** In the middle of an otherwise empty window. */
  readonly isCentred?: boolean;
}

export function Page({ children, isCentred }: PageProps): ReactElement {
  const styles = useStyles();
  return <main className={mergeClasses(styles.page, isCentred && styles.centred)}>{children}</main>;
}
