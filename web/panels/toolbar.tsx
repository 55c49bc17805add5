import { ActionIcon, Badge, Button, Menu } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { Link } from 'wouter';
import { openAction } from '../actions/open.ts';
import { useI18n } from '../i18n/index.tsx';
import { Icon } from '../shell/icon.tsx';
import type { Period } from '../state/period.ts';
import { holds, useSession } from '../state/session.ts';
import type { Dock } from '../state/view.ts';
import type { Plan, Role } from '../types.ts';
import { PeriodPicker } from './period-picker.tsx';
import { PlanPicker } from './plan-picker.tsx';
import classes from './toolbar.module.css';

const planners: Role[] = ['planner'];
const uploaders: Role[] = ['chief', 'officer', 'volunteer'];

/** What can be done from the map; what the role lacks is left out. */
function Actions({ plan }: { plan: Plan | undefined }) {
  const { t } = useI18n();
  const { data: user } = useSession();
  const plans = holds(user, planners);
  const uploads = holds(user, uploaders);
  if (!plans && !uploads) return null;
  const draft = plan?.status === 'draft' ? plan : undefined;
  return (
    <Menu position="bottom-end" width={200}>
      <Menu.Target>
        <Button variant="default" size="sm" rightSection={<Icon name="down" size={14} />}>
          {t.map.plan.actions}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {uploads && (
          <Menu.Item
            leftSection={<Icon name="upload" size={16} />}
            onClick={() => openAction('upload-tracks')}
          >
            {t.map.plan.upload}
          </Menu.Item>
        )}
        {uploads && (
          <Menu.Item component={Link} href="/around" leftSection={<Icon name="search" size={16} />}>
            {t.pages.around}
          </Menu.Item>
        )}
        {plans && (
          <>
            <Menu.Item
              leftSection={<Icon name="import" size={16} />}
              onClick={() => openAction('import-file')}
            >
              {t.map.plan.importAreas}
            </Menu.Item>
            <Menu.Item leftSection={<Icon name="plus" size={16} />} onClick={() => openAction('create-plan')}>
              {t.map.plan.create}
            </Menu.Item>
          </>
        )}
        {plans && draft && (
          <>
            <Menu.Divider />
            <Menu.Item
              leftSection={<Icon name="import" size={16} />}
              onClick={() => openAction('import-file', { kind: 'cells', planId: draft.id })}
            >
              {t.map.plan.importCells}
            </Menu.Item>
            <Menu.Item
              leftSection={<Icon name="grid" size={16} />}
              onClick={() => openAction('generate-cells', { planId: draft.id })}
            >
              {t.map.plan.generate}
            </Menu.Item>
            <Menu.Item
              leftSection={<Icon name="check" size={16} />}
              onClick={() => openAction('publish-plan', { planId: draft.id })}
            >
              {t.map.plan.publish}
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

type Props = {
  plans: Plan[];
  plan: Plan | undefined;
  period: Period;
  onPlan: (id: number) => void;
  onPeriod: (period: Period) => void;
  onFit: () => void;
  /** What the desk below the map shows; undefined where nobody has chosen. */
  desk: Dock | undefined;
  onDesk: (dock: Dock) => void;
  timeline: boolean;
  onTimeline: () => void;
};

/** Which plan, which time, and what to do about it. */
export function Toolbar(props: Props) {
  const { plans, plan, period, onPlan, onPeriod, onFit, desk, onDesk, timeline, onTimeline } = props;
  const { t } = useI18n();
  const wide = useMediaQuery('(min-width: 48em)', true, { getInitialValueInEffect: false });
  const isOpen = (desk ?? (wide ? 'days' : 'none')) !== 'none';
  return (
    <div className={classes.toolbar}>
      <div className={classes.plan}>
        <PlanPicker plans={plans} plan={plan} onChoose={onPlan} />
      </div>
      {plan?.status === 'draft' && (
        <Badge color="orange" variant="light" radius="sm" tt="none" title={t.map.plan.draftHint}>
          {t.map.plan.draft}
        </Badge>
      )}
      <PeriodPicker period={period} onChange={onPeriod} />
      <span className={classes.spacer} />
      <ActionIcon variant="default" size={36} aria-label={t.map.fit} title={t.map.fit} onClick={onFit}>
        <Icon name="fit" />
      </ActionIcon>
      <ActionIcon
        variant={isOpen ? 'light' : 'default'}
        size={36}
        aria-label={t.map.desk}
        title={t.map.desk}
        aria-pressed={isOpen}
        onClick={() => onDesk(isOpen ? 'none' : 'days')}
      >
        <Icon name="bars" />
      </ActionIcon>
      <ActionIcon
        variant={timeline ? 'light' : 'default'}
        size={36}
        aria-label={t.versions.timeline.show}
        title={t.versions.timeline.label}
        aria-pressed={timeline}
        onClick={onTimeline}
      >
        <Icon name="clock" />
      </ActionIcon>
      <Actions plan={plan} />
    </div>
  );
}
