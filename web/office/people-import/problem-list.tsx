import { Alert, Stack, Text } from '@mantine/core';
import type { PeoplePreview } from '../../api-sheets.ts';
import { useSheetWords } from '../../i18n/sheets.ts';
import classes from '../office.module.css';

/** What is listed in full; the file of refused rows has the rest. */
const shownAtMost = 200;

/** What was found wrong or strange, by row. */
export function ProblemList({ preview: { problems, problemCount } }: { preview: PeoplePreview }) {
  const words = useSheetWords();
  if (problemCount === 0) return null;
  const shown = problems.slice(0, shownAtMost);
  const hint = problemCount > shown.length ? words.problemsShown(shown.length) : '';
  return (
    <Alert color="yellow" title={`${words.problems(problemCount)}${hint}`}>
      <Stack gap={2} className={classes.problems ?? ''}>
        {shown.map(({ row, kind, severity, reason }) => (
          <Text size="sm" key={`${row ?? ''} ${kind} ${reason}`} c={severity === 'warning' ? 'dimmed' : ''}>
            {row === undefined ? reason : `${words.row(row)}: ${reason}`}
          </Text>
        ))}
      </Stack>
    </Alert>
  );
}
