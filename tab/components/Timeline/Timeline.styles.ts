import { makeStyles, tokens } from '@fluentui/react-components';

const NARROW = '@media (max-width: 639px)';

export const useStyles = makeStyles({
  timeline: { padding: '16px 8px 16px' },
  head: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'space-between',
    columnGap: '12px',
    minHeight: '32px',
    padding: '0 12px 4px',
  },
  title: {
    margin: 0,
    fontSize: tokens.fontSizeBase400,
    lineHeight: tokens.lineHeightBase400,
    fontWeight: tokens.fontWeightSemibold,
  },
  empty: { margin: '4px 12px 12px', color: tokens.colorNeutralForeground2 },
  list: { margin: 0, padding: 0, listStyleType: 'none' },
  item: {
    position: 'relative',
    ':not(:last-child)::after': {
      content: '""',
      position: 'absolute',
      left: '83px',
      top: '44px',
      bottom: '-10px',
      width: '2px',
      backgroundColor: tokens.colorNeutralStroke2,
      [NARROW]: { left: '72px' },
    },
  },
  row: {
    display: 'flex',
    alignItems: 'flex-start',
    gap: '12px',
    minHeight: '56px',
    boxSizing: 'border-box',
    padding: '10px 12px 6px',
    borderRadius: tokens.borderRadiusMedium,
    color: tokens.colorNeutralForeground1,
    textDecorationLine: 'none',
    // Not the hover tokens: high contrast would turn the ground, and not the words on it.
    ':hover': { backgroundColor: tokens.colorNeutralBackground3 },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
    [NARROW]: { gap: '8px', padding: '10px 8px 6px' },
  },
  chosen: {
    backgroundColor: tokens.colorNeutralBackground5,
    outline: `1px solid ${tokens.colorTransparentStroke}`,
  },
  at: {
    flex: '0 0 46px',
    paddingTop: '3px',
    color: tokens.colorNeutralForeground2,
    fontVariantNumeric: 'tabular-nums',
  },
  sign: {
    display: 'inline-flex',
    flex: '0 0 28px',
    alignItems: 'center',
    justifyContent: 'center',
    height: '28px',
    boxSizing: 'border-box',
    borderRadius: '50%',
    border: `1px solid ${tokens.colorTransparentStroke}`,
    backgroundColor: tokens.colorNeutralBackground5,
    color: tokens.colorNeutralForeground2,
  },
  moved: {
    backgroundColor: tokens.colorBrandBackground2,
    color: tokens.colorBrandForeground2,
  },
  own: {
    backgroundColor: tokens.colorStatusWarningBackground1,
    color: tokens.colorStatusWarningForeground3,
  },
  said: { display: 'flex', flexDirection: 'column', flex: '1 1 0', minWidth: 0 },
  what: { overflowWrap: 'anywhere' },
  effect: {
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    color: tokens.colorNeutralForeground3,
    overflowWrap: 'anywhere',
  },
  took: {
    flexShrink: 0,
    paddingTop: '3px',
    fontSize: tokens.fontSizeBase200,
    color: tokens.colorNeutralForeground3,
    fontVariantNumeric: 'tabular-nums',
    [NARROW]: { display: 'none' },
  },
  chevron: { flexShrink: 0, marginTop: '5px', color: tokens.colorNeutralForeground3 },
});
