import { Autocomplete, Button, CloseButton, Group, Text } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useI18n } from '../../i18n/index.tsx';
import type { limits } from '../../i18n/zh-limits.ts';
import { NumberField } from '../../office/number-field.tsx';
import { usageOf } from '../../office/usage.ts';
import classes from './limits.module.css';
import { anyOther, emptySize, type LimitsValues, sizeNames } from './values.ts';

type Props = { words: typeof limits; form: UseFormReturnType<LimitsValues> };

/** The sizes that cells of each usage should have. */
export function SizeRows({ words, form }: Props) {
  const { t } = useI18n();
  const names: Record<string, string> = { [anyOther]: words.anyOther, ...t.words.usages };
  const nameOf = (usage: string) => names[usage] ?? usage;
  const { sizes } = form.values;
  // Most planners mean all cells; those of other usages are named one by one.
  const nextUsage = sizes.some(({ usage }) => usage === anyOther) ? '' : anyOther;
  return (
    <>
      <div>
        <Text size="sm" fw={600}>
          {words.sizes}
        </Text>
        <Text size="xs" c="dimmed">
          {words.sizesHint}
        </Text>
      </div>
      {sizes.map((row, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place in the form
        <fieldset key={place} className={classes['size']} aria-label={words.rowOf(nameOf(row.usage))}>
          <Group align="flex-start" wrap="nowrap" mb="xs">
            <Autocomplete
              style={{ flex: 1 }}
              label={words.usage}
              data={Object.values(names)}
              maxLength={60}
              {...form.getInputProps(`sizes.${place}.usage`)}
              value={nameOf(row.usage)}
              onChange={(said) => form.setFieldValue(`sizes.${place}.usage`, usageOf(names, said))}
            />
            <CloseButton
              aria-label={words.removeOf(nameOf(row.usage))}
              onClick={() => form.removeListItem('sizes', place)}
            />
          </Group>
          <div className={classes['numbers']}>
            {sizeNames.map((name) => (
              <NumberField
                key={name}
                label={words.size[name]}
                {...form.getInputProps(`sizes.${place}.${name}`)}
              />
            ))}
          </div>
        </fieldset>
      ))}
      <Group>
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => form.insertListItem('sizes', emptySize(nextUsage))}
        >
          {words.add}
        </Button>
      </Group>
    </>
  );
}
