import { Badge, Button, Text, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import type { ProblemFeature, RepairRequest } from '../../types-plans.ts';
import type { FindingGroup } from '../state/findings.ts';
import { useWords } from '../words.ts';
import type { ProofCalls } from './proof-panel.tsx';
import classes from './side.module.css';

const shownAtOnce = 50;

type Props = { group: FindingGroup; calls: ProofCalls; isOld: boolean };

/** The findings of one kind: a click flies there, and offers what can be done about it. */
export function FindingGroupRows({ group, calls, isOld }: Props) {
  const words = useWords().proof;
  const [most, setMost] = useState(shownAtOnce);
  const { kind, severity, findings } = group;
  const name = words.kinds[kind] ?? kind;
  const all: RepairRequest = { all: true, kind };
  return (
    <details className={classes['group']} open={severity === 'error'}>
      <summary>
        <span>{name}</span>
        <Badge color={severity === 'error' ? 'red' : 'yellow'} variant="light" radius="sm">
          {findings.length}
        </Badge>
      </summary>
      {severity === 'error' && (
        <RepairRow
          label={words.repairAll}
          ariaLabel={words.repairAllOf(name)}
          request={all}
          calls={calls}
          isOld={isOld}
        />
      )}
      <ul className={classes['list']}>
        {findings.slice(0, most).map((finding) => (
          <FindingRow key={finding.id} finding={finding} calls={calls} isOld={isOld} />
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

function FindingRow({
  finding,
  calls,
  isOld,
}: {
  finding: ProblemFeature;
  calls: ProofCalls;
  isOld: boolean;
}) {
  const words = useWords().proof;
  const isShown =
    calls.shown?.id === finding.id && calls.shown.properties.message === finding.properties.message;
  const { repairs, severity, message } = finding.properties;
  const choices = repairs ?? (severity === 'error' ? [{ choice: undefined, label: words.automatic }] : []);
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
      {isShown && (
        <div className={classes['repairs']}>
          {choices.map(({ choice, label }) => (
            <RepairRow
              key={choice ?? ''}
              label={label}
              request={{ problems: [finding.id], ...(choice && { choice }) }}
              calls={calls}
              isOld={isOld}
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
  isOld: boolean;
};

/** One repair: looked at first, then applied. */
function RepairRow({ label, ariaLabel = label, request, calls, isOld }: RepairProps) {
  const words = useWords().proof;
  const key = JSON.stringify(request);
  const own = calls.previewed && JSON.stringify(calls.previewed.request) === key ? calls.previewed : null;
  return (
    <div className={classes['choice']} role="toolbar" aria-label={ariaLabel}>
      <Text span size="sm">
        {label}
        {own && !own.isPending && own.text !== '' && (
          <Text size="xs" c="dimmed" role="status">
            {own.text}
          </Text>
        )}
        {own?.error ? <ErrorNotice error={own.error} /> : null}
      </Text>
      <Button
        size="compact-xs"
        variant="default"
        loading={own?.isPending ?? false}
        disabled={isOld}
        aria-pressed={own !== null}
        onClick={() => calls.preview(own ? null : request)}
      >
        {own ? words.stopPreview : words.preview}
      </Button>
      <Button size="compact-xs" disabled={isOld} onClick={() => calls.repair(request)}>
        {words.apply}
      </Button>
    </div>
  );
}
