import { Button, Checkbox, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Talented } from '../../server/talent/talent.ts';
import { loadApi } from '../api-load.ts';
import { useI18n } from '../i18n/index.tsx';
import { PersonLink } from '../office/person-link.tsx';
import classes from './talent.module.css';
import type { TalentWords } from './words.ts';

type Props = {
  people: readonly Talented[];
  chosen: ReadonlySet<number>;
  onChoose: (chosen: ReadonlySet<number>) => void;
  words: TalentWords;
};

/** Who could come, in order, each with why, and a box to choose them. */
export function TalentTable({ people, chosen, onChoose, words }: Props) {
  const { t } = useI18n();
  const ids = people.map(({ person }) => person.id);
  const isAll = ids.length > 0 && ids.every((id) => chosen.has(id));
  const turn = (id: number) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    onChoose(next);
  };
  return (
    <Table.ScrollContainer minWidth={340}>
      <Table aria-label={t.pages.talent} verticalSpacing="xs" highlightOnHover>
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={36}>
              <Checkbox
                aria-label={words.chooseAll}
                checked={isAll}
                indeterminate={!isAll && chosen.size > 0}
                onChange={() => onChoose(isAll ? new Set() : new Set([...chosen, ...ids]))}
              />
            </Table.Th>
            <Table.Th>{words.person}</Table.Th>
            <Table.Th>{words.why}</Table.Th>
            <Table.Th w={110}>{words.contact}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {people.map((one) => (
            <Table.Tr key={one.person.id}>
              <Table.Td>
                <Checkbox
                  aria-label={words.choose(one.person.name)}
                  checked={chosen.has(one.person.id)}
                  onChange={() => turn(one.person.id)}
                />
              </Table.Td>
              <Table.Td>
                <PersonLink person={one.person} />
                <Text size="xs" c="dimmed">
                  {[t.words.personKinds[one.person.kind], one.station].filter(Boolean).join(' · ')}
                </Text>
              </Table.Td>
              <Table.Td className={classes.why ?? ''}>
                <Why one={one} words={words} />
              </Table.Td>
              <Table.Td>
                {one.hasPhone ? <Phone personId={one.person.id} words={words} /> : words.noPhone}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Why({ one, words }: { one: Talented; words: TalentWords }) {
  const { t } = useI18n();
  const { cost } = one;
  const reasons = [
    one.kilometres !== null && one.from !== null && words.near[one.from](one.kilometres.toFixed(1)),
    one.knowsPlace && words.knowsPlace,
    one.availabilityStated ? words.freeStated : words.freeUnstated,
    words.load(one.load),
  ].filter((reason) => reason !== false);
  const minutes = (value: number) => Math.round(value);
  return (
    <>
      <span
        title={words.score(
          minutes(one.total),
          minutes(cost.minutes),
          minutes(cost.change),
          minutes(cost.skill),
          minutes(cost.load),
        )}
      >
        {reasons.join(' · ')}
      </span>
      <Text size="xs" c="dimmed">
        {t.common.list([...one.skills, ...one.languages])}
      </Text>
    </>
  );
}

/** The number is asked for by a click, for each look is recorded. */
function Phone({ personId, words }: { personId: number; words: TalentWords }) {
  const [isAsked, setAsked] = useState(false);
  const file = useQuery({
    queryKey: ['people', 'contact', personId],
    queryFn: () => loadApi.contact(personId),
    enabled: isAsked,
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (file.data && isAsked) return <Text size="sm">{file.data.phone ?? words.noPhone}</Text>;
  return (
    <Button size="compact-xs" variant="light" loading={file.isFetching} onClick={() => setAsked(true)}>
      {words.showPhone}
    </Button>
  );
}
