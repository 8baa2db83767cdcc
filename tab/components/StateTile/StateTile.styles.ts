import { makeStyles, tokens } from '@fluentui/react-components';

export const useStyles = makeStyles({
  tile: {
    display: 'inline-flex',
    flexShrink: 0,
    alignItems: 'center',
    justifyContent: 'center',
    boxSizing: 'border-box',
    border: `1px solid ${tokens.colorTransparentStroke}`,
  },
  small: {
    width: '24px',
    height: '24px',
    borderRadius: '6px',
    fontSize: '14px',
    '& svg': { width: '14px', height: '14px' },
  },
  medium: { width: '40px', height: '40px', borderRadius: '8px' },
  large: { width: '56px', height: '56px', borderRadius: '12px' },
  green: {
    backgroundColor: tokens.colorPaletteGreenBackground2,
    color: tokens.colorPaletteGreenForeground2,
  },
  marigold: {
    backgroundColor: tokens.colorPaletteMarigoldBackground2,
    color: tokens.colorPaletteMarigoldForeground2,
  },
  red: {
    backgroundColor: tokens.colorPaletteRedBackground2,
    color: tokens.colorPaletteRedForeground2,
  },
  neutral: {
    backgroundColor: tokens.colorNeutralBackground5,
    color: tokens.colorNeutralForeground2,
  },
  // The lighter grounds would glare.
  darkGreen: {
    backgroundColor: tokens.colorPaletteGreenBackground1,
    color: tokens.colorPaletteGreenForeground1,
  },
  darkMarigold: {
    backgroundColor: tokens.colorPaletteMarigoldBackground1,
    color: tokens.colorPaletteMarigoldForeground3,
  },
  darkRed: {
    backgroundColor: tokens.colorPaletteRedBackground1,
    color: tokens.colorPaletteRedForeground1,
  },
  contrast: { backgroundColor: 'transparent', color: tokens.colorNeutralForeground1 },
});
