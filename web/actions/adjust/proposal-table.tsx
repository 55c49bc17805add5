import { Alert, Button, Table, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useI18n } from '../../i18n/index.tsx';
import type { adjust } from '../../i18n/zh-adjust.ts';
import classes from '../../office/office.module.css';
import { Icon } from '../../shell/icon.tsx';
import type { Adjusted } from '../../types-plans.ts';
import own from './proposal-table.module.css';

type Props = {
  words: typeof adjust;
  told: Adjusted;
  /** Whether land was balanced, and not the weights of points. */
  isLand: boolean;
  isBusy: boolean;
  onTake: (stability: Adjusted['proposals'][number]['stability']) => void;
};

const percent = (share: number) => `${(share * 100).toFixed(1)}%`;

/** The plan as it is, and what each proposal would move and reach. */
export function ProposalTable({ words, told: { now, proposals }, isLand, isBusy, onTake }: Props) {
  const { t } = useI18n();
  const { columns } = words;
  const weight = (moved: number) =>
    isLand ? t.measures.area(moved) : moved.toLocaleString(undefined, { maximumFractionDigits: 1 });
  const heads = [isLand ? columns.movedLand : columns.movedWeight, columns.share, columns.max, columns.out];
  const isBalanced = now.outOfTolerance === 0;
  const balanced = (
    <Alert color="teal" icon={<Icon name="check" />}>
      {words.balanced}
    </Alert>
  );
  if (isBalanced && proposals.every(({ movedWeight }) => movedWeight === 0)) return balanced;
  return (
    <>
      {isBalanced ? (
        balanced
      ) : (
        <Text size="sm">{words.out(now.outOfTolerance, percent(now.maxDeviation))}</Text>
      )}
      <Table aria-label={words.table} verticalSpacing={6} className={own['table'] ?? ''}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{columns.proposal}</Table.Th>
            {heads.map((name) => (
              <Table.Th key={name} className={classes.numeric ?? ''}>
                {name}
              </Table.Th>
            ))}
            <Table.Th />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          <Row
            name={words.now}
            labels={heads}
            cells={['', '', percent(now.maxDeviation), now.outOfTolerance]}
          />
          {proposals.map(({ stability, movedWeight, movedShare, maxDeviation, outOfTolerance }) => {
            const name = words.proposals[stability] ?? String(stability);
            return (
              <Row
                key={stability}
                name={name}
                labels={heads}
                cells={[weight(movedWeight), percent(movedShare), percent(maxDeviation), outOfTolerance]}
              >
                {movedWeight === 0 ? (
                  <Text size="sm" c="dimmed">
                    {words.nothingMoves}
                  </Text>
                ) : (
                  <Button
                    size="compact-sm"
                    disabled={isBusy}
                    aria-label={words.takeOf(name)}
                    onClick={() => onTake(stability)}
                  >
                    {words.take}
                  </Button>
                )}
              </Row>
            );
          })}
        </Table.Tbody>
      </Table>
    </>
  );
}

type RowProps = { name: string; labels: string[]; cells: (string | number)[]; children?: ReactNode };

function Row({ name, labels, cells, children }: RowProps) {
  return (
    <Table.Tr>
      <Table.Th scope="row">{name}</Table.Th>
      {cells.map((cell, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place
        <Table.Td key={place} data-label={labels[place]} className={classes.numeric ?? ''}>
          {cell}
        </Table.Td>
      ))}
      <Table.Td data-label="" className={classes.numeric ?? ''}>
        {children}
      </Table.Td>
    </Table.Tr>
  );
}
