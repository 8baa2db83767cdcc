import type { ReactElement } from 'react';
import type { Preferences } from '../../api/types';
import type { LiveLink } from '../../state/use-link';

export function Settings(_props: {
  readonly live: LiveLink;
  readonly preferences: Preferences;
  readonly onGone: () => void;
}): ReactElement {
  return <p>…</p>;
}
