import { Badge } from '@mantine/core';
import { useI18n } from '../i18n/index.tsx';
import type { CellDetail } from '../types.ts';
import classes from './cell-panel.module.css';
import { StatusMark } from './status-mark.tsx';

type Props = Pick<CellDetail, 'judgements' | 'presence' | 'predictability' | 'detection' | 'unknownShare'>;

/** Each patrol rule of the cell with its state and what it counted, and how much somebody was there. */
export function CellJudgements({ judgements, presence, predictability, detection, unknownShare }: Props) {
  const { t, language } = useI18n();
  const words = said[language];
  if (judgements.length === 0 && presence.visits === 0 && unknownShare === null) return null;
  return (
    <section className={classes.section}>
      <h3 className={classes.heading}>{words.title}</h3>
      {judgements.map(({ rule, state, sentence, says }) => (
        <div key={rule} className={classes.judgement} data-state={state}>
          <p className={classes.counted}>
            <StatusMark status={state} />
            <span>
              <strong>{t.words.statuses[state]}</strong> · {sentence}
            </span>
          </p>
          <p className={classes.quiet}>{says}</p>
        </div>
      ))}
      {presence.visits > 0 && (
        <p className={classes.quiet}>
          {words.presence(
            t.measures.duration(presence.presentSeconds),
            t.measures.duration(presence.dwellSeconds),
            presence.people,
            presence.driveBys,
          )}
        </p>
      )}
      {unknownShare !== null && unknownShare > 0.005 && (
        <p className={classes.quiet}>
          {words.unknown(`${Math.round(unknownShare * 100)}%`, unknownShare > 0.2)}
        </p>
      )}
      {detection && presence.visits > 0 && (
        <p className={classes.quiet}>
          {words.detection(
            String(Math.round(detection.effort * 100) / 100),
            `${Math.floor(detection.probability * 100)}%`,
            detection.widthMetres,
          )}
        </p>
      )}
      {predictability?.isPredictable && (
        <Badge color="orange" variant="light" tt="none" mt={4}>
          {words.predictable}
        </Badge>
      )}
      {predictability?.isPredictable && (
        <p className={classes.quiet}>
          {words.hours(
            predictability.visits,
            predictability.commonestHour,
            `${Math.round(predictability.commonestShare * 100)}%`,
            predictability.hours.length,
          )}
        </p>
      )}
    </section>
  );
}

const said = {
  zh: {
    title: '巡逻规则',
    presence: (present: string, effort: string, people: number, driveBys: number) =>
      `有人在场 ${present}，投入 ${effort}·人，${people} 人到访${driveBys > 0 ? `，其中驶过未停 ${driveBys} 次` : ''}`,
    unknown: (share: string, isMuch: boolean) =>
      `责任人值勤时间中有 ${share} 没有定位${isMuch ? '，超过 20%，不足以认定未巡' : ''}`,
    detection: (effort: string, probability: string, width: number) =>
      `搜索力度 ${effort}，发现概率 ${probability}（扫视宽度 ${width} 米 × 路程 ÷ 面积）`,
    predictable: '到访时间容易被预料',
    hours: (visits: number, hour: number, share: string, hours: number) =>
      `${visits} 次到访中 ${share} 始于 ${hour} 时，一天里只有 ${hours} 个钟点有人来（到访 8 次以上、半数以上在同一钟点或过于集中即标出）`,
  },
  en: {
    title: 'Patrol rules',
    presence: (present: string, effort: string, people: number, driveBys: number) =>
      `Somebody was there for ${present}, an effort of ${effort} by ${people} ${people === 1 ? 'person' : 'people'}${driveBys > 0 ? `; ${driveBys} only drove by` : ''}`,
    unknown: (share: string, isMuch: boolean) =>
      `Of the time on duty of those responsible ${share} is without positions${isMuch ? ': more than 20%, too much to say that nobody came' : ''}`,
    detection: (effort: string, probability: string, width: number) =>
      `Search effort ${effort}, probability of detection ${probability} (width of ${width} m × way ÷ area)`,
    predictable: 'Visits come at hours that can be foreseen',
    hours: (visits: number, hour: number, share: string, hours: number) =>
      `Of ${visits} visits ${share} began between ${hour}:00 and ${hour + 1}:00, and ${hours} ${hours === 1 ? 'hour' : 'hours'} of the day saw any (said from 8 visits on, where over half are in one hour or they are in few)`,
  },
};
