import type { WeeklySheet } from '../../server/weekly/weekly.ts';
import { Counted } from '../shell/counted.tsx';
import classes from './weekly.module.css';
import type { WeeklyWords } from './words.ts';

type Props = { sheet: WeeklySheet; words: WeeklyWords };
type Figure = { name: string; value: string; how: string };

const oneDigit = (value: number) => value.toFixed(1);

/** What a week came to, each figure with how it was counted. */
export function WeekSums({ sheet: { gaps, patrol, isOver }, words }: Props) {
  const { how } = words;
  const ofGaps = [
    { name: words.atStart, value: String(gaps.atStart), how: how.gaps },
    { name: words.opened, value: `+${gaps.opened}`, how: how.gaps },
    { name: words.closed, value: `−${gaps.closed}`, how: how.gaps },
    { name: isOver ? words.open : words.openNow, value: String(gaps.open), how: how.gaps },
  ];
  const ofPatrol = [
    { name: words.person, value: words.hours(oneDigit(patrol.personHours)), how: how.person },
    { name: words.presence, value: words.hours(oneDigit(patrol.presenceHours)), how: how.presence },
    { name: words.people, value: String(patrol.people), how: how.people },
    { name: words.cells, value: words.cellsOf(patrol.cells, patrol.allCells), how: how.cells },
    { name: words.visits, value: String(patrol.visits), how: how.visits },
    { name: words.kilometres, value: words.km(oneDigit(patrol.kilometres)), how: how.visits },
  ];
  return (
    <>
      <Figures title={words.gaps} figures={ofGaps} />
      <Figures title={words.patrol} figures={ofPatrol} />
    </>
  );
}

function Figures({ title, figures }: { title: string; figures: Figure[] }) {
  return (
    <section className={classes.block}>
      <h2>{title}</h2>
      <dl className={classes.figures}>
        {figures.map(({ name, value, how }) => (
          <div key={name}>
            <dt>
              {name} <Counted how={how} />
            </dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
