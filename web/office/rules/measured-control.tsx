import type { Part, Slot, Told } from '../../../server/rules/sentence.ts';
import { sentenceWords } from '../../../server/rules/sentence-words.ts';
import { useI18n } from '../../i18n/index.tsx';
import type { Draft } from './draft.ts';
import { ChoiceSlot, NumberSlot } from './slot-control.tsx';
import type { RuleWords } from './words.ts';

type Asked = Told['requires'];
type Props = {
  part: Exclude<Part, string>;
  draft: Draft;
  change: (draft: Draft) => void;
  words: RuleWords;
};

const pointKinds = ['', 'household', 'post', 'gate', 'checkpoint', 'tower', 'camp', 'other'];
const pers = ['day', 'week', 'month'];

/** The most that each number may be, and whether the form shows it in percent. */
const numbers: Partial<Record<Slot, { most: number; percent?: true }>> = {
  atLeast: { most: 10_000 },
  everyHours: { most: 87_600 },
  minMinutes: { most: 1_440 },
  share: { most: 100, percent: true },
  windowShare: { most: 100, percent: true },
  slotMinutes: { most: 1_440 },
  holeMinutes: { most: 10_080 },
  days: { most: 366 },
  keyDays: { most: 366 },
  widthMetres: { most: 10_000 },
  minMetres: { most: 10_000 },
};

/** The control for one word of a rule that was begun from a template. */
export function MeasuredControl({ part: { slot, text }, draft, change, words }: Props) {
  const said = sentenceWords[useI18n().language];
  const asked = draft.asked ?? {};
  const set = (more: Asked) => change({ ...draft, asked: { ...asked, ...more } });
  if (slot === 'pointKind')
    return (
      <ChoiceSlot
        label={words.slots.pointKind}
        value={asked.pointKind ?? ''}
        options={pointKinds.map((value) => ({ value, label: said.points(value || null, 2) }))}
        onChange={(value) => set({ pointKind: value || undefined })}
      />
    );
  if (slot === 'per')
    return (
      <ChoiceSlot
        label={words.slots.per}
        value={asked.per ?? pers.find((per) => said.pers[per] === text) ?? 'day'}
        options={pers.map((value) => ({ value, label: said.pers[value] ?? value }))}
        onChange={(per) => set({ per })}
      />
    );
  const number = numbers[slot];
  if (!number) return <span>{text}</span>;
  return (
    <NumberSlot
      label={words.slots[slot]}
      value={Number(text) || null}
      max={number.most}
      onChange={(value) => set({ [slot]: number.percent ? value / 100 : value })}
    />
  );
}
