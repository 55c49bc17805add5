import { UnstyledButton } from '@mantine/core';
import type { ReactNode } from 'react';
import { Icon } from '../shell/icon.tsx';
import classes from './sheet.module.css';

type Props = {
  id?: string;
  label: string;
  side: 'start' | 'end';
  /** On a phone: whether the sheet is drawn up; beside the map it always is. */
  open: boolean;
  /** On a phone: the handle, and what it says. Absent: the sheet has its own way to close. */
  handle?: { text: string; label: string; onToggle: () => void };
  children: ReactNode;
};

/** A panel beside the map, and on a phone a sheet at its foot. */
export function Sheet({ id, label, side, open, handle, children }: Props) {
  return (
    <aside
      id={id}
      tabIndex={-1}
      className={classes.sheet}
      data-side={side}
      data-open={open}
      aria-label={label}
    >
      {handle && (
        <UnstyledButton
          className={classes.handle ?? ''}
          aria-expanded={open}
          aria-label={handle.label}
          onClick={handle.onToggle}
        >
          <span>{handle.text}</span>
          <span className={open ? undefined : classes.up}>
            <Icon name="down" size={16} />
          </span>
        </UnstyledButton>
      )}
      <div className={classes.content}>{children}</div>
    </aside>
  );
}
