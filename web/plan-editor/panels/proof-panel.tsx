import { Alert, Badge, Button, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { RunningJob } from '../../actions/generate/job-progress.tsx';
import { openAction } from '../../actions/open.ts';
import { plansApi } from '../../api-plans.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { Icon } from '../../shell/icon.tsx';
import type { ProblemFeature, RepairRequest } from '../../types-plans.ts';
import { groupFindings } from '../state/findings.ts';
import type { PlanEditor } from '../state/use-editor.ts';
import { useWords } from '../words.ts';
import { FindingGroupRows, isRepairable, RepairRow } from './finding-group.tsx';
import classes from './side.module.css';

export type ProofCalls = {
  shown: ProblemFeature | null;
  show: (finding: ProblemFeature) => void;
  /** Told the keys of the findings that are listed; null where none are any more. */
  list: (keys: ReadonlySet<string> | null) => void;
  repair: (request: RepairRequest) => void;
  /** What the server is at, or has not got yet. */
  applying: readonly RepairRequest[];
  /** How far the server is with it, where it takes a while. */
  running: RunningJob | null;
  /** Puts on the map what a repair would make; null ends it. */
  preview: (request: RepairRequest | null) => void;
  previewed: {
    request: RepairRequest;
    text: string;
    isPending: boolean;
    running: RunningJob | null;
    error: unknown;
  } | null;
};

/** A moment after the last change; proving a large plan takes a while. */
const restMillis = 600;

/** Everything that is wrong with the plan, by kind, and how it can be mended. */
export function ProofPanel({ editor, calls }: { editor: PlanEditor; calls: ProofCalls }) {
  const words = useWords().proof;
  const { state } = editor;
  const [revision] = useDebouncedValue(state.revision, restMillis);
  const planId = editor.plan;
  const proof = useQuery({
    queryKey: ['plans', planId, 'proof', revision],
    queryFn: async () => ({ ...(await plansApi.problems(planId, { limit: 1000 })), revision }),
    placeholderData: keepPreviousData,
    gcTime: 60_000,
  });
  const { list } = calls;
  useEffect(() => {
    list(new Set(proof.data?.features.map(({ properties }) => properties.key)));
    return () => list(null);
  }, [proof.data, list]);
  if (proof.error && !proof.data)
    return (
      <div className={classes['scroll']}>
        <ErrorNotice error={proof.error} retry={() => void proof.refetch()} />
      </div>
    );
  const codeOf = (cell: number) => state.cells.get(cell)?.properties.code ?? `#${cell}`;
  const groups = groupFindings(proof.data?.features ?? []);
  // Repairs are named by what they repair: they hold while the list is renewed.
  const seen = proof.data?.revision ?? revision;
  const isOld = proof.isFetching || revision !== state.revision;
  return (
    <>
      <div className={classes['head']}>
        <Summary errors={proof.data?.errors} warnings={proof.data?.warnings} />
        <span className={classes['actions']}>
          <Button
            size="compact-xs"
            variant="subtle"
            title={words.limitsHint}
            onClick={() => openAction('plan-limits', { planId })}
          >
            {words.limits}
          </Button>
          <Button
            size="compact-xs"
            variant="subtle"
            loading={proof.isFetching}
            onClick={() => void proof.refetch()}
          >
            {words.run}
          </Button>
        </span>
      </div>
      <div className={classes['scroll']} aria-busy={isOld} data-proof={isOld ? 'running' : 'done'}>
        {proof.isPending && (
          <Text size="sm" c="dimmed" role="status">
            {words.running}
          </Text>
        )}
        {proof.data?.errors === 0 && (
          <Alert color="teal" icon={<Icon name="check" />} title={words.clean} mb="xs">
            {words.cleanDetail}
          </Alert>
        )}
        {groups.filter(isRepairable).length > 1 && (
          <RepairRow label={words.repairEverything} request={{ all: true, revision: seen }} calls={calls} />
        )}
        {groups.map((group) => (
          <FindingGroupRows
            key={`${group.severity} ${group.kind}`}
            group={group}
            proved={{ calls, revision: seen, codeOf }}
          />
        ))}
        {isOld && proof.data && (
          <Text className={classes['renewing'] ?? ''} size="xs" c="dimmed" role="status">
            {words.renewing}
          </Text>
        )}
      </div>
    </>
  );
}

function Summary({ errors, warnings }: { errors: number | undefined; warnings: number | undefined }) {
  const words = useWords().proof;
  if (errors === undefined || warnings === undefined) return <span />;
  return (
    <span role="status">
      <Badge color={errors > 0 ? 'red' : 'teal'} variant="light" radius="sm" tt="none" me={6}>
        {words.errors(errors)}
      </Badge>
      {warnings > 0 && (
        <Badge color="yellow" variant="light" radius="sm" tt="none">
          {words.warnings(warnings)}
        </Badge>
      )}
    </span>
  );
}
