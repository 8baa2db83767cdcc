import { Avatar, Button, mergeClasses } from '@fluentui/react-components';
import {
  ChatHelp20Regular,
  ChevronRight16Regular,
  Headset20Regular,
  Mail16Regular,
  PersonAvailable20Regular,
  ShieldCheckmark20Regular,
  ShieldPerson20Regular,
} from '@fluentui/react-icons';
import { useState } from 'react';
import type { ReactElement, ReactNode } from 'react';
import { ApiProblem } from '../../api/client';
import type { AgentChoice, Candidate, Linking, Proof } from '../../api/joining';
import { Banner } from '../../components/Banner/Banner';
import { Page } from '../../components/Page/Page';
import { Panel } from '../../components/Panel/Panel';
import { useTab } from '../../state/tab-context';
import { tellLinkProblem } from '../../model/link-problem';
import { ChooseAgent } from './ChooseAgent';
import { Picture } from './Picture';
import { useStyles } from './Welcome.styles';

interface WelcomeProps {
  readonly linking: Linking;
  readonly onLinked: () => void;
  readonly onProof: (proof: Proof) => void;
  readonly onChanged: () => void;
}

/** Worth, privacy and linking in one screen. */
export function Welcome(props: WelcomeProps): ReactElement {
  const styles = useStyles();
  const { say } = useTab();
  return (
    <Page isCentred>
      <Panel className={styles.panel} labelledBy="welcome-title">
        <div className={styles.worth}>
          <Picture />
          <h1 className={styles.title} id="welcome-title">
            {say('welcome.title')}
          </h1>
          <p className={styles.text}>{say('welcome.text')}</p>
          <ul className={styles.promises}>
            <Promised icon={<PersonAvailable20Regular />} name="charge" />
            <Promised icon={<ChatHelp20Regular />} name="why" />
            <Promised icon={<ShieldCheckmark20Regular />} name="little" />
          </ul>
        </div>
        <Ways {...props} />
      </Panel>
    </Page>
  );
}

interface PromisedProps {
  readonly icon: ReactNode;
  readonly name: 'charge' | 'why' | 'little';
}

const PROMISES = {
  charge: ['welcome.charge', 'welcome.charge.more'],
  why: ['welcome.why', 'welcome.why.more'],
  little: ['welcome.little', 'welcome.little.more'],
} as const;

function Promised({ icon, name }: PromisedProps): ReactElement {
  const styles = useStyles();
  const { say } = useTab();
  const [title, more] = PROMISES[name];
  return (
    <li className={styles.promise}>
      <span className={styles.promiseIcon} aria-hidden="true">
        {icon}
      </span>
      <span>
        <span className={styles.strong}>{say(title)}</span>
        <span className={styles.more}>{say(more)}</span>
      </span>
    </li>
  );
}

/** What is under way, so that nothing is sent twice. */
type Doing = 'link' | 'prove' | 'ask' | null;

function Ways({ linking, onLinked, onProof, onChanged }: WelcomeProps): ReactElement {
  const styles = useStyles();
  const { say, calls, onFailure } = useTab();
  const [doing, setDoing] = useState<Doing>(null);
  const [isChoosing, setChoosing] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const { joining } = calls;
  const { matches, request } = linking;
  const match = matches.length === 1 ? matches[0] : undefined;

  const run = async (what: Doing, act: () => Promise<void>): Promise<void> => {
    if (doing) return;
    setDoing(what);
    setProblem(null);
    try {
      await act();
    } catch (error) {
      const code = error instanceof ApiProblem ? error.code : 'unexpected';
      if (!onFailure(error)) setProblem(tellLinkProblem(code, say));
    }
    setDoing(null);
  };
  const prove = (choice: AgentChoice): void =>
    void run('prove', async () => onProof(await joining.startProof(choice)));
  const ask = (): void =>
    void run('ask', async () => {
      await joining.askAdmin(match ?? null);
      onChanged();
    });

  return (
    <div className={styles.ways}>
      {problem !== null && <Banner intent="error">{problem}</Banner>}
      {isChoosing ? (
        <ChooseAgent
          linking={linking}
          isBusy={doing !== null}
          onChoose={prove}
          onCancel={() => setChoosing(false)}
        />
      ) : (
        <>
          <Match
            linking={linking}
            match={match}
            isBusy={doing !== null}
            onLink={(candidate) =>
              void run('link', async () => {
                await joining.linkMatch(candidate);
                onLinked();
              })
            }
          />
          <ul className={styles.list}>
            <Way
              icon={<Headset20Regular />}
              title={say('link.prove')}
              more={say('link.prove.more')}
              isFirst={!match}
              onClick={() => (match ? prove(match) : setChoosing(true))}
            />
            {request?.state !== 'waiting' && (
              <Way
                icon={<ShieldPerson20Regular />}
                title={say('link.ask')}
                more={say('link.ask.more')}
                onClick={ask}
              />
            )}
          </ul>
        </>
      )}
    </div>
  );
}

interface MatchProps {
  readonly linking: Linking;
  readonly match: Candidate | undefined;
  readonly isBusy: boolean;
  readonly onLink: (candidate: Candidate) => void;
}

function Match({ linking, match, isBusy, onLink }: MatchProps): ReactElement {
  const styles = useStyles();
  const { say } = useTab();
  const heading = match ? say('link.isThisYou') : say('link.other');
  const words = { 0: 'link.noMatch', 1: 'link.oneMatch' } as const;
  return (
    <>
      <h2 className={styles.question}>{heading}</h2>
      <p className={styles.small}>
        {say(words[linking.matches.length as 0 | 1] ?? 'link.manyMatch')}
      </p>
      <Asked linking={linking} />
      {match && (
        <>
          <div className={styles.card}>
            <Avatar size={48} color="colorful" name={match.name} aria-hidden="true" />
            <span className={styles.person}>
              <span className={styles.strong}>{match.name}</span>
              <span className={styles.more}>
                {say('link.agent', { agentId: match.agentId, account: match.account })}
              </span>
            </span>
            <span className={styles.mail}>
              <Mail16Regular aria-hidden="true" />
              {match.mail}
            </span>
          </div>
          <Button
            appearance="primary"
            size="large"
            className={styles.link}
            disabledFocusable={isBusy}
            onClick={() => onLink(match)}
          >
            {say('link.as', { name: match.name })}
          </Button>
          <p className={mergeClasses(styles.small, styles.middle)}>{say('link.nothingYet')}</p>
          <p className={styles.notYou}>{say('link.notYou')}</p>
        </>
      )}
    </>
  );
}

/** A request that waits, or was refused. */
function Asked({ linking }: { readonly linking: Linking }): ReactElement | null {
  const styles = useStyles();
  const { say, format } = useTab();
  const { request } = linking;
  if (!request) return null;
  const time = format.time(request.at);
  return (
    <div className={styles.asked} role="status">
      {request.state === 'waiting' ? (
        <>
          <span className={styles.strong}>{say('link.askedTitle')}</span>
          <span className={styles.more}>{say('link.asked')}</span>
          <span className={styles.more}>
            {say('link.asked.at', { day: format.date(request.at), time })}
          </span>
        </>
      ) : (
        <span>{say('link.refused')}</span>
      )}
    </div>
  );
}

interface WayProps {
  readonly icon: ReactNode;
  readonly title: string;
  readonly more: string;
  readonly isFirst?: boolean;
  readonly onClick: () => void;
}

function Way({ icon, title, more, isFirst, onClick }: WayProps): ReactElement {
  const styles = useStyles();
  return (
    <li>
      <button
        type="button"
        className={mergeClasses(styles.way, isFirst && styles.firstWay)}
        onClick={onClick}
      >
        <span className={styles.wayIcon} aria-hidden="true">
          {icon}
        </span>
        <span className={styles.wayText}>
          <span className={styles.strong}>{title}</span>
          <span className={styles.more}>{more}</span>
        </span>
        <ChevronRight16Regular aria-hidden="true" />
      </button>
    </li>
  );
}
