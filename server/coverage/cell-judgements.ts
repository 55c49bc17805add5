import type { Knex } from 'knex';
import type { Language } from '../http/problem.ts';
import { rulesInForce } from '../rules/queries.ts';
import { saidOf } from '../rules/requirement.ts';
import type { PatrolRule } from '../rules/rule.ts';
import { ruleSentence } from '../rules/sentence.ts';
import { isSearched, reachIn } from '../sweeps/reach.ts';
import { type Assessment, type Assessor, assessorOf } from './assess.ts';
import type { CellDetail, JudgementView } from './cell-detail.ts';
import { searchedBy } from './cell-queries.ts';
import { coverOf, groundOf } from './ground.ts';
import type { Interval } from './interval.ts';
import { judgedPlan, plansInForce } from './judged-plans.ts';
import type { GroundCell } from './land.ts';
import { countedSentence } from './measures/counted-words.ts';
import { detectionBy } from './measures/detection.ts';
import { predictabilityOf, predictabilityText } from './measures/predictability.ts';
import { ownCellsOf } from './own-cells.ts';
import { isDriveBy, type Visit, visitsOf } from './presence.ts';
import { unknownOf } from './silence.ts';
import { sourceFor } from './source.ts';
import { stateOfRule } from './status.ts';
import type { Viewer } from './viewer.ts';

type Question = {
  cellId: number;
  planId: number | null;
  period: Interval;
  now: number;
  language: Language;
  timeZone: string;
};

type Judgements = Pick<
  CellDetail,
  'judgements' | 'presence' | 'predictability' | 'detection' | 'unknownShare'
>;

/** How the patrol rules of a cell stand at the end of a period, what each counted, and how the cell was visited. */
export async function judgementsOfCell(
  db: Knex,
  { scope, planScope }: Viewer,
  { cellId, planId, period, now, language, timeZone }: Question,
): Promise<Judgements> {
  const past: Interval = [period[0], Math.max(period[0], Math.min(period[1], now))];
  const plans =
    planId === null ? await plansInForce(db, planScope, period) : [await judgedPlan(db, planScope, planId)];
  const [{ source, obliged }, ownCells, rules, unknown] = await Promise.all([
    sourceFor(db, planId === null ? null : (plans[0] ?? null), past),
    ownCellsOf(db, scope, period),
    rulesInForce(db, { from: new Date(period[0]), to: new Date(period[1]) }),
    unknownOf(db, past, cellId),
  ]);
  const obligedPlans = plans.map((plan) => ({ ...plan, obliged: obliged(plan) }));
  const ground = await groundOf(db, obligedPlans, scope, ownCells, cellId);
  const [cell] = ground.cells;
  if (!cell) return nothing;
  const covers = await coverOf(db, ground, rules);
  const assessor = await assessorOf(db, source, ground, { rules, covers }, past, timeZone);
  await assessor.rest;
  const assessment = assessor.assess(cell);
  const visits = visitsOf((await source.read(past, [], cellId, () => true)).stored(cellId));
  const predictability = predictabilityOf(
    visits.map(({ enteredAt }) => enteredAt),
    timeZone,
  );
  const remark = predictabilityText(predictability, language);
  const view = viewer(assessor, assessment, { wasSilent: unknown.isSilent, remark, language, timeZone });
  return {
    judgements: assessor.rulesOf(cell).map(view),
    presence: presenceOf(assessment, visits),
    predictability,
    detection: await detectionIn(db, cell, visits, past),
    unknownShare: unknown.share,
  };
}

const nothing: Judgements = {
  judgements: [],
  presence: { presentSeconds: 0, dwellSeconds: 0, bridgedSeconds: 0, visits: 0, people: 0, driveBys: 0 },
  predictability: null,
  detection: null,
  unknownShare: null,
};

/** How thoroughly forest and open land was searched in a period; a visit that is cut counts in proportion. */
async function detectionIn(
  db: Knex,
  cell: GroundCell,
  visits: readonly Visit[],
  [from, to]: Interval,
): Promise<CellDetail['detection']> {
  const reach = reachIn(cell);
  if (!isSearched(reach)) return null;
  const { areaSquareMetres, vehicles } = await searchedBy(
    db,
    cell.id,
    visits.map(({ deviceId }) => deviceId),
  );
  const ways = visits.map(({ deviceId, enteredAt, leftAt, metres }) => {
    const inside = Math.min(leftAt, to) - Math.max(enteredAt, from);
    return {
      reach,
      metres: (metres * inside) / Math.max(1, leftAt - enteredAt),
      byVehicle: vehicles.has(deviceId),
    };
  });
  return { ...detectionBy(ways, areaSquareMetres), widthMetres: 2 * reach.foot };
}

function presenceOf({ tally }: Assessment, visits: readonly Visit[]): CellDetail['presence'] {
  const { presentSeconds, dwellSeconds, bridgedSeconds } = tally;
  const visitors = new Set(visits.map(({ personId, deviceId }) => personId ?? -deviceId));
  return {
    presentSeconds,
    dwellSeconds,
    bridgedSeconds,
    visits: tally.visits,
    people: visitors.size,
    driveBys: visits.filter(isDriveBy).length,
  };
}

function viewer(
  { count }: Assessor,
  { cell, patrol, lastVisitAt }: Assessment,
  {
    wasSilent,
    remark,
    language,
    timeZone,
  }: { wasSilent: boolean; remark: string; language: Language; timeZone: string },
): (rule: PatrolRule) => JudgementView {
  return (rule) => {
    const stand = patrol.find((one) => one.rule === rule);
    const counted = count(cell, rule);
    const why = stand?.judgement.state === 'unknown' ? pending : unjudged;
    const said = counted ? countedSentence(counted, language, timeZone) : why[language];
    const isAboutVisits = rule.requires.measure === 'visits' || rule.requires.measure === 'revisit';
    const sentence =
      isAboutVisits && remark !== '' ? `${said}${language === 'zh' ? '' : ' '}${remark}` : said;
    return {
      rule: rule.id,
      name: rule.name,
      measure: rule.requires.measure,
      says: ruleSentence({ ...rule, requires: saidOf(rule.requires) }, language),
      state: stateOfRule(stand?.judgement, { wasVisited: lastVisitAt !== null, wasSilent }),
      since: stand?.judgement.state === 'unmet' ? new Date(stand.judgement.since).toISOString() : null,
      sentence,
      counted: counted && { ...counted },
    };
  };
}

const unjudged: Record<Language, string> = {
  en: 'There is nothing here that it asks for in this period: no such points, roads or hours.',
  zh: '该时段内此处没有规则所要求的对象：没有相应的点位、道路或时段。',
};

const pending: Record<Language, string> = {
  en: 'Still being worked out; look again in some minutes.',
  zh: '仍在计算，请过几分钟再看。',
};
