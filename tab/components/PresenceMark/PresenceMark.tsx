import { PresenceBadge } from '@fluentui/react-components';
import type { PresenceBadgeStatus } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import type { Pair } from '../../model/presence-words';

const STATUSES: Readonly<Record<string, PresenceBadgeStatus>> = {
  Available: 'available',
  AvailableIdle: 'available',
  Busy: 'busy',
  BusyIdle: 'busy',
  DoNotDisturb: 'do-not-disturb',
  Away: 'away',
  BeRightBack: 'away',
  Offline: 'offline',
};

export function badgeOf({ availability }: Pair): PresenceBadgeStatus {
  return STATUSES[availability ?? ''] ?? 'unknown';
}

/** The round badge of Teams; its word always stands beside it. */
export function PresenceMark({ pair }: { readonly pair: Pair }): ReactElement {
  return (
    <PresenceBadge size="extra-small" status={badgeOf(pair)} aria-hidden="true" aria-label="" />
  );
}
