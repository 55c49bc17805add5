import { Badge, Button, Text, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { JobProgress } from '../../actions/generate/job-progress.tsx';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import type { ProblemFeature, RepairRequest } from '../../types-plans.ts';
import type { FindingGroup } from '../state/findings.ts';
import { canSplitAll, repairsOf } from '../state/repairs.ts';
import { useWords } from '../words.ts';
import type { ProofCalls } from './proof-panel.tsx';
import classes from './side.module.css';

const shownAtOnce = 50;

type Proved = {
  calls: ProofCalls;
  /** Of the plan that was proved. */
  revision: number;
  codeOf: (cell: number) => string;
};
type Props = { group: FindingGroup; proved: Proved };

export const isRepairable = ({ severity, findings }: FindingGroup) =>
  severity === 'error' && findings.some((finding) => repairsOf(finding).length > 0);

/** The findings of one kind: a click flies there, and offers what can be done about it. */
export function FindingGroupRows({ group, proved }: Props) {
  const words = useWords().proof;
  const [most, setMost] = useState(shownAtOnce);
  const { kind, severity, findings } = group;
  const isMendable = isRepairable(group);
  const name = words.kinds[kind] ?? kind;
  const { calls, revision } = proved;
  const all = { all: true as const, kind, revision };
  return (
    <details className={classes['group']} open={severity === 'error'}>
      <summary>
        <span>{name}</span>
        <Badge color={severity === 'error' ? 'red' : 'yellow'} variant="light" radius="sm">
          {findings.length}
        </Badge>
      </summary>
      {isMendable && (
        <RepairRow label={words.repairAll} ariaLabel={words.repairAllOf(name)} request={all} calls={calls} />
      )}
      {isMendable && canSplitAll(kind) && (
        <RepairRow label={words.repairAllSplit} request={{ ...all, choice: 'split' }} calls={calls} />
      )}
      <ul className={classes['list']}>
        {findings.slice(0, most).map((finding) => (
          <FindingRow key={finding.id} finding={finding} proved={proved} />
        ))}
      </ul>
      {findings.length > most && (
        <Button size="compact-xs" variant="subtle" onClick={() => setMost(most + shownAtOnce)}>
          {words.more}
        </Button>
      )}
    </details>
  );
}

function FindingRow({ finding, proved }: { finding: ProblemFeature; proved: Proved }) {
  const { calls, revision, codeOf } = proved;
  const words = useWords().proof;
  const { key, message } = finding.properties;
  const isShown = calls.shown?.properties.key === key;
  return (
    <li className={classes['finding']} data-selected={isShown}>
      <UnstyledButton
        className={classes['message'] ?? ''}
        aria-expanded={isShown}
        title={words.locate}
        onClick={() => calls.show(finding)}
      >
        {message}
      </UnstyledButton>
      {isShown && repairsOf(finding).length > 0 && (
        <div className={classes['repairs']}>
          {repairsOf(finding).map(({ choice, name }) => (
            <RepairRow
              key={choice ?? name}
              label={words.repairs[name](typeof choice === 'number' ? codeOf(choice) : '')}
              request={{
                problems: [key],
                ...(choice !== undefined && { choice }),
                revision,
              }}
              calls={calls}
            />
          ))}
        </div>
      )}
    </li>
  );
}

type RepairProps = {
  label: string;
  ariaLabel?: string;
  request: RepairRequest;
  calls: ProofCalls;
};

/** The list may be of a newer revision than the one that a repair was asked for from. */
const isSame = (one: RepairRequest, other: RepairRequest) =>
  JSON.stringify({ ...one, revision: 0 }) === JSON.stringify({ ...other, revision: 0 });

/** One repair: looked at first, then applied. */
export function RepairRow({ label, ariaLabel = label, request, calls }: RepairProps) {
  const words = useWords().proof;
  const isApplying = calls.applying.some((one) => isSame(one, request));
  const isBusy = calls.applying.length > 0 || calls.previewed?.isPending === true;
  const own = calls.previewed && isSame(calls.previewed.request, request) ? calls.previewed : null;
  const running = isApplying ? calls.running : (own?.running ?? null);
  return (
    <div className={classes['choice']} role="toolbar" aria-label={ariaLabel}>
      <Text span size="sm">
        {label}
        {own && !own.isPending && own.text !== '' && (
          <Text size="xs" c="dimmed" role="status">
            {own.text}
          </Text>
        )}
        {(isApplying || running) && <JobProgress words={words} running={running} />}
        {own?.error ? <ErrorNotice error={own.error} /> : null}
      </Text>
      <Button
        size="compact-xs"
        variant="default"
        loading={own?.isPending ?? false}
        disabled={isBusy}
        aria-pressed={own !== null}
        onClick={() => calls.preview(own ? null : request)}
      >
        {own ? words.stopPreview : words.preview}
      </Button>
      <Button size="compact-xs" loading={isApplying} disabled={isBusy} onClick={() => calls.repair(request)}>
        {words.apply}
      </Button>
    </div>
  );
}
