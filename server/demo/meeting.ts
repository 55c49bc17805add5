import type { Knex } from 'knex';
import type { DateTime } from 'luxon';
import { keepQuietHours } from '../alerts/store.ts';
import { insertDecision, insertVersion } from '../weekly/decision-store.ts';
import { idOf } from './load-areas.ts';

const station = 'DEMO-S06';

/** What last week's joint meeting of a station decided: one thing is done since, two go over to this week. */
const decisions = [
  { what: '无人包片的网格本周内落实包片民警和网格员。', responsible: '锡尼河派出所', days: 7, isDone: false },
  {
    what: '超期未到访的牧户点由护林队顺路走访，三天内补齐。',
    responsible: '护林义警队',
    days: 3,
    isDone: false,
  },
  { what: '学校网格上下学时段增派两名校园义警。', responsible: '苏木综治中心', days: 5, isDone: true },
];

/** Decisions of last week's meeting; and whoever tries the demonstration at night is told of alerts all the same. */
export async function loadMeeting(
  db: Knex,
  areas: ReadonlyMap<string, number>,
  today: DateTime,
): Promise<void> {
  const accounts: { id: number; username: string }[] = await db('accounts').select('id', 'username');
  for (const { id } of accounts) await keepQuietHours(db, id, null);
  const accountId = accounts.find(({ username }) => username === 'demo-station')?.id;
  if (accountId === undefined) return;
  const thisWeek = today.startOf('week').toISODate() ?? '';
  const lastWeek = today.startOf('week').minus({ weeks: 1 });
  for (const { what, responsible, days, isDone } of decisions) {
    const dueOn = today.plus({ days }).toISODate();
    const said = { what, responsible, personId: null, dueOn, accountId };
    const week = lastWeek.toISODate() ?? '';
    const id = await insertDecision(db, idOf(areas, station), { ...said, week, state: 'open' });
    if (isDone) await insertVersion(db, id, 2, { ...said, week: thisWeek, state: 'done' });
  }
}
