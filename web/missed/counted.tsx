import { Tooltip } from '@mantine/core';
import { useI18n } from '../i18n/index.tsx';
import classes from './missed.module.css';

/** Says on hover, tap or focus how a figure was counted; on paper the same stands below. */
export function Counted({ label, how }: { label: string; how: string }) {
  const { t } = useI18n();
  return (
    <Tooltip label={how} multiline w={300} events={{ hover: true, focus: true, touch: true }} withArrow>
      <button type="button" className={classes.counted} aria-label={t.common.labelled(label, how)}>
        ?
      </button>
    </Tooltip>
  );
}
