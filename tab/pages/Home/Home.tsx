import { useEffect, useMemo, useState } from 'react';
import type { ReactElement } from 'react';
import { PauseButtons } from '../../components/PauseButtons/PauseButtons';
import { Page } from '../../components/Page/Page';
import { Panel } from '../../components/Panel/Panel';
import { SentenceRow } from '../../components/SentenceRow/SentenceRow';
import { Sides } from '../../components/Sides/Sides';
import { StateGroup } from '../../components/StateGroup/StateGroup';
import { Timeline } from '../../components/Timeline/Timeline';
import type { LinkDetails } from '../../api/types';
import { focusOn, now as browserNow } from '../../browser/browser';
import { tellAuthors } from '../../model/authorship';
import { toDays } from '../../model/days';
import { toEvent } from '../../model/event';
import { namePresence } from '../../model/presence-words';
import { readStep, tellSituation } from '../../model/sentence';
import type { Offer } from '../../model/sentence';
import { useTab } from '../../state/tab-context';
import type { LiveLink } from '../../state/use-link';
import { useNow } from '../../state/use-now';
import type { Orders } from '../../state/use-order';
import { HomeBones } from './HomeBones';
import { useStyles } from './Home.styles';
import { Troubles } from './Troubles';

interface HomeProps {
  readonly live: LiveLink;
  readonly orders: Orders;
  /** Row of the timeline the person comes back to. */
  readonly returnTo: string | null;
}

const MINUTE = 60_000;

/** Where the person stands, what they can set, what happened today. */
export function Home({ live, orders, returnTo }: HomeProps): ReactElement {
  const { details } = live;
  useEffect(() => {
    if (returnTo !== null) focusOn(`event-${returnTo}`);
  }, [returnTo]);
  if (!details) return <HomeBones problem={live.problem} onRetry={live.retry} />;
  return <LoadedHome live={live} orders={orders} details={details} />;
}

interface LoadedHomeProps extends Omit<HomeProps, 'returnTo'> {
  readonly details: LinkDetails;
}

function LoadedHome({ live, orders, details }: LoadedHomeProps): ReactElement {
  const { link } = live;
  const styles = useStyles();
  const { say, format, calls } = useTab();
  const now = useNow(live.offsetMs, 15_000);
  const kept = useKept(link.status);
  const records = live.records ?? [];
  const authors = tellAuthors({ link, details, records }, say);
  const { fate } = orders;
  const told = tellSituation({ link, details, fate, say, format });
  const sentence = kept.isKept ? { ...told, offers: [] } : told;
  const isPaused = link.status.phase === 'paused';
  /** By the service's clock, at the click. */
  const pause = (forMs: number | null): void => {
    const until = forMs === null ? null : browserNow() + live.offsetMs + forMs;
    orders.order(() => calls.pause(link.id, until));
  };
  const resume = (): void => orders.order(() => calls.resume(link.id));
  const offers: Record<Exclude<Offer, 'why'>, () => void> = {
    keep: kept.keep,
    show: () => orders.order(() => calls.showAgentState(link.id)),
    resume,
    undo: orders.undo,
  };
  const chosen = isPaused ? null : (link.status.vcc.state?.presenceId ?? null);
  const why = records.find((record) => toEvent(record, say, link.states));
  return (
    <Page title={say('nav.home')}>
      <Troubles live={live} />
      <Panel className={styles.top}>
        <Sides
          link={link}
          step={readStep({ link, details, fate })}
          fate={fate}
          stateBy={authors.state}
          presenceBy={authors.presence}
          presenceSince={authors.presenceSince}
          now={now}
        />
        <SentenceRow
          sentence={sentence}
          showAs={details.shows ? namePresence(say, details.shows) : ''}
          whyHref={why ? `#/explain/${why.id}` : null}
          onOffer={(offer) => offers[offer]()}
        />
      </Panel>
      <div className={styles.columns}>
        <Panel className={styles.left}>
          <StateGroup
            choices={details.choices}
            current={chosen ?? link.status.vcc.state?.presenceId ?? null}
            pending={fate.kind === 'setting' ? fate.presenceId : null}
            keepsOwn={link.status.code === 'own-status'}
            isDisabled={link.status.phase === 'unlinking'}
            onChoose={orders.setState}
          />
          <PauseButtons isPaused={isPaused} onPause={pause} onResume={resume} />
        </Panel>
        <Panel className={styles.right} label={say('time.title')}>
          <History live={live} now={now} />
        </Panel>
      </div>
    </Page>
  );
}

function History({ live, now }: { live: LiveLink; now: number }): ReactElement {
  const { say, format } = useTab();
  const [isAll, setAll] = useState(false);
  const { records, link, hasMore, loadEarlier } = live;
  const today = Math.floor(now / MINUTE) * MINUTE;
  const days = useMemo(
    () =>
      records &&
      toDays(records, { say, format, states: link.states, now: today, isTodayOnly: !isAll }),
    [records, say, format, link.states, today, isAll],
  );
  const earlier = (): void => {
    setAll(true);
    if (isAll || hasMore) void loadEarlier();
  };
  return <Timeline days={days} hasEarlier={!isAll || hasMore} onEarlier={earlier} />;
}

/** "Keep it" folds the ways out until something changes. */
function useKept(status: LiveLink['link']['status']): { isKept: boolean; keep: () => void } {
  const key = `${status.code} ${status.teams.availability} ${status.vcc.state?.presenceId}`;
  const [kept, setKept] = useState<string | null>(null);
  return { isKept: kept === key, keep: () => setKept(key) };
}
