import { Button } from '@mantine/core';
import { useState } from 'react';
import { useI18n } from '../i18n/index.tsx';
import { useClock } from '../state/clock.tsx';
import type { CellCoverage, CellDetail } from '../types.ts';
import classes from './cell-panel.module.css';

const shownAtFirst = 6;

function Figures({ coverage }: { coverage: CellCoverage }) {
  const { t } = useI18n();
  const figures = [
    { name: t.map.cell.visits, value: String(coverage.visits) },
    { name: t.map.cell.dwell, value: t.measures.duration(coverage.dwellSeconds) },
    { name: t.map.cell.distance, value: t.measures.length(coverage.metres) },
  ];
  return (
    <dl className={classes.figures}>
      {figures.map(({ name, value }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function LastVisit({ at }: { at: string | null }) {
  const { t } = useI18n();
  const clock = useClock();
  if (!at) return <p className={classes.lacking}>{t.map.cell.neverInPeriod}</p>;
  return (
    <p className={classes.last}>
      <span className={classes.quiet}>{t.map.cell.last}</span>
      <span title={clock.fullDateTime(at)}>
        {clock.dateTime(at)} · {clock.ago(at)}
      </span>
    </p>
  );
}

function VisitList({ visits }: { visits: CellDetail['visits'] }) {
  const { t } = useI18n();
  const clock = useClock();
  const [all, setAll] = useState(false);
  const shown = all ? visits : visits.slice(0, shownAtFirst);
  return (
    <>
      <ul className={classes.visits}>
        {shown.map((visit) => {
          const name = visit.person?.name ?? visit.device?.name ?? t.map.cell.hiddenPerson;
          return (
            <li key={`${visit.enteredAt} ${name}`}>
              <span className={classes.time} title={clock.fullDateTime(visit.enteredAt)}>
                {clock.dateTime(visit.enteredAt)}
              </span>
              <span className="truncate" title={name}>
                {name}
              </span>
              <span className={classes.when}>{t.measures.duration(visit.dwellSeconds)}</span>
            </li>
          );
        })}
      </ul>
      {visits.length > shown.length && (
        <Button variant="subtle" size="compact-xs" onClick={() => setAll(true)}>
          {t.map.cell.allVisits(visits.length)}
        </Button>
      )}
    </>
  );
}

/** Who came in the period and for how long. */
export function CellVisits({
  visits,
  coverage,
}: {
  visits: CellDetail['visits'];
  coverage: CellCoverage | undefined;
}) {
  const { t } = useI18n();
  return (
    <section className={classes.section}>
      <h3 className={classes.heading}>{t.map.cell.visits}</h3>
      <LastVisit at={coverage?.lastVisitAt ?? visits[0]?.leftAt ?? null} />
      {coverage && <Figures coverage={coverage} />}
      {coverage !== undefined && coverage.bridgedSeconds > 0 && (
        <p className={classes.quiet}>{t.map.cell.bridged(t.measures.duration(coverage.bridgedSeconds))}</p>
      )}
      <VisitList visits={visits} />
    </section>
  );
}
