import { type CsvAnswer, type CsvField, csvFields } from './upload.ts';

/** What is chosen in the dialog: a column of each field, empty for none. */
export type ColumnValues = Record<CsvField, string> & { zone: string };

const needed: readonly CsvField[] = ['lat', 'lon', 'time'];

export const noColumns: ColumnValues = {
  lat: '',
  lon: '',
  time: '',
  date: '',
  altitude: '',
  speed: '',
  course: '',
  accuracy: '',
  zone: 'local',
};

/** What is wrong with the choice of one field. */
export function columnFault(values: ColumnValues, field: CsvField): 'missing' | 'twice' | undefined {
  const chosen = values[field];
  if (chosen === '') return needed.includes(field) ? 'missing' : undefined;
  return csvFields.some((other) => other !== field && values[other] === chosen) ? 'twice' : undefined;
}

export function answerOf(values: ColumnValues): CsvAnswer {
  const chosen = csvFields.filter((field) => values[field] !== '');
  return {
    mapping: Object.fromEntries(chosen.map((field) => [field, values[field]])),
    isUtc: values.zone === 'utc',
  };
}
