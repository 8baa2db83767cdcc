import type { ReactElement } from 'react';
import { Bone } from '../../components/Bones/Bones';
import { Page } from '../../components/Page/Page';
import { Panel } from '../../components/Panel/Panel';
import { useWords } from '../../state/tab-context';
import { Problem } from '../Problem/Problem';
import { useStyles } from './Home.styles';

interface HomeBonesProps {
  readonly problem: unknown;
  readonly onRetry: () => void;
}

/** While a part is on its way. */
export function Waiting(): ReactElement {
  return <HomeBones problem={null} onRetry={() => undefined} />;
}

/** Home before anything is known, in its own shape. */
export function HomeBones({ problem, onRetry }: HomeBonesProps): ReactElement {
  const styles = useStyles();
  const { say } = useWords();
  if (problem !== null) return <Problem error={problem} onRetry={onRetry} />;
  const rows = [0, 1, 2, 3, 4, 5];
  return (
    <Page title={say('page.loading')}>
      <p role="status" style={{ position: 'absolute', clipPath: 'inset(50%)', margin: 0 }}>
        {say('page.loading')}
      </p>
      <Panel className={styles.top}>
        <div className={styles.bones}>
          {[false, true].map((round) => (
            <div key={String(round)} className={styles.boneSide}>
              <Bone width="56px" height={56} round={round} />
              <div className={styles.boneLines}>
                <Bone width="130px" height={28} />
                <Bone width="110px" height={14} />
              </div>
            </div>
          ))}
        </div>
        <div className={styles.boneRow}>
          <Bone width="320px" height={16} />
        </div>
      </Panel>
      <div className={styles.columns}>
        {[rows, rows].map((some, index) => (
          <Panel key={index}>
            <div className={styles.boneList}>
              {some.map((row) => (
                <Bone key={row} width={`${240 + ((row * 37) % 80)}px`} height={20} />
              ))}
            </div>
          </Panel>
        ))}
      </div>
    </Page>
  );
}
