import { Button } from '@mantine/core';
import { openAction } from '../actions/open.ts';
import { useI18n } from '../i18n/index.tsx';
import { Icon } from '../shell/icon.tsx';
import { holds, useSession } from '../state/session.ts';
import type { Gap } from '../types.ts';
import classes from './cell-panel.module.css';
import { GapLine, staffGaps } from './gap-row.tsx';

/** The obligations not met here and what would close each. */
export function CellMissing({ gaps, planId }: { gaps: Gap[]; planId: number }) {
  const { t } = useI18n();
  const { data: user } = useSession();
  const mayAssign = holds(user, ['chief']);
  return (
    <section className={classes.section}>
      <h3 className={classes.heading}>{t.map.cell.missing}</h3>
      {gaps.length === 0 && (
        <p className={classes.fine}>
          <Icon name="check" size={16} />
          {t.map.cell.nothingMissing}
        </p>
      )}
      {gaps.map((gap) => {
        return (
          <div key={gap.id} className={classes.gap}>
            <GapLine gap={gap} />
            {gap.remedies.length > 0 && (
              <div className={classes.remedies}>
                <span className={classes.quiet}>{t.map.cell.closeBy}</span>
                <ul>
                  {gap.remedies.map(({ message }) => (
                    <li key={message}>{message}</li>
                  ))}
                </ul>
              </div>
            )}
            {mayAssign && (
              <Button
                size="compact-xs"
                variant="light"
                mt={4}
                onClick={() => openAction('who-could', { gapId: gap.id, planId })}
              >
                {staffGaps.includes(gap.kind) ? t.map.gaps.who : t.map.gaps.whoVisits}
              </Button>
            )}
          </div>
        );
      })}
    </section>
  );
}
