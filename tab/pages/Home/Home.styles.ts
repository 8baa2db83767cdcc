import { makeStyles } from '@fluentui/react-components';

export const useStyles = makeStyles({
  top: { marginBottom: '20px', '@media (max-width: 639px)': { marginBottom: '12px' } },
  columns: {
    display: 'grid',
    gridTemplateColumns: '376px minmax(0, 1fr)',
    gap: '20px',
    '@media (max-width: 1023px)': { gridTemplateColumns: 'minmax(0, 1fr)' },
    '@media (max-width: 639px)': { gap: '12px' },
  },
  left: { alignSelf: 'start' },
  right: { minHeight: '100%' },
  bones: {
    display: 'flex',
    flexWrap: 'wrap',
    justifyContent: 'space-between',
    gap: '24px',
    padding: '24px 32px',
    '@media (max-width: 639px)': { padding: '16px' },
  },
  boneSide: { display: 'flex', alignItems: 'center', gap: '16px' },
  boneLines: { display: 'flex', flexDirection: 'column', gap: '8px' },
  boneRow: { padding: '20px 32px' },
  boneList: { display: 'flex', flexDirection: 'column', gap: '18px', padding: '24px 20px' },
});
