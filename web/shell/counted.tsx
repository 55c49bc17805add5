import { Tooltip } from '@mantine/core';
import { useI18n } from '../i18n/index.tsx';
import classes from './counted.module.css';

/** Says on hover, tap or focus how a figure was counted. */
export function Counted({ how }: { how: string }) {
  const { t } = useI18n();
  return (
    <Tooltip
      className={classes.how ?? ''}
      label={how}
      multiline
      w={300}
      events={{ hover: true, focus: true, touch: true }}
      withArrow
    >
      <button type="button" className={classes.counted} aria-label={t.common.labelled(t.common.counted, how)}>
        ?
      </button>
    </Tooltip>
  );
}
