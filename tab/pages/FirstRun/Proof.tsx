import { Button, mergeClasses } from '@fluentui/react-components';
import {
  CheckmarkCircle20Filled,
  Info16Regular,
  ShieldPerson20Regular,
} from '@fluentui/react-icons';
import { useEffect, useRef, useState } from 'react';
import type { ReactElement } from 'react';
import { ApiProblem } from '../../api/client';
import type { Proof as ProofValue, ProofStep } from '../../api/joining';
import { every, now } from '../../browser/browser';
import { Banner } from '../../components/Banner/Banner';
import { Page } from '../../components/Page/Page';
import { Panel } from '../../components/Panel/Panel';
import { StateTile } from '../../components/StateTile/StateTile';
import { TextLink } from '../../components/TextLink/TextLink';
import { tellLinkProblem } from '../../model/link-problem';
import { useTab } from '../../state/tab-context';
import { Countdown } from './Countdown';
import { useStyles } from './Proof.styles';

interface ProofProps {
  readonly proof: ProofValue;
  readonly onLinked: () => void;
  readonly onLeave: () => void;
  readonly onAgain: (proof: ProofValue) => void;
}

const LOOK_MS = 1_000;
const SHOW_LINKED_MS = 1_500;

/** Two states, one after the other, in the person's own ContactPad. */
export function Proof(props: ProofProps): ReactElement {
  const styles = useStyles();
  const { say, calls, onFailure } = useTab();
  const { proof, leftMs } = useWatched(props.proof);
  const [problem, setProblem] = useState<string | null>(null);
  const isOver = proof.state === 'over' || (proof.state === 'open' && leftMs <= 0);
  const { onLinked } = props;

  useEffect(() => {
    if (proof.state !== 'linked') return;
    return every(SHOW_LINKED_MS, onLinked);
  }, [proof.state, onLinked]);

  const run = async (act: () => Promise<void>): Promise<void> => {
    try {
      await act();
    } catch (error) {
      const code = error instanceof ApiProblem ? error.code : 'unexpected';
      if (!onFailure(error)) setProblem(tellLinkProblem(code, say));
    }
  };
  const { joining } = calls;
  const leave = (): void =>
    void run(async () => {
      await joining.cancelProof(proof);
      props.onLeave();
    });
  const again = (): void =>
    void run(async () => props.onAgain(await joining.startProof(proof.choice)));
  const ask = (): void =>
    void run(async () => {
      await joining.cancelProof(proof);
      await joining.askAdmin(proof.choice);
      props.onLeave();
    });

  return (
    <Page isCentred>
      <Panel className={styles.panel} labelledBy="proof-title">
        <Head proof={proof} leftMs={isOver ? 0 : leftMs} />
        {problem !== null && <Banner intent="error">{problem}</Banner>}
        {isOver && <Banner intent="warning">{say('proof.over')}</Banner>}
        {proof.state === 'failed' && <Banner intent="error">{say('proof.failed')}</Banner>}
        <Steps proof={proof} isOver={isOver} />
        {proof.state === 'linked' ? (
          <p className={styles.linked} role="status">
            <CheckmarkCircle20Filled aria-hidden="true" />
            {say('first.linked')}
          </p>
        ) : (
          <p className={styles.note}>
            <Info16Regular aria-hidden="true" />
            {say('proof.note')}
          </p>
        )}
        <div className={styles.foot}>
          <TextLink onClick={ask}>
            <ShieldPerson20Regular aria-hidden="true" />
            {say('proof.askInstead')}
          </TextLink>
          <span className={styles.acts}>
            {isOver && (
              <Button appearance="primary" onClick={again}>
                {say('proof.again')}
              </Button>
            )}
            <Button onClick={leave}>{say('do.cancel')}</Button>
          </span>
        </div>
      </Panel>
    </Page>
  );
}

/** Looks each second, as long as it is open. */
function useWatched(initial: ProofValue): { proof: ProofValue; leftMs: number } {
  const { calls, onFailure } = useTab();
  const [proof, setProof] = useState(initial);
  const [at, setAt] = useState(now);
  const offset = useRef(initial.now - now());
  const isOpen = proof.state === 'open';
  useEffect(() => {
    if (!isOpen) return;
    return every(LOOK_MS, () => {
      setAt(now());
      calls.joining.readProof(initial).then(
        (next) => {
          offset.current = next.now - now();
          setProof(next);
        },
        // A look that failed is followed by the next one.
        (error: unknown) => void onFailure(error),
      );
    });
  }, [calls, initial, isOpen, onFailure]);
  return { proof, leftMs: proof.until - (at + offset.current) };
}

function Head({ proof, leftMs }: { proof: ProofValue; leftMs: number }): ReactElement {
  const styles = useStyles();
  const { say } = useTab();
  return (
    <div className={styles.head}>
      <div className={styles.headText}>
        <p className={styles.small}>{say('proof.small')}</p>
        <h1 className={styles.title} id="proof-title">
          {say('proof.title')}
        </h1>
        <p className={styles.text}>{say('proof.text', { agentId: proof.agentId })}</p>
      </div>
      <Countdown leftMs={leftMs} wholeMs={proof.until - proof.startedAt} />
    </div>
  );
}

function Steps({ proof, isOver }: { proof: ProofValue; isOver: boolean }): ReactElement {
  const styles = useStyles();
  const current = proof.steps.findIndex(({ seenAt }) => seenAt === null);
  return (
    <ol className={styles.steps} aria-live="polite">
      {proof.steps.map((step, index) => (
        <li
          key={step.name}
          className={mergeClasses(styles.step, index === current && !isOver && styles.current)}
          aria-current={index === current ? 'step' : undefined}
        >
          <StepRow step={step} number={index + 1} isCurrent={index === current && !isOver} />
        </li>
      ))}
    </ol>
  );
}

interface StepRowProps {
  readonly step: ProofStep;
  readonly number: number;
  readonly isCurrent: boolean;
}

function StepRow({ step, number, isCurrent }: StepRowProps): ReactElement {
  const styles = useStyles();
  const { say, format, theme } = useTab();
  const { name: state, category, seenAt } = step;
  const more =
    seenAt !== null
      ? say('proof.seenAt', { time: format.exactTime(seenAt) })
      : say(isCurrent ? 'proof.open' : 'proof.next', { state });
  return (
    <>
      <StateTile category={category} size={40} theme={theme} />
      <span className={styles.stepText}>
        <span className={styles.strong}>{say('proof.step', { number, state })}</span>
        <span className={styles.more}>{more}</span>
      </span>
      {seenAt !== null && (
        <span className={styles.done}>
          <CheckmarkCircle20Filled aria-hidden="true" />
          {say('proof.done')}
        </span>
      )}
      {isCurrent && (
        <span className={styles.watching}>
          <span className={styles.ring} aria-hidden="true" />
          {say('proof.watching')}
        </span>
      )}
    </>
  );
}
