import { makeStyles, tokens } from '@fluentui/react-components';

const NARROW = '@media (max-width: 639px)';

export const useStyles = makeStyles({
  sides: {
    display: 'flex',
    alignItems: 'stretch',
    gap: '24px',
    padding: '24px 32px',
    [NARROW]: { flexDirection: 'column', gap: '8px', padding: '16px' },
  },
  side: { minWidth: 0, flex: '0 1 auto', maxWidth: '46%', [NARROW]: { maxWidth: '100%' } },
  whose: {
    margin: '0 0 12px',
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    fontWeight: tokens.fontWeightSemibold,
    color: tokens.colorNeutralForeground2,
    [NARROW]: { marginBottom: '8px' },
  },
  what: {
    display: 'flex',
    alignItems: 'flex-start',
    gap: '16px',
    '& > *:first-child': { marginTop: '4px' },
  },
  shown: { minWidth: 0 },
  word: {
    margin: 0,
    fontSize: '28px',
    lineHeight: '36px',
    fontWeight: tokens.fontWeightSemibold,
    overflowWrap: 'anywhere',
    hyphens: 'auto',
    [NARROW]: { fontSize: '24px', lineHeight: '32px' },
  },
  pending: { color: tokens.colorNeutralForeground2, fontSize: '20px', lineHeight: '36px' },
  since: {
    margin: 0,
    color: tokens.colorNeutralForeground2,
    fontVariantNumeric: 'tabular-nums',
  },
  by: {
    margin: 0,
    fontSize: tokens.fontSizeBase200,
    lineHeight: '20px',
    color: tokens.colorNeutralForeground3,
    [NARROW]: { display: 'none' },
  },
  bridge: {
    display: 'flex',
    flex: '1 1 120px',
    alignItems: 'center',
    alignSelf: 'center',
    [NARROW]: { flex: 'none', alignSelf: 'flex-start', marginLeft: '27px', gap: '12px' },
  },
  line: {
    flex: '1 1 0',
    minWidth: '12px',
    borderTop: `2px dashed ${tokens.colorNeutralStroke1}`,
    [NARROW]: {
      flex: 'none',
      minWidth: 0,
      borderTop: 'none',
      borderLeft: `2px dashed ${tokens.colorNeutralStroke1}`,
      height: '28px',
      ':last-child': { display: 'none' },
    },
  },
  lineInStep: {
    borderTop: `2px solid ${tokens.colorPaletteLightGreenForeground3}`,
    [NARROW]: {
      borderTop: 'none',
      borderLeft: `2px solid ${tokens.colorPaletteLightGreenForeground3}`,
    },
  },
  pill: {
    display: 'inline-flex',
    alignItems: 'center',
    gap: '6px',
    minHeight: '28px',
    boxSizing: 'border-box',
    padding: '2px 10px',
    borderRadius: '14px',
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    fontWeight: tokens.fontWeightSemibold,
    color: tokens.colorNeutralForeground2,
    backgroundColor: tokens.colorNeutralBackground1,
    '& svg': { flexShrink: 0 },
  },
  inStep: {
    border: `1px solid ${tokens.colorPaletteLightGreenForeground3}`,
    color: tokens.colorStatusSuccessForeground1,
    backgroundColor: tokens.colorStatusSuccessBackground1,
  },
  differs: {
    border: `1px solid ${tokens.colorPaletteMarigoldBorderActive}`,
    color: tokens.colorStatusWarningForeground3,
    backgroundColor: tokens.colorStatusWarningBackground1,
  },
});
