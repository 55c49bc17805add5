import { TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { officeApi } from '../api-office.ts';
import type { FileFields } from './file-form.tsx';
import { usePeopleWords } from './people-words.ts';

/** The number of a person; somebody new may be left without, and is told which they would get. */
export function NumberField({ form, isNew }: { form: FileFields; isNew: boolean }) {
  const words = usePeopleWords().dialog;
  const { kind, stationAreaId, joinedOn } = form.values;
  const proposed = useQuery({
    queryKey: ['people', 'next-number', kind, stationAreaId, joinedOn],
    queryFn: () =>
      officeApi.nextNumber({ kind, station: stationAreaId ?? undefined, joinedOn: joinedOn || undefined }),
    enabled: isNew,
    placeholderData: (previous) => previous,
    retry: false,
  });
  const number = proposed.data?.number;
  return (
    <TextInput
      label={words.number}
      required={!isNew}
      {...(isNew && {
        description: number ? words.numberHint(number) : words.numberAuto,
        placeholder: number,
      })}
      {...form.getInputProps('number')}
    />
  );
}
