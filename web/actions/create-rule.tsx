import { Button, Group, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useRef, useState } from 'react';
import { officeApi } from '../api-office.ts';
import { useI18n } from '../i18n/index.tsx';
import { FormDialog } from '../office/form-dialog.tsx';
import { HoursField } from '../office/hours-field.tsx';
import classes from '../office/office.module.css';
import {
  type Clause,
  clausesFor,
  type Draft,
  draftFault,
  draftOf,
  inputOf,
  type Measure,
  newDraft,
  opening,
  toldOf,
  withMeasure,
} from '../office/rules/draft.ts';
import { AreasPicker, CellsPicker } from '../office/rules/place-pickers.tsx';
import { PreviewPanel } from '../office/rules/preview-panel.tsx';
import { useRuleSentence } from '../office/rules/sentence.ts';
import { SentenceForm } from '../office/rules/sentence-form.tsx';
import { fromTemplate, templateNames } from '../office/rules/templates.ts';
import { type RuleWords, useRuleWords } from '../office/rules/words.ts';
import { useSubmission } from '../office/use-submission.ts';
import { useClock } from '../state/clock.tsx';
import { fromLocalField, toLocalField } from '../state/local-time.ts';
import { useAreas } from '../state/map-data.ts';
import type { Rule, RuleInput, StaffedCell } from '../types-office.ts';

type Props = { close: () => void; rule?: Rule | undefined };
type Period = { from: string; to: string };

const longestName = 200;

/** A rule written as its sentence, with what it would find; new, or in the place of another. */
export default function CreateRule({ close, rule }: Props) {
  const { t } = useI18n();
  const words = useRuleWords();
  const { timeZone } = useClock();
  const sentence = useRuleSentence();
  const [draft, setDraft] = useState<Draft>(() => (rule ? draftOf(rule) : newDraft));
  const [period, setPeriod] = useState<Period>(() => periodOf(rule, timeZone));
  const [isTried, setTried] = useState(false);
  const fault = draftFault(draft);
  const endsTooEarly = period.to !== '' && period.to <= (period.from || toLocalField(new Date(), timeZone));
  const instants = {
    ...(period.from && { from: fromLocalField(period.from, timeZone) }),
    ...(period.to && { to: fromLocalField(period.to, timeZone) }),
  };
  const name = draft.name.trim() || sentence(toldOf(draft)).slice(0, longestName);
  const input = fault || endsTooEarly ? undefined : inputOf(draft, name, instants);
  const submission = useSubmission({
    work: (body: RuleInput) => (rule ? officeApi.replaceRule(rule.id, body) : officeApi.createRule(body)),
    changes: ['rules'],
    done: () => (rule ? words.replaced : words.done),
    after: close,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (input) submission.mutate(input);
  };
  return (
    <FormDialog
      title={rule ? words.replace : words.title}
      close={close}
      submitLabel={rule ? words.submitReplace : words.submit}
      submission={submission}
      onSubmit={submit}
      size="xl"
    >
      {rule && (
        <Text size="sm" c="dimmed">
          {words.replaceLead}
        </Text>
      )}
      <Sentence draft={draft} change={setDraft} words={words} />
      {isTried && fault && (
        <Text size="sm" c="red" role="alert">
          {words.faults[fault]}
        </Text>
      )}
      <PreviewPanel input={input} replaces={rule?.id} words={words} />
      <TextInput
        label={words.name}
        description={words.nameHint}
        placeholder={name}
        maxLength={longestName}
        value={draft.name}
        onChange={({ currentTarget }) => setDraft({ ...draft, name: currentTarget.value })}
      />
      <Dates
        period={period}
        change={setPeriod}
        words={words}
        error={endsTooEarly && t.office.endsBeforeBegins}
      />
    </FormDialog>
  );
}

function periodOf(rule: Rule | undefined, timeZone: string): Period {
  const isComing = rule !== undefined && Date.parse(rule.from) > Date.now();
  return {
    from: isComing ? toLocalField(new Date(rule.from), timeZone) : '',
    to: rule?.to ? toLocalField(new Date(rule.to), timeZone) : '',
  };
}

type SentenceProps = { draft: Draft; change: (draft: Draft) => void; words: RuleWords };

/** The sentence, the conditions that can be added to it, and below it where places and hours are chosen. */
function Sentence({ draft, change, words }: SentenceProps) {
  const choices = useQuery({
    queryKey: ['rules', 'choices'],
    queryFn: officeApi.ruleChoices,
    staleTime: 300_000,
  });
  const areas = useAreas();
  const [cells, setCells] = useState<StaffedCell[]>([]);
  const fields = {
    areas: useRef<HTMLInputElement>(null),
    cells: useRef<HTMLInputElement>(null),
    hours: useRef<HTMLDivElement>(null),
  };
  const names = {
    area: (id: number) => areas.data?.find((area) => area.id === id)?.properties.name,
    cell: (id: number) => cells.find((cell) => cell.id === id)?.name,
  };
  const goTo = (slot: keyof typeof fields) => {
    fields[slot].current?.scrollIntoView({ block: 'nearest' });
    fields[slot].current?.focus();
  };
  return (
    <Stack gap="sm">
      <SegmentedControl
        aria-label={words.measure}
        className={classes.choices ?? ''}
        data={draft.measure === 'measured' ? [...words.measures, words.measured] : words.measures}
        value={draft.measure}
        onChange={(value) => {
          const measure = measures.find((one) => one === value);
          if (measure) change(withMeasure(draft, measure));
        }}
      />
      <Group gap={6} role="group" aria-label={words.templates}>
        <Text size="sm" c="dimmed">
          {words.templates}
        </Text>
        {templateNames.map((name) => (
          <Button
            key={name}
            size="compact-sm"
            variant="default"
            onClick={() => change(fromTemplate(draft, name))}
          >
            {words.templateNames[name]}
          </Button>
        ))}
      </Group>
      <SentenceForm
        draft={draft}
        change={change}
        words={words}
        choices={choices.data}
        names={names}
        goTo={goTo}
      />
      <ClauseButtons draft={draft} change={change} words={words} />
      {draft.areas !== null && (
        <AreasPicker
          words={words}
          field={fields.areas}
          value={draft.areas}
          onChange={(ids) => change({ ...draft, areas: ids })}
        />
      )}
      {draft.subject === 'chosen-cells' && (
        <CellsPicker
          words={words}
          field={fields.cells}
          value={draft.cells}
          onChange={(ids) => change({ ...draft, cells: ids })}
          onKnown={setCells}
        />
      )}
      {(draft.measure === 'staffing' || draft.measure === 'measured') && draft.hours !== null && (
        <div ref={fields.hours} tabIndex={-1}>
          <HoursField
            label={words.slots.hours}
            value={draft.hours}
            onChange={(hours) => change({ ...draft, hours })}
            asksSchoolDays
          />
        </div>
      )}
    </Stack>
  );
}

const measures: readonly Measure[] = ['staffing', 'visits', 'revisit'];

function ClauseButtons({ draft, change, words }: SentenceProps) {
  const clauses: Clause[] = clausesFor(draft);
  if (clauses.length === 0) return null;
  return (
    <Group gap={6} role="group" aria-label={words.add}>
      <Text size="sm" c="dimmed">
        {words.add}
      </Text>
      {clauses.map((clause) => (
        <Button
          key={clause}
          size="compact-sm"
          variant="light"
          onClick={() => change({ ...draft, [clause]: opening[clause] })}
        >
          + {words.clauses[clause]}
        </Button>
      ))}
    </Group>
  );
}

type DatesProps = {
  period: Period;
  change: (period: Period) => void;
  words: RuleWords;
  error: string | false;
};

function Dates({ period, change, words, error }: DatesProps) {
  const { timeZone } = useClock();
  const isPast = period.from !== '' && period.from < toLocalField(new Date(), timeZone);
  return (
    <Group grow align="flex-start">
      <TextInput
        type="datetime-local"
        label={words.from}
        description={isPast ? words.pastFrom : words.fromHint}
        value={period.from}
        onChange={({ currentTarget }) => change({ ...period, from: currentTarget.value })}
      />
      <TextInput
        type="datetime-local"
        label={words.to}
        description={words.toHint}
        value={period.to}
        error={error}
        onChange={({ currentTarget }) => change({ ...period, to: currentTarget.value })}
      />
    </Group>
  );
}
