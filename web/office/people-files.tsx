import { Button } from '@mantine/core';
import { openAction } from '../actions/open.ts';
import type { Query } from '../http.ts';
import { useSheetWords } from '../i18n/sheets.ts';

/** The register of people as spreadsheets: in and, as it is filtered, out. */
export function PeopleFiles({ filter }: { filter: Query }) {
  const words = useSheetWords();
  return (
    <>
      <Button variant="default" onClick={() => openAction('import-people', {})}>
        {words.import}
      </Button>
      <Button variant="default" onClick={() => openAction('export-people', { filter })}>
        {words.export}
      </Button>
    </>
  );
}
