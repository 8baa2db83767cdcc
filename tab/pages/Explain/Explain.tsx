import { Button, mergeClasses } from '@fluentui/react-components';
import {
  ArrowLeft20Regular,
  ArrowRight16Regular,
  CheckmarkCircle20Regular,
  Copy20Regular,
  Eye20Regular,
  Scales20Regular,
  Send20Regular,
} from '@fluentui/react-icons';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { ReactElement } from 'react';
import type { RecordView } from '../../api/types';
import { copyText, isOnline } from '../../browser/browser';
import { Bone } from '../../components/Bones/Bones';
import { Page } from '../../components/Page/Page';
import { Panel } from '../../components/Panel/Panel';
import { PresenceMark } from '../../components/PresenceMark/PresenceMark';
import { StateTile } from '../../components/StateTile/StateTile';
import { TextLink } from '../../components/TextLink/TextLink';
import { Timeline } from '../../components/Timeline/Timeline';
import { toDays } from '../../model/days';
import { explainRecord } from '../../model/explanation';
import type { ExplainStep, Explanation } from '../../model/explanation';
import { tellFailure } from '../../model/failure';
import { namePresence } from '../../model/presence-words';
import { useTab } from '../../state/tab-context';
import { Troubles } from '../Home/Troubles';
import type { LiveLink } from '../../state/use-link';
import { useNow } from '../../state/use-now';
import type { WordKey } from '../../words/en';
import { useStyles } from './Explain.styles';

interface ExplainProps {
  readonly live: LiveLink;
  readonly recordId: string;
}

/** One event, proved: seen, rule, written, answered. */
export function Explain({ live, recordId }: ExplainProps): ReactElement {
  const styles = useStyles();
  const { say, format } = useTab();
  const now = useNow(live.offsetMs, 60_000);
  const { looked, retry } = useRecord(live, recordId);
  const { records, link } = live;
  const days = useMemo(
    () =>
      records &&
      toDays(records, { say, format, states: link.states, now, isTodayOnly: false }).slice(0, 2),
    [records, say, format, link.states, now],
  );
  return (
    <Page>
      <Troubles live={live} />
      <TextLink href="#/home" className={styles.back}>
        <ArrowLeft20Regular aria-hidden="true" />
        {say('back.home')}
      </TextLink>
      <div className={styles.columns}>
        <Panel className={styles.list} label={say('time.title')}>
          <Timeline
            days={days}
            chosen={recordId}
            hasEarlier={live.hasMore}
            onEarlier={() => void live.loadEarlier()}
            isBrief
          />
        </Panel>
        <Panel className={styles.proof} labelledBy="explain-title">
          {looked.kind === 'under way' && <Bone width="320px" height={28} />}
          {looked.kind === 'gone' && <Missing text={say('explain.gone')} />}
          {looked.kind === 'failed' && (
            <Missing text={tellFailure(looked.error, say, isOnline())} onRetry={retry} />
          )}
          {looked.kind === 'record' && (
            <Proof key={recordId} live={live} record={looked.record} now={now} />
          )}
        </Panel>
      </div>
    </Page>
  );
}

type Looked =
  | { readonly kind: 'under way' }
  | { readonly kind: 'record'; readonly record: RecordView }
  /** It is not kept any more. */
  | { readonly kind: 'gone' }
  | { readonly kind: 'failed'; readonly error: unknown };

const UNDER_WAY: Looked = { kind: 'under way' };

/** From what is there already, else asked for. */
function useRecord(live: LiveLink, recordId: string): { looked: Looked; retry: () => void } {
  const { calls, onFailure } = useTab();
  const known = live.records?.find(({ id }) => id === recordId);
  const [asked, setAsked] = useState<Looked>(UNDER_WAY);
  const [tries, setTries] = useState(0);
  const { id } = live.link;
  const isMissing = known === undefined && live.records !== null;
  useEffect(() => {
    setAsked(UNDER_WAY);
    if (!isMissing) return;
    let isCurrent = true;
    const tell = (next: Looked): void => {
      if (isCurrent) setAsked(next);
    };
    const before = String(BigInt(recordId) + 1n);
    calls.listRecords(id, { before, limit: 1 }).then(
      ([one]) => tell(one?.id === recordId ? { kind: 'record', record: one } : { kind: 'gone' }),
      (error: unknown) => {
        if (!onFailure(error)) tell({ kind: 'failed', error });
      },
    );
    return () => {
      isCurrent = false;
    };
  }, [calls, id, recordId, isMissing, tries, onFailure]);
  const looked: Looked = known ? { kind: 'record', record: known } : asked;
  return { looked, retry: () => setTries((before) => before + 1) };
}

interface MissingProps {
  readonly text: string;
  readonly onRetry?: () => void;
}

/** There is no record to be shown, for good or for now. */
function Missing({ text, onRetry }: MissingProps): ReactElement {
  const styles = useStyles();
  const { say } = useTab();
  return (
    <>
      <h1 id="explain-title" className={styles.title}>
        {text}
      </h1>
      {onRetry && <Button onClick={onRetry}>{say('do.retry')}</Button>}
    </>
  );
}

interface ProofProps {
  readonly live: LiveLink;
  readonly record: RecordView;
  readonly now: number;
}

function Proof({ live, record, now }: ProofProps): ReactElement {
  const styles = useStyles();
  const { say, format } = useTab();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const later = (live.records ?? []).filter(({ id }) => BigInt(id) > BigInt(record.id));
  const told = explainRecord(record, {
    say,
    format,
    states: live.link.states,
    later: later.reverse(),
  });
  return (
    <>
      <p className={styles.when}>
        {say('explain.when', { day: format.day(told.at, now), time: format.time(told.at) })}
      </p>
      <h1 id="explain-title" className={styles.title} tabIndex={-1} ref={heading}>
        {told.title}
      </h1>
      {told.tookMs !== null && (
        <p className={styles.took}>{say('explain.took', { duration: format.span(told.tookMs) })}</p>
      )}
      <Change told={told} />
      <ol className={styles.steps}>
        {told.steps.map((step, index) => (
          <Step key={step.kind} step={step} isFirst={index === 0} />
        ))}
      </ol>
      {told.ending && <p className={styles.ending}>{told.ending}</p>}
      <div className={styles.foot}>
        <span className={styles.small}>{say('explain.record', { id: record.id })}</span>
        <CopyButton record={record} />
      </div>
    </>
  );
}

/** What became what: from the side it was changed on to the one that followed. */
function Change({ told }: { readonly told: Explanation }): ReactElement | null {
  const styles = useStyles();
  const { say, theme } = useTab();
  const { state, category, presence, direction } = told;
  if (state === null || presence === null || direction === 'nothing') return null;
  const vcc = (
    <span className={styles.one}>
      <StateTile category={category ?? 'Unknown'} size={24} theme={theme} />
      {state}
    </span>
  );
  const teams = (
    <span className={styles.one}>
      <PresenceMark pair={presence} />
      {namePresence(say, presence)}
    </span>
  );
  const [from, to] = direction === 'to-vcc' ? [teams, vcc] : [vcc, teams];
  return (
    <div className={styles.change}>
      {from}
      <ArrowRight16Regular aria-hidden="true" />
      {to}
    </div>
  );
}

const STEPS = {
  seen: { word: 'explain.seen', Icon: Eye20Regular },
  rule: { word: 'explain.rule', Icon: Scales20Regular },
  written: { word: 'explain.written', Icon: Send20Regular },
  answered: { word: 'explain.answered', Icon: CheckmarkCircle20Regular },
} as const satisfies Record<ExplainStep['kind'], { word: WordKey; Icon: unknown }>;

function Step({ step, isFirst }: { step: ExplainStep; isFirst: boolean }): ReactElement {
  const styles = useStyles();
  const { say, format } = useTab();
  const { word, Icon } = STEPS[step.kind];
  return (
    <li className={styles.step}>
      <span className={styles.sign}>
        <Icon aria-hidden="true" />
      </span>
      <div className={styles.told}>
        <h2 className={styles.kind}>{say(word)}</h2>
        {step.lines.map((line) => (
          <p key={line} className={styles.line}>
            {line}
          </p>
        ))}
        {step.small && <p className={styles.small}>{step.small}</p>}
      </div>
      <div className={styles.times}>
        <span>{format.exactTime(step.at)}</span>
        <span className={styles.small}>
          {isFirst
            ? say('explain.start')
            : say('explain.later', { duration: format.span(step.afterMs) })}
        </span>
      </div>
    </li>
  );
}

function CopyButton({ record }: { readonly record: RecordView }): ReactElement {
  const styles = useStyles();
  const { say } = useTab();
  const [isCopied, setCopied] = useState(false);
  const copy = (): void => void copyText(JSON.stringify(record, null, 2)).then(setCopied);
  return (
    <span className={mergeClasses(styles.copy)} role="status">
      <Button icon={<Copy20Regular />} onClick={copy}>
        {say(isCopied ? 'do.copied' : 'do.copy')}
      </Button>
    </span>
  );
}
