import { Tooltip } from '@mantine/core';
import classes from './missed.module.css';

/** Says on hover, tap or focus how a figure was counted; on paper the same stands below. */
export function Counted({ label, how }: { label: string; how: string }) {
  return (
    <Tooltip label={how} multiline w={300} events={{ hover: true, focus: true, touch: true }} withArrow>
      <button type="button" className={classes.counted} aria-label={`${label}：${how}`}>
        ?
      </button>
    </Tooltip>
  );
}
