import { useId, useState } from 'react';
import { sentenceWords } from '../../../server/rules/sentence-words.ts';
import { useI18n } from '../../i18n/index.tsx';
import type { AreaKind } from '../../types.ts';
import type { PersonKind, RuleChoices } from '../../types-office.ts';
import { asksPresence, type Draft, type Subject, subjectsFor, withSubject } from './draft.ts';
import classes from './rules.module.css';
import type { RuleWords } from './words.ts';

type Option = { value: string; label: string };
type Labelled = { label: string };

export type SlotProps = {
  draft: Draft;
  change: (draft: Draft) => void;
  words: RuleWords;
  choices: RuleChoices | undefined;
};

/** Where the rule holds: a kind of place, or chosen ones. */
export function PlaceSlot({ draft, change, words }: SlotProps) {
  const { areaKinds } = sentenceWords[useI18n().language];
  const labelOf = (subject: Subject): string => {
    if (
      subject === 'cells' ||
      subject === 'usage' ||
      subject === 'chosen-cells' ||
      subject === 'chosen-areas'
    )
      return words.subjects[subject];
    const kind = areaKinds[subject.slice('area:'.length)] ?? subject;
    return draft.measure === 'staffing' ? words.subjects.every(kind) : words.subjects.cellsOf(kind);
  };
  const subjects = subjectsFor(draft.measure);
  return (
    <ChoiceSlot
      label={words.slots.place}
      value={draft.subject}
      options={subjects.map((subject) => ({ value: subject, label: labelOf(subject) }))}
      onChange={(value) => {
        const subject = subjects.find((one) => one === value);
        if (subject) change(withSubject(draft, subject));
      }}
    />
  );
}

export function UsageSlot({ draft, change, words, choices }: SlotProps) {
  const { usages } = sentenceWords[useI18n().language];
  const known = new Set([...(choices?.usages ?? []), ...Object.keys(usages), draft.usage]);
  return (
    <ChoiceSlot
      label={words.slots.usage}
      value={draft.usage}
      options={[...known].map((usage) => ({ value: usage, label: usages[usage] ?? (usage || '…') }))}
      onChange={(usage) => change({ ...draft, usage })}
    />
  );
}

const personKinds: readonly PersonKind[] = ['officer', 'auxiliary', 'volunteer', 'grid_worker'];

export function KindSlot({ draft, change, words }: SlotProps) {
  const { people } = sentenceWords[useI18n().language];
  const isPatrol = draft.measure !== 'staffing';
  const count =
    draft.measure === 'staffing'
      ? (draft.atLeast ?? 1)
      : asksPresence(draft)
        ? (draft.asked?.atLeast ?? 1)
        : 2;
  return (
    <ChoiceSlot
      label={words.slots.kind}
      value={(isPatrol ? draft.by : draft.kind) ?? ''}
      options={[
        { value: '', label: people(null, count) },
        ...personKinds.map((kind) => ({ value: kind, label: people(kind, count) })),
      ]}
      onChange={(value) => {
        const kind = personKinds.find((one) => one === value) ?? null;
        change({ ...draft, ...(isPatrol ? { by: kind } : { kind }) });
      }}
    />
  );
}

export function TeamSlot({ draft, change, words }: SlotProps) {
  const { teamKinds } = sentenceWords[useI18n().language];
  return (
    <ChoiceSlot
      label={words.slots.teamKind}
      value={draft.teamKind ?? ''}
      options={Object.entries(teamKinds).map(([value, label]) => ({ value, label }))}
      onChange={(teamKind) => change({ ...draft, teamKind })}
    />
  );
}

const seatKinds: readonly AreaKind[] = ['township', 'station', 'village', 'community', 'district'];

/** At which of the place's own areas the further role is held. */
export function AreaKindSlot({ draft, change, words }: SlotProps) {
  const { areaKinds } = sentenceWords[useI18n().language];
  return (
    <ChoiceSlot
      label={words.slots.alsoAt}
      value={draft.alsoAt ?? ''}
      options={seatKinds.map((value) => ({ value, label: areaKinds[value] ?? value }))}
      onChange={(value) => change({ ...draft, alsoAt: seatKinds.find((kind) => kind === value) ?? null })}
    />
  );
}

const calendars = ['day', 'week', 'month'] as const;

export function PerSlot({ draft, change, words }: SlotProps) {
  const { pers } = sentenceWords[useI18n().language];
  return (
    <ChoiceSlot
      label={words.slots.per}
      value={draft.per}
      options={calendars.map((per) => ({ value: per, label: pers[per] ?? per }))}
      onChange={(value) => change({ ...draft, per: calendars.find((per) => per === value) ?? draft.per })}
    />
  );
}

type ChoiceProps = Labelled & {
  value: string;
  options: readonly Option[];
  onChange: (value: string) => void;
};

/** One of several words. */
export function ChoiceSlot({ label, value, options, onChange }: ChoiceProps) {
  return (
    <select
      className={classes.slot}
      aria-label={label}
      value={value}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
    >
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  );
}

type NumberProps = Labelled & { value: number | null; max: number; onChange: (value: number) => void };

/** A whole number from 1 up; what is no number is not taken over, and gone when the field is left. */
export function NumberSlot({ label, value, max, onChange }: NumberProps) {
  const [typed, setTyped] = useState<string>();
  const isTaken = (text: string) => /^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= max;
  const shown = typed ?? String(value ?? '');
  return (
    <input
      className={`${classes.slot} ${classes.number} ${isTaken(shown) ? '' : classes.blank}`}
      type="number"
      inputMode="numeric"
      min={1}
      max={max}
      aria-label={label}
      aria-invalid={!isTaken(shown)}
      value={shown}
      onBlur={() => setTyped(undefined)}
      onChange={({ currentTarget }) => {
        setTyped(currentTarget.value);
        // A number that cannot be is in the rule as it was typed, and refused: it would be saved as the one before.
        if (/^\d{1,9}$/.test(currentTarget.value)) onChange(Number(currentTarget.value));
      }}
    />
  );
}

type WordProps = Labelled & { value: string; known: readonly string[]; onChange: (value: string) => void };

/** A word of the people's own, with those that there are already. */
export function WordSlot({ label, value, known, onChange }: WordProps) {
  const id = useId();
  return (
    <>
      <input
        className={`${classes.slot} ${classes.word} ${value.trim() === '' ? classes.blank : ''}`}
        list={id}
        maxLength={100}
        aria-label={label}
        value={value}
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
      />
      <datalist id={id}>
        {known.map((word) => (
          <option key={word} value={word} />
        ))}
      </datalist>
    </>
  );
}
