import { Button, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import {
  CheckmarkCircle20Regular,
  HandRight20Filled,
  Info20Regular,
  Warning20Regular,
} from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import type { Offer, Sentence, Tone } from '../../model/sentence';
import { useWords } from '../../state/tab-context';
import { useFocusPlace } from '../../state/use-focus-place';
import { TextLink } from '../TextLink/TextLink';

const useStyles = makeStyles({
  row: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: '8px 16px',
    minHeight: '64px',
    boxSizing: 'border-box',
    padding: '12px 32px',
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
    '@media (max-width: 639px)': { padding: '12px 16px' },
  },
  said: { display: 'flex', flex: '1 1 240px', minWidth: 0, alignItems: 'flex-start', gap: '12px' },
  icon: { flexShrink: 0, color: tokens.colorNeutralForeground3 },
  well: { color: tokens.colorPaletteLightGreenForeground3 },
  differs: { color: tokens.colorStatusWarningForeground3 },
  refused: { color: tokens.colorStatusDangerForeground1 },
  text: { margin: 0, overflowWrap: 'anywhere' },
  lead: { fontWeight: tokens.fontWeightSemibold },
  more: { margin: '2px 0 0', color: tokens.colorNeutralForeground2 },
  offers: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '8px' },
});

const SIGNS = {
  well: CheckmarkCircle20Regular,
  busy: Info20Regular,
  note: Info20Regular,
  differs: HandRight20Filled,
  refused: Warning20Regular,
} as const satisfies Record<Tone, unknown>;

interface SentenceRowProps {
  readonly sentence: Sentence;
  readonly showAs: string;
  /** Address of the record that explains it; null: there is none. */
  readonly whyHref: string | null;
  readonly onOffer: (offer: Exclude<Offer, 'why'>) => void;
}

/** Where the person stands, why, and the ways out. */
export function SentenceRow({
  sentence,
  showAs,
  whyHref,
  onOffer,
}: SentenceRowProps): ReactElement {
  const styles = useStyles();
  const { say } = useWords();
  const place = useFocusPlace<HTMLDivElement>();
  const { text, more, tone, offers } = sentence;
  const Icon = SIGNS[tone];
  const toneClass = { well: styles.well, differs: styles.differs, refused: styles.refused }[
    tone as 'well'
  ];
  const words = {
    keep: say('do.keep'),
    show: say('do.showMe', { presence: showAs }),
    resume: say('do.resume'),
    undo: say('do.undo'),
  };
  return (
    <div className={styles.row} {...place}>
      <div className={styles.said}>
        <Icon className={mergeClasses(styles.icon, toneClass)} aria-hidden="true" />
        <div role={tone === 'refused' ? 'alert' : 'status'}>
          <p className={mergeClasses(styles.text, more !== null && styles.lead)}>{text}</p>
          {more && <p className={styles.more}>{more}</p>}
        </div>
      </div>
      <div className={styles.offers}>
        {offers.map((offer) =>
          offer === 'why' ? (
            whyHref !== null && (
              <TextLink key={offer} href={whyHref}>
                {say('do.why')}
              </TextLink>
            )
          ) : (
            <Button
              key={offer}
              appearance={offer === 'show' || offer === 'resume' ? 'primary' : 'secondary'}
              onClick={() => onOffer(offer)}
            >
              {words[offer]}
            </Button>
          ),
        )}
      </div>
    </div>
  );
}
