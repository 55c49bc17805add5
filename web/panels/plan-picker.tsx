import { NativeSelect } from '@mantine/core';
import { useI18n } from '../i18n/index.tsx';
import { isInForce } from '../state/map-data.ts';
import type { Plan } from '../types.ts';

type Group = 'inForce' | 'upcoming' | 'draft' | 'past';

function groupOf(plan: Plan): Group {
  if (plan.status === 'draft') return 'draft';
  if (isInForce(plan)) return 'inForce';
  return plan.from !== null && Date.parse(plan.from) > Date.now() ? 'upcoming' : 'past';
}

type Props = { plans: Plan[]; plan: Plan | undefined; onChoose: (id: number) => void };

/** The plan that is shown and judged by: the ones in force first, drafts on trial. */
export function PlanPicker({ plans, plan, onChoose }: Props) {
  const { t } = useI18n();
  const groups: Group[] = ['inForce', 'upcoming', 'draft', 'past'];
  const data = groups
    .map((group) => ({
      group: t.map.plan[group],
      items: plans
        .filter((candidate) => groupOf(candidate) === group)
        .map(({ id, name, layer }) => ({
          value: String(id),
          label: t.map.plan.option(name, t.map.plan.layers[layer]),
        })),
    }))
    .filter(({ items }) => items.length > 0);
  return (
    <NativeSelect
      aria-label={t.map.plan.label}
      title={plan?.name ?? ''}
      data={data}
      value={plan ? String(plan.id) : ''}
      onChange={(event) => onChoose(Number(event.currentTarget.value))}
      size="sm"
      disabled={plans.length === 0}
    />
  );
}
