import type { ReactElement } from 'react';

export function FirstRun(_props: { readonly onLinked: () => void }): ReactElement {
  return <p>…</p>;
}
