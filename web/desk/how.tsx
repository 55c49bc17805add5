import { ActionIcon, Popover } from '@mantine/core';
import { useDeskWords } from '../i18n/desk.ts';
import classes from './dock.module.css';

/** Says how the figures beside it were counted. */
export function How({ text }: { text: string }) {
  const words = useDeskWords();
  return (
    <Popover position="top-end" width={440} withinPortal shadow="md">
      <Popover.Target>
        <ActionIcon variant="subtle" color="gray" size={26} aria-label={words.how} title={words.how}>
          <strong aria-hidden="true">?</strong>
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown maw="calc(100vw - 16px)">
        <div className={classes.explain}>{text}</div>
      </Popover.Dropdown>
    </Popover>
  );
}
