import { Table } from '@mantine/core';
import { useI18n } from '../../i18n/index.tsx';
import type { generate } from '../../i18n/zh-generate.ts';
import { useAreaName } from '../../office/names.ts';
import type { Balance } from '../../types-plans.ts';

const percent = (share: number) => `${(share * 100).toFixed(1)}%`;

/** How well the land of each owner was shared out. */
export function BalanceTable({ words, balance }: { words: typeof generate; balance: readonly Balance[] }) {
  const { t } = useI18n();
  const areaName = useAreaName();
  const { columns } = words;
  return (
    <Table.ScrollContainer minWidth={560} mah={420}>
      <Table aria-label={words.balance} verticalSpacing={4}>
        <Table.Thead>
          <Table.Tr>
            {Object.values(columns).map((name) => (
              <Table.Th key={name}>{name}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {balance.map((one) => (
            <Table.Tr key={one.ownerAreaId}>
              <Table.Td>{areaName(one.ownerAreaId)}</Table.Td>
              <Table.Td>{one.cells}</Table.Td>
              <Table.Td>{percent(one.maxDeviation)}</Table.Td>
              <Table.Td>{percent(one.meanDeviation)}</Table.Td>
              <Table.Td>{one.outOfTolerance}</Table.Td>
              <Table.Td>{percent(one.borderOnLines)}</Table.Td>
              <Table.Td>{one.compactness.toFixed(2)}</Table.Td>
              <Table.Td>{t.measures.length(one.travelMetres)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
