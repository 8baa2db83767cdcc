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
  heard: {
    position: 'absolute',
    width: '1px',
    height: '1px',
    margin: 0,
    overflow: 'hidden',
    clipPath: 'inset(50%)',
    whiteSpace: 'nowrap',
  },
  centred: {
    display: 'flex',
    flexDirection: 'column',
    justifyContent: 'center',
    alignItems: 'center',
    flexGrow: 1,
  },
});

interface PageProps {
  readonly children: ReactNode;
  /** In the middle of an otherwise empty window. */
  readonly isCentred?: boolean;
  /** For those who hear the page, where what it shows is title enough for those who see it. */
  readonly title?: string;
}

export function Page({ children, isCentred, title }: PageProps): ReactElement {
  const styles = useStyles();
  return (
    <main className={mergeClasses(styles.page, isCentred && styles.centred)}>
      {title !== undefined && <h1 className={styles.heard}>{title}</h1>}
      {children}
    </main>
  );
}
