import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { PlugDisconnected20Regular, Warning20Filled } from '@fluentui/react-icons';
import type { ReactElement, ReactNode } from 'react';

const useStyles = makeStyles({
  banner: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: '8px 12px',
    padding: '10px 16px',
    marginBottom: '16px',
    borderRadius: '8px',
    border: `1px solid ${tokens.colorStatusWarningBorder1}`,
    backgroundColor: tokens.colorStatusWarningBackground1,
    color: tokens.colorNeutralForeground1,
  },
  error: {
    border: `1px solid ${tokens.colorStatusDangerBorder1}`,
    backgroundColor: tokens.colorStatusDangerBackground1,
  },
  icon: { flexShrink: 0, color: tokens.colorStatusWarningForeground1 },
  iconError: { color: tokens.colorStatusDangerForeground1 },
  text: { flex: '1 1 120px', minWidth: 0, overflowWrap: 'anywhere' },
});

interface BannerProps {
  readonly children: ReactNode;
  readonly intent: 'warning' | 'error' | 'offline';
  readonly action?: ReactNode;
}

/** Which side has trouble and since when, above everything else. */
export function Banner({ children, intent, action }: BannerProps): ReactElement {
  const styles = useStyles();
  const isError = intent === 'error';
  const Icon = intent === 'offline' ? PlugDisconnected20Regular : Warning20Filled;
  return (
    <div
      className={mergeClasses(styles.banner, isError && styles.error)}
      role={isError ? 'alert' : 'status'}
    >
      <Icon className={mergeClasses(styles.icon, isError && styles.iconError)} aria-hidden="true" />
      <span className={styles.text}>{children}</span>
      {action}
    </div>
  );
}
