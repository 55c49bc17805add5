import { Badge, Button, Group } from '@mantine/core';
import { Link } from 'wouter';
import { openAction } from '../actions/open.ts';
import { api } from '../api.ts';
import { officeApi } from '../api-office.ts';
import { versionsApi } from '../api-versions.ts';
import { useI18n } from '../i18n/index.tsx';
import { ExportMenu } from '../office/export-menu.tsx';
import { useAreaName } from '../office/names.ts';
import { PageFrame } from '../office/page-frame.tsx';
import { usePeriodText } from '../office/period-text.tsx';
import { RecordTable } from '../office/record-table.tsx';
import { useList } from '../office/use-list.ts';
import { postingAddress } from '../posting/address.ts';
import { Icon } from '../shell/icon.tsx';
import { holds, useSession } from '../state/session.ts';
import type { Plan } from '../types.ts';

const colours = { draft: 'yellow', published: 'teal', retired: 'gray' };

export default function Plans() {
  const { t } = useI18n();
  const words = t.office.plans;
  const areaName = useAreaName();
  const period = usePeriodText();
  const { data: user } = useSession();
  const mayPlan = holds(user, ['planner']);
  const mayAssign = holds(user, ['chief']);
  const list = useList(['plans', 'page'], async (cursor) => {
    const { plans, next } = await api.plans({ cursor });
    return { rows: plans, next };
  });
  const columns = [
    { name: words.name, show: (plan: Plan) => <Link href={`/?plan=${plan.id}`}>{plan.name}</Link> },
    { name: words.layer, show: (plan: Plan) => t.office.layers[plan.layer] },
    { name: words.scope, show: (plan: Plan) => areaName(plan.scopeAreaId) || words.ownOutline },
    {
      name: words.status,
      show: (plan: Plan) => <Badge color={colours[plan.status]}>{words.statuses[plan.status]}</Badge>,
    },
    { name: words.cells, numeric: true, show: (plan: Plan) => String(plan.cells) },
    {
      name: words.inForce,
      show: (plan: Plan) => (plan.status === 'draft' ? '' : period(plan.from, plan.to)),
    },
    {
      name: '',
      show: (plan: Plan) => (
        <Group gap={6} justify="flex-end">
          <Link
            href={`/compare?plan=${plan.fromPlanId ?? plan.id}${plan.fromPlanId ? `&other=${plan.id}` : ''}`}
          >
            {t.pages.compare}
          </Link>
          {mayPlan && plan.status === 'draft' && <DraftActions plan={plan} />}
          {mayAssign && plan.status === 'published' && <PostingLink plan={plan} />}
          <PlanExport plan={plan} mayPlan={mayPlan} />
        </Group>
      ),
    },
  ];
  return (
    <PageFrame
      title={t.pages.plans}
      lead={words.lead}
      actions={mayPlan && <Button onClick={() => openAction('create-plan')}>{words.create}</Button>}
    >
      <RecordTable
        list={list}
        columns={columns}
        rowKey={(plan) => plan.id}
        empty={words.empty}
        label={t.pages.plans}
      />
    </PageFrame>
  );
}

function PlanExport({ plan, mayPlan }: { plan: Plan; mayPlan: boolean }) {
  const { t } = useI18n();
  const words = t.office.plans;
  const cells = { label: words.exportedCells, address: (f: string) => officeApi.exportOf.cells(plan.id, f) };
  const problems = {
    label: words.exportProblems,
    address: (f: string) => officeApi.exportOf.problems(plan.id, f),
  };
  return <ExportMenu label={words.exportCells} groups={mayPlan ? [cells, problems] : [cells]} />;
}

/** To the map on which people are assigned, and those are re-homed whose cells a plan has replaced. */
function PostingLink({ plan }: { plan: Plan }) {
  const { t } = useI18n();
  return (
    <Button
      component={Link}
      href={postingAddress({ plan: plan.id })}
      size="compact-xs"
      variant="light"
      leftSection={<Icon name="pin" size={14} />}
    >
      {t.pages.assignments}
    </Button>
  );
}

function DraftActions({ plan }: { plan: Plan }) {
  const { t } = useI18n();
  const words = t.office.plans;
  const remove = () =>
    openAction('confirm', {
      title: words.remove,
      question: words.removeQuestion(plan.name),
      submitLabel: t.common.remove,
      done: words.removed,
      changes: ['plans'],
      work: () => officeApi.removePlan(plan.id),
    });
  const renumber = () =>
    openAction('confirm', {
      title: t.versions.renumber.action,
      question: t.versions.renumber.question,
      submitLabel: t.versions.renumber.action,
      done: t.versions.renumber.done,
      changes: ['plans'],
      work: () => versionsApi.renumber(plan.id),
    });
  return (
    <>
      <Button component={Link} href={`/plans/${plan.id}/edit`} size="compact-xs" variant="light">
        {words.edit}
      </Button>
      <Button
        size="compact-xs"
        variant="light"
        onClick={() => openAction('generate-cells', { planId: plan.id })}
      >
        {words.generate}
      </Button>
      <Button
        size="compact-xs"
        variant="light"
        onClick={() => openAction('import-file', { planId: plan.id })}
      >
        {words.importCells}
      </Button>
      <Button size="compact-xs" variant="light" onClick={renumber}>
        {t.versions.renumber.action}
      </Button>
      <Button size="compact-xs" onClick={() => openAction('publish-plan', { planId: plan.id })}>
        {words.publish}
      </Button>
      <Button size="compact-xs" variant="subtle" color="red" onClick={remove}>
        {t.common.remove}
      </Button>
    </>
  );
}
