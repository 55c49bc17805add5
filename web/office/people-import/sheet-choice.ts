/** A file and how it is to be read; it is kept so that it can be read again with other columns. */
export type SheetChoice = {
  file: File;
  personKind: string;
  areaId: number | null;
  clearsBlanks: boolean;
  givesNumbers: boolean;
  encoding: string;
  sheet?: string;
  mapping?: Record<string, string>;
};

export function formOf(choice: SheetChoice): FormData {
  const form = new FormData();
  form.append('kind', 'people');
  if (choice.personKind) form.append('personKind', choice.personKind);
  if (choice.areaId !== null) form.append('areaId', String(choice.areaId));
  if (choice.givesNumbers) form.append('numbers', 'give');
  if (choice.clearsBlanks) form.append('blanks', 'clear');
  if (choice.encoding) form.append('encoding', choice.encoding);
  if (choice.sheet !== undefined) form.append('layer', choice.sheet);
  if (choice.mapping) form.append('mapping', JSON.stringify(choice.mapping));
  form.append('file', choice.file);
  return form;
}
