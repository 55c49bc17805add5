import { Badge, Button } from '@mantine/core';
import { useState } from 'react';
import { useI18n } from '../i18n/index.tsx';
import { Counted } from '../shell/counted.tsx';
import { useClock } from '../state/clock.tsx';
import type { CellCoverage, CellDetail } from '../types.ts';
import classes from './cell-panel.module.css';

const shownAtFirst = 6;

const percent = (share: number) => `${Math.round(share * 100)}%`;

function Figures({ coverage }: { coverage: CellCoverage }) {
  const { t } = useI18n();
  const { cell } = t.map;
  const { sweptShare, sweptRepeatedlyShare } = coverage;
  const figures = [
    { name: cell.visits, value: String(coverage.visits), how: cell.how.visits },
    { name: cell.dwell, value: t.measures.duration(coverage.dwellSeconds), how: cell.how.dwell },
    { name: cell.distance, value: t.measures.length(coverage.metres), how: cell.how.distance },
    {
      name: cell.swept,
      value: sweptShare === null ? cell.pendingSweep : percent(sweptShare),
      more: sweptRepeatedlyShare ? cell.sweptTwice(percent(sweptRepeatedlyShare)) : undefined,
      how: cell.how.swept,
    },
  ];
  return (
    <dl className={classes.figures}>
      {figures.map(({ name, value, more, how }) => (
        <div key={name}>
          <dt>
            {name} <Counted how={how} />
          </dt>
          <dd>
            {value}
            {more && <span className={classes.quiet}> {more}</span>}
          </dd>
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
      <span className={classes.quiet}>
        {t.map.cell.last} <Counted how={t.map.cell.how.last} />
      </span>
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
              {visit.driveBy && (
                <Badge
                  flex="none"
                  variant="light"
                  color="gray"
                  size="sm"
                  tt="none"
                  title={t.map.cell.driveByHint}
                >
                  {t.map.cell.driveBy}
                </Badge>
              )}
              <span className={classes.when}>
                {t.measures.duration(visit.dwellSeconds)} · {t.measures.length(visit.metres)}
              </span>
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
