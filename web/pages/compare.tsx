import { ActionIcon, Loader, NativeSelect, Text } from '@mantine/core';
import { lazy, Suspense, useCallback, useMemo, useState } from 'react';
import { api } from '../api.ts';
import { useI18n } from '../i18n/index.tsx';
import { boundsOf } from '../map/bounds.ts';
import { CrosswalkSide } from '../panels/crosswalk-side.tsx';
import { DifferenceSide } from '../panels/difference-side.tsx';
import { ErrorNotice } from '../shell/error-notice.tsx';
import { Icon } from '../shell/icon.tsx';
import { useCompared, usePair, withPreview } from '../state/compared.ts';
import { useAreas, usePlans } from '../state/map-data.ts';
import { useSnapping } from '../state/snapping.ts';
import type { Bounds, Plan } from '../types.ts';
import classes from './compare.module.css';

const ChangesView = lazy(() => import('../map/changes-view.tsx'));

/** Two plans side by side: what changed from one to the other, or how two layers correspond. */
export default function ComparePage() {
  const { t } = useI18n();
  const words = t.versions.compare;
  const plans = usePlans();
  const list = plans.data?.plans ?? [];
  const { plan, other, choose } = usePair(list);
  const compared = useCompared(plan, other);
  const { isPair, isCrosswalk, difference, crosswalk, mismatches, features } = compared;
  const snapping = useSnapping(plan, other);
  const [selected, setSelected] = useState<number>();
  const [bounds, setBounds] = useState<Bounds>();
  const areas = useAreas();
  const whole = plan?.bounds ?? undefined;
  const look = useCallback(
    (id: number) => {
      setSelected(id);
      const found = features?.features.find((one) => one.id === id);
      const box = found && boundsOf([found.geometry]);
      if (box) setBounds(box);
    },
    [features],
  );
  const select = useCallback((id: number) => {
    setSelected(id);
    document.querySelector(`[data-change="${id}"]`)?.scrollIntoView({ block: 'nearest' });
  }, []);
  const { previewed } = snapping;
  const changes = useMemo(
    () => ({ features: features && withPreview(features, previewed), selected }),
    [features, previewed, selected],
  );
  const failed = [plans, difference, crosswalk, mismatches].find(({ isError }) => isError);
  const isLoading = isPair && !failed && !(isCrosswalk ? crosswalk.data && mismatches.data : difference.data);
  return (
    <div className={classes.page}>
      <div className={classes.bar}>
        <PlanSelect label={words.plan} plans={list} plan={plan} onChoose={(id) => choose({ plan: id })} />
        <ActionIcon
          variant="default"
          size={36}
          aria-label={words.swap}
          title={words.swap}
          disabled={!plan || !other}
          onClick={() => choose({ plan: other?.id, other: plan?.id })}
        >
          <Icon name="refresh" />
        </ActionIcon>
        <PlanSelect label={words.other} plans={list} plan={other} onChoose={(id) => choose({ other: id })} />
      </div>
      <div className={classes.body}>
        <aside className={classes.side} aria-label={isCrosswalk ? t.versions.crosswalk.list : words.list}>
          <Text component="h1" size="sm" c="dimmed">
            {words.lead}
          </Text>
          {failed && <ErrorNotice error={failed.error} retry={() => void failed.refetch()} />}
          {!isPair && plans.data && <Text mt="md">{list.length < 2 ? words.needTwo : words.choose}</Text>}
          {isLoading && (
            <Text mt="md" role="status">
              <Loader size={14} mr={8} />
              {words.loading}
            </Text>
          )}
          {!isCrosswalk && difference.data && (
            <DifferenceSide difference={difference.data} selected={selected} onSelect={look} />
          )}
          {isCrosswalk && crosswalk.data && mismatches.data && (
            <CrosswalkSide
              crosswalk={crosswalk.data}
              mismatches={mismatches.data}
              snapping={snapping}
              selected={selected}
              onSelect={look}
            />
          )}
        </aside>
        <section className={classes.stage} aria-label={words.mapLabel}>
          <Suspense fallback={null}>
            {plans.data && (
              <ChangesView
                areas={areas.data}
                tiles={plan && plan.cells > 0 ? api.cellTiles(plan) : undefined}
                changes={changes}
                bounds={bounds ?? whole}
                onSelect={select}
              />
            )}
          </Suspense>
        </section>
      </div>
    </div>
  );
}

type SelectProps = { label: string; plans: Plan[]; plan: Plan | undefined; onChoose: (id: number) => void };

function PlanSelect({ label, plans, plan, onChoose }: SelectProps) {
  const { t } = useI18n();
  const data = plans.map(({ id, name, layer, status }) => ({
    value: String(id),
    label: `${name} · ${t.map.plan.layers[layer]} · ${t.office.plans.statuses[status]}`,
  }));
  return (
    <NativeSelect
      className={classes.choice ?? ''}
      label={label}
      data={plan ? data : [{ value: '', label: '' }, ...data]}
      value={plan ? String(plan.id) : ''}
      onChange={({ currentTarget }) => onChoose(Number(currentTarget.value))}
    />
  );
}
