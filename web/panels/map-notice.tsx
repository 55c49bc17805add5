import { Button, Group, Loader, Paper, Text } from '@mantine/core';
import { useSearchParams } from 'wouter';
import { openAction } from '../actions/open.ts';
import { useI18n } from '../i18n/index.tsx';
import { isPeriodMisread } from '../state/period.ts';
import { holds, useSession } from '../state/session.ts';
import type { Plan } from '../types.ts';
import classes from './map-notice.module.css';

/** Nothing to show yet: what has to be done first, with the buttons that do it. */
function FirstSteps() {
  const { t } = useI18n();
  const { data: user } = useSession();
  const plans = holds(user, ['planner']);
  return (
    <Paper className={classes.card ?? ''} shadow="md" p="lg">
      <Text fw={600}>{t.map.plan.none}</Text>
      <Text size="sm" c="dimmed">
        {plans ? t.map.plan.noneDetail : t.map.plan.noneReader}
      </Text>
      {plans && (
        <Group mt="sm" gap="xs">
          <Button size="xs" onClick={() => openAction('import-file')}>
            {t.map.plan.importAreas}
          </Button>
          <Button size="xs" variant="default" onClick={() => openAction('create-plan')}>
            {t.map.plan.create}
          </Button>
        </Group>
      )}
    </Paper>
  );
}

function NoCells({ plan }: { plan: Plan }) {
  const { t } = useI18n();
  const { data: user } = useSession();
  return (
    <Paper className={classes.card ?? ''} shadow="md" p="lg">
      <Text fw={600}>{t.map.plan.noCells}</Text>
      <Text size="sm" c="dimmed">
        {t.map.plan.noCellsDetail}
      </Text>
      {plan.status === 'draft' && holds(user, ['planner']) && (
        <Group mt="sm" gap="xs">
          <Button size="xs" onClick={() => openAction('generate-cells', { planId: plan.id })}>
            {t.map.plan.generate}
          </Button>
          <Button
            size="xs"
            variant="default"
            onClick={() => openAction('import-file', { kind: 'cells', planId: plan.id })}
          >
            {t.map.plan.importCells}
          </Button>
        </Group>
      )}
    </Paper>
  );
}

type Props = {
  plansKnown: boolean;
  plan: Plan | undefined;
  /** The plan that the address names. */
  asked: number | undefined;
  judging: boolean;
};

/** What the map says of itself: that it is being judged, that there is nothing to judge yet, or that it shows something else than asked. */
export function MapNotice({ plansKnown, plan, asked, judging }: Props) {
  const { t } = useI18n();
  const [search] = useSearchParams();
  if (plansKnown && !plan) return <FirstSteps />;
  if (plan && plan.cells === 0) return <NoCells plan={plan} />;
  const misread = [
    ...(isPeriodMisread(search) ? [t.map.period.misread] : []),
    ...(plansKnown && plan && asked !== undefined && asked !== plan.id
      ? [t.map.plan.unknown(plan.name)]
      : []),
  ];
  if (misread.length > 0)
    return (
      <div className={`${classes.judging} ${classes.misread}`} role="status">
        {misread.join(' ')}
      </div>
    );
  if (!judging) return null;
  return (
    <div className={classes.judging} role="status">
      <Loader size={14} />
      {t.map.loading}
    </div>
  );
}
