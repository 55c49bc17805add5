import { useI18n } from '../i18n/index.tsx';
import { Icon } from '../shell/icon.tsx';
import { useClock } from '../state/clock.tsx';
import type { CellCoverage, CellDetail } from '../types.ts';
import classes from './cell-panel.module.css';

type Assignments = CellDetail['assignments'];

const isPolice = (kind: string) => kind === 'officer' || kind === 'auxiliary';

function People({ heading, assignments }: { heading: string; assignments: Assignments }) {
  const { t } = useI18n();
  const clock = useClock();
  return (
    <>
      <h4 className={classes.subheading}>
        {heading}
        <span className={classes.quiet}>{assignments.length}</span>
      </h4>
      {assignments.length === 0 && (
        <p className={classes.lacking}>
          <Icon name="warning" size={15} />
          {t.map.cell.nobody}
        </p>
      )}
      <ul className={classes.people}>
        {assignments.map(({ id, person, role, from, to }) => (
          <li key={id}>
            <span className="truncate" title={person.name}>
              {person.name}
            </span>
            <span className={classes.quiet}>
              {t.words.personKinds[person.kind] ?? person.kind}
              {role && role !== person.kind && ` · ${t.words.personKinds[role] ?? role}`}
            </span>
            <span className={classes.when}>
              {to ? t.map.cell.until(clock.isoDate(to)) : t.map.cell.from(clock.isoDate(from))}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

type Props = Pick<CellDetail, 'namesPeople' | 'assignments' | 'onDuty'> & {
  coverage: CellCoverage | undefined;
};

/** For whom names are not to be shown: how many there are. */
function Counts({ coverage }: { coverage: CellCoverage | undefined }) {
  const { t } = useI18n();
  const { officers = 0, volunteers = 0 } = coverage ?? {};
  return (
    <section className={classes.section}>
      <h3 className={classes.heading}>{t.map.cell.assigned}</h3>
      <p className={classes.fine}>{t.map.cell.staff(officers, volunteers)}</p>
      <p className={classes.quiet}>{t.map.cell.hiddenPeople}</p>
    </section>
  );
}

/** Who is responsible, and who of them is on duty now. */
export function CellPeople({ namesPeople, assignments, onDuty, coverage }: Props) {
  const { t } = useI18n();
  const clock = useClock();
  if (!namesPeople && assignments.length === 0) return <Counts coverage={coverage} />;
  return (
    <section className={classes.section}>
      <h3 className={classes.heading}>{t.map.cell.assigned}</h3>
      <People
        heading={t.map.cell.officers}
        assignments={assignments.filter(({ person }) => isPolice(person.kind))}
      />
      <People
        heading={t.map.cell.volunteers}
        assignments={assignments.filter(({ person }) => !isPolice(person.kind))}
      />
      <h4 className={classes.subheading}>{t.map.cell.onDuty}</h4>
      {onDuty.length === 0 && <p className={classes.quiet}>{t.map.cell.nobodyOnDuty}</p>}
      <ul className={classes.people}>
        {onDuty.map(({ person, to }) => (
          <li key={person.id}>
            <span className={classes.live} aria-hidden="true" />
            <span className="truncate" title={person.name}>
              {person.name}
            </span>
            <span className={classes.when}>{to && t.map.cell.until(clock.time(to))}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
