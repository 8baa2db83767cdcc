import { useEffect, useRef } from 'react';
import type { ReactElement } from 'react';
import type { Tagged } from '../api/calls';
import type { LinkView, Preferences } from '../api/types';
import { Guard } from '../components/Guard/Guard';
import { Nav } from '../components/Nav/Nav';
import { createPart } from '../components/Part/Part';
import { useLink } from '../state/use-link';
import type { LiveLink } from '../state/use-link';
import { useOrder } from '../state/use-order';
import type { Orders } from '../state/use-order';
import { usePreferences } from '../state/use-preferences';
import type { ChosenPreferences } from '../state/use-preferences';
import { useRoute } from '../state/use-route';
import { Home } from './Home/Home';
import { Waiting } from './Home/HomeBones';
import { pageOf, readPage, SHOWN_PAGES } from './routes';
import type { Route } from './routes';
import { Soon } from './Soon';

/** What is not seen first is loaded when it is asked for. */
const Explain = createPart(async () => (await import('./Explain/Explain')).Explain, Waiting);
const Settings = createPart(async () => (await import('./Settings/Settings')).Settings, Waiting);

interface LinkedProps {
  readonly link: LinkView;
  readonly preferences: Tagged<Preferences>;
  readonly onGone: () => void;
}

/** The pages of somebody who is linked. */
export function Linked({ link, preferences, onGone }: LinkedProps): ReactElement {
  const live = useLink(link);
  const chosen = usePreferences(preferences);
  // Here, so that looking at another page meanwhile loses neither an answer nor the way back.
  const orders = useOrder(live);
  const route = readPage(useRoute(null));
  const lastExplained = useRef<string | null>(null);
  useEffect(() => {
    if (live.isGone) onGone();
  }, [live.isGone, onGone]);
  useEffect(() => {
    lastExplained.current = route.page === 'explain' ? route.recordId : null;
  });
  return (
    <>
      <Nav pages={SHOWN_PAGES} current={pageOf(route)} live={live.live} />
      <Guard key={route.page} onRetry={live.refresh}>
        <Inner {...{ live, orders, route }} returnTo={lastExplained.current} preferences={chosen} />
      </Guard>
    </>
  );
}

interface InnerProps {
  readonly preferences: ChosenPreferences;
  readonly live: LiveLink;
  readonly orders: Orders;
  readonly route: Route;
  readonly returnTo: string | null;
}

function Inner(props: InnerProps): ReactElement {
  const { live, orders, route, returnTo } = props;
  switch (route.page) {
    case 'home':
      return <Home live={live} orders={orders} returnTo={returnTo} />;
    case 'explain':
      return <Explain live={live} recordId={route.recordId} />;
    case 'settings':
      return <Settings {...props} />;
    case 'address-book':
    case 'admin':
      return <Soon isKnown />;
    case 'unknown':
      return <Soon isKnown={false} />;
  }
}
