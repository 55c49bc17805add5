import { type CsvColumns, csvFields } from './csv-columns.ts';

const zoneLine = /^# zone: (\S+)\n/;

/** A row as a table of its own: what was mapped goes by our names, and the zone that was said stands before it. */
export function csvRecord(row: readonly string[], columns: CsvColumns, zone: string): string {
  const mapped = csvFields.flatMap((field) => {
    const place = columns[field];
    return place === undefined ? [] : [{ field, text: row[place] ?? '' }];
  });
  const names = mapped.map(({ field }) =>
    field === 'speed' && columns.speedFactor !== 1 ? 'speed (km/h)' : field,
  );
  const texts = mapped.map(({ text }) => `"${text.replaceAll('"', '""')}"`);
  return `# zone: ${zone}\n${names.join(',')}\n${texts.join(',')}\n`;
}

/** The table of such a record, and the zone of its times; undefined for another text. */
export function tableOfRecord(text: string): { table: string; zone: string } | undefined {
  const zone = zoneLine.exec(text)?.[1];
  return zone === undefined ? undefined : { table: text.replace(zoneLine, ''), zone };
}
