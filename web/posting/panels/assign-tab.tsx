import { Autocomplete, Button, Text } from '@mantine/core';
import { useState } from 'react';
import { postingApi } from '../../api-posting.ts';
import { useI18n } from '../../i18n/index.tsx';
import { PeriodFields } from '../../office/period-fields.tsx';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { useClock } from '../../state/clock.tsx';
import { fromLocalField, toLocalField } from '../../state/local-time.ts';
import type { Plan } from '../../types.ts';
import type { Person } from '../../types-office.ts';
import type { Selection } from '../state/selection.ts';
import { isFuture, isOver } from '../state/use-posting-data.ts';
import { useStep } from '../state/use-step.ts';
import type { Entered } from '../types.ts';
import { useWords } from '../words.ts';
import classes from './panels.module.css';
import { PeopleSection } from './people-section.tsx';
import { Refusals } from './refusals.tsx';

const mostAtOnce = 10_000;

type Props = { plan: Plan; selected: Selection };
type Wanted = { personIds: number[]; cellIds: number[]; role: string; from: string; to: string };

/** The sentence that confirms what was entered, and what of it became shorter. */
function useDoneText() {
  const words = useWords().done;
  return ({ created, shortened, skippedCount, elsewhereCount, elsewhere }: Entered) => {
    const count = (by: string) => shortened.filter((one) => one.by === by).length;
    const [byPlan, byLeaving] = [count('plan'), count('leaving')];
    return [
      words.assigned(created),
      byPlan > 0 ? words.shortenedPlan(byPlan) : '',
      byLeaving > 0 ? words.shortenedLeaving(byLeaving) : '',
      skippedCount > 0 ? words.skipped(skippedCount) : '',
      elsewhereCount > 0 ? words.elsewhere(elsewhereCount, elsewhere[0]?.message ?? '') : '',
    ].join('');
  };
}

/** Who comes to the chosen cells, in which role and when, in one step. */
export function AssignTab({ plan, selected }: Props) {
  const { t } = useI18n();
  const words = useWords();
  const { timeZone, fullDateTime } = useClock();
  const roles = t.office.assignPerson.roles;
  const begins = isFuture(plan) && plan.from !== null ? new Date(plan.from) : new Date();
  const earliest = toLocalField(begins, timeZone);
  const [people, setPeople] = useState<ReadonlyMap<number, Person>>(new Map());
  const [role, setRole] = useState(roles[0] ?? '');
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const doneText = useDoneText();
  const step = useStep({
    work: ({ from, to, ...wanted }: Wanted, conflicts) =>
      postingApi.assign({
        ...wanted,
        planId: plan.id,
        ...(from && { from: fromLocalField(from, timeZone) }),
        ...(to && { to: fromLocalField(to, timeZone) }),
        conflicts,
      }),
    done: doneText,
    after: () => setPeople(new Map()),
  });
  const isBackwards = to !== '' && to <= (from || earliest);
  const total = people.size * selected.size;
  const isReady = total > 0 && total <= mostAtOnce && role.trim() !== '' && !isBackwards && !isOver(plan);
  const submit = () =>
    step.run({ personIds: [...people.keys()], cellIds: [...selected], role: role.trim(), from, to });
  return (
    <>
      <PeopleSection chosen={people} onChoose={setPeople} />
      <section className={classes.section} aria-labelledby="posting-terms">
        <div className={classes.head}>
          <span className={classes.number} aria-hidden="true">
            3
          </span>
          <h2 id="posting-terms">{words.terms.heading}</h2>
        </div>
        <Autocomplete
          size="xs"
          label={words.terms.role}
          data={roles}
          value={role}
          error={role.trim() ? null : words.terms.roleMissing}
          onChange={setRole}
        />
        <PeriodFields
          from={from}
          to={to}
          toError={isBackwards ? t.office.endsBeforeBegins : null}
          onFrom={setFrom}
          onTo={setTo}
        />
        <Text size="xs" c="dimmed" mt={6}>
          {isFuture(plan) && plan.from ? words.terms.fromPlan(fullDateTime(plan.from)) : words.terms.fromNow}
        </Text>
      </section>
      <div className={classes.foot}>
        {step.refused && (
          <Refusals
            refused={step.refused}
            isPending={step.isPending}
            onRest={step.takeRest}
            onBack={step.reset}
          />
        )}
        {step.error && <ErrorNotice error={step.error} />}
        {!step.refused && (
          <Button fullWidth loading={step.isPending} disabled={!isReady} onClick={submit}>
            {words.submit(people.size, selected.size)}
          </Button>
        )}
        {total === 0 && (
          <Text size="xs" c="dimmed" ta="center" mt={4}>
            {selected.size === 0 ? words.needCells : words.needPeople}
          </Text>
        )}
        {total > mostAtOnce && (
          <Text size="xs" c="red" ta="center" mt={4}>
            {words.tooMany}
          </Text>
        )}
      </div>
    </>
  );
}
