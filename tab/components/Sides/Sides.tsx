import { Avatar, mergeClasses } from '@fluentui/react-components';
import {
  CheckmarkCircle16Filled,
  LinkDismiss16Regular,
  Pause16Filled,
  Subtract16Regular,
} from '@fluentui/react-icons';
import type { ReactElement, ReactNode } from 'react';
import type { LinkView } from '../../api/types';
import type { OrderFate, Step } from '../../model/sentence';
import { nameActivity, namePresence } from '../../model/presence-words';
import type { WordKey } from '../../words/en';
import { useTab } from '../../state/tab-context';
import { badgeOf } from '../PresenceMark/PresenceMark';
import { StateTile } from '../StateTile/StateTile';
import { useStyles } from './Sides.styles';

export interface SidesProps {
  readonly link: LinkView;
  readonly step: Step;
  readonly fate: OrderFate;
  /** Where the link does not tell it: when the presence was first seen. */
  readonly presenceSince: number | null;
  readonly stateBy: string | null;
  readonly presenceBy: string | null;
  /** The service's time. */
  readonly now: number;
}

const STEPS: Readonly<Record<Step, WordKey>> = {
  'in-step': 'step.inStep',
  differs: 'step.differs',
  paused: 'step.paused',
  waiting: 'step.waiting',
  none: 'step.none',
};

const SIGNS: Readonly<Record<Step, ReactNode>> = {
  'in-step': <CheckmarkCircle16Filled />,
  differs: <LinkDismiss16Regular />,
  paused: <Pause16Filled />,
  waiting: <Subtract16Regular />,
  none: <Subtract16Regular />,
};

/** Left is VCC, right is Teams, and between them whether they are in step. */
export function Sides(props: SidesProps): ReactElement {
  const { link, step, fate } = props;
  const styles = useStyles();
  const { say, theme } = useTab();
  const { vcc, teams } = link.status;
  const setting = fate.kind === 'setting' ? say('side.setting', { state: fate.state }) : null;
  const state = nameState(props, say);
  const stepClass = { 'in-step': styles.inStep, differs: styles.differs }[step as 'in-step'];
  return (
    <div className={styles.sides} role="region" aria-label={useLabel(props)}>
      <div className={styles.side} aria-hidden="true">
        <p className={styles.whose}>{say('side.vcc')}</p>
        <div className={styles.what}>
          <StateTile
            category={vcc.state?.category ?? 'Unknown'}
            occupancy={vcc.occupancy}
            size={56}
            theme={theme}
          />
          <Shown
            word={setting ?? state}
            detail={vcc.occupancy === 'free' ? null : (vcc.state?.name ?? null)}
            since={vcc.since}
            by={props.stateBy}
            now={props.now}
            isPending={setting !== null}
          />
        </div>
      </div>
      <div className={styles.bridge} aria-hidden="true">
        <span className={mergeClasses(styles.line, step === 'in-step' && styles.lineInStep)} />
        <span className={mergeClasses(styles.pill, stepClass)}>
          {SIGNS[step]}
          {say(STEPS[step])}
        </span>
        <span className={mergeClasses(styles.line, step === 'in-step' && styles.lineInStep)} />
      </div>
      <div className={styles.side} aria-hidden="true">
        <p className={styles.whose}>{say('side.teams')}</p>
        <div className={styles.what}>
          <Avatar
            size={56}
            color="colorful"
            name={link.person.name}
            badge={{ status: badgeOf(teams) }}
          />
          <Shown
            word={setting ?? namePresence(say, teams)}
            detail={nameActivity(say, teams)}
            since={teams.since ?? props.presenceSince}
            by={props.presenceBy}
            now={props.now}
            isPending={setting !== null}
          />
        </div>
      </div>
    </div>
  );
}

type Say = ReturnType<typeof useTab>['say'];

function nameState({ link }: SidesProps, say: Say): string {
  const { vcc } = link.status;
  if (vcc.occupancy === 'engaged') return say('side.engaged');
  if (vcc.occupancy === 'wrapping-up') return say('side.wrapping');
  return vcc.state?.name ?? say('side.unknown');
}

/** Both sides in one sentence, for those who hear the page. */
function useLabel(props: SidesProps): string {
  const { say, format } = useTab();
  const { link, step, presenceSince } = props;
  const { vcc, teams } = link.status;
  const since = teams.since ?? presenceSince;
  const values = {
    state: nameState(props, say),
    presence: namePresence(say, teams),
    step: say(STEPS[step]),
  };
  if (vcc.since === null || since === null) return say('side.label', values);
  return say('side.labelSince', {
    ...values,
    stateSince: format.time(vcc.since),
    presenceSince: format.time(since),
  });
}

interface ShownProps {
  readonly word: string;
  readonly detail: string | null;
  readonly since: number | null;
  readonly by: string | null;
  readonly now: number;
  readonly isPending: boolean;
}

function Shown({ word, detail, since, by, now, isPending }: ShownProps): ReactElement {
  const styles = useStyles();
  const { say, format } = useTab();
  return (
    <div className={styles.shown}>
      <p className={mergeClasses(styles.word, isPending && styles.pending)}>{word}</p>
      {detail && !isPending && <p className={styles.since}>{detail}</p>}
      {/* Of what stood before, which is about to end; the room stays. */}
      <p className={mergeClasses(styles.since, isPending && styles.gone)}>
        {since === null
          ? say('side.noSince')
          : say('side.since', {
              time: format.time(since),
              duration: format.duration(Math.max(0, now - since)),
            })}
      </p>
      {by && <p className={mergeClasses(styles.by, isPending && styles.gone)}>{by}</p>}
    </div>
  );
}
