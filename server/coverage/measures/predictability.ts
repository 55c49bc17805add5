import { DateTime } from 'luxon';
import type { Language } from '../../http/problem.ts';

/** METHODS B2: from so many visits on, more than half of them in one hour of the day, or less than half the disorder. */
const fewest = 8;
const mostInOneHour = 0.5;
const leastEntropy = 0.5;

/** When in the day a place is visited; predictable patrols are avoided by those whom they are for. */
export type Predictability = {
  visits: number;
  /** 0 to 23, local. */
  commonestHour: number;
  commonestShare: number;
  /** In which there was a visit, in order. */
  hours: number[];
  /** 0: always in the same hour; 1: as often in each of the 24. */
  entropyRatio: number;
  isPredictable: boolean;
};

/** From when visits began, in epoch ms; null where there are none. */
export function predictabilityOf(enteredAt: readonly number[], timeZone: string): Predictability | null {
  if (enteredAt.length === 0) return null;
  const byHour = Array.from({ length: 24 }, () => 0);
  for (const at of enteredAt) {
    const { hour } = DateTime.fromMillis(at, { zone: timeZone });
    byHour[hour] = (byHour[hour] ?? 0) + 1;
  }
  const visits = enteredAt.length;
  const most = Math.max(...byHour);
  const entropy = byHour.reduce(
    (sum, count) => (count === 0 ? sum : sum - (count / visits) * Math.log(count / visits)),
    0,
  );
  const entropyRatio = entropy / Math.log(24);
  const commonestShare = most / visits;
  return {
    visits,
    commonestHour: byHour.indexOf(most),
    commonestShare,
    hours: byHour.flatMap((count, hour) => (count > 0 ? [hour] : [])),
    entropyRatio,
    isPredictable: visits >= fewest && (commonestShare > mostInOneHour || entropyRatio < leastEntropy),
  };
}

/** The remark behind a sentence; empty where nothing is to be said. */
export function predictabilityText(found: Predictability | null, language: Language): string {
  if (!found?.isPredictable) return '';
  const { visits, commonestHour, commonestShare, hours } = found;
  const hour = clock(commonestHour);
  const inHour = Math.round(commonestShare * visits);
  if (inHour === visits)
    return language === 'zh'
      ? `总在 ${hour} 前后到访，容易被预料。`
      : `Always at ${hour}, which can be foreseen.`;
  if (commonestShare > mostInOneHour)
    return language === 'zh'
      ? `${visits} 次到访中有 ${inHour} 次在 ${hour} 起的一小时内，容易被预料。`
      : `${inHour} of ${visits} visits came in the hour from ${hour}, which can be foreseen.`;
  return language === 'zh'
    ? `${visits} 次到访只在 ${hours.map(clock).join('、')} 起的几个小时内，容易被预料。`
    : `All ${visits} visits came in the hours from ${hours.map(clock).join(', ')}, which can be foreseen.`;
}

const clock = (hour: number) => `${String(hour).padStart(2, '0')}:00`;
