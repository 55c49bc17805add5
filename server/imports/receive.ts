import type { Knex } from 'knex';
import type { Caller } from '../access/caller.ts';
import type { Language } from '../http/problem.ts';
import type { Upload } from '../http/upload.ts';
import { parseFields } from './fields.ts';
import { previewPeople } from './people/preview.ts';
import { previewImport } from './preview.ts';
import { whoImports } from './who.ts';

/** Reads an uploaded file of any kind into a preview; returns its id. */
export async function receiveImport(
  db: Knex,
  caller: Caller,
  language: Language,
  upload: Upload,
): Promise<number> {
  const fields = parseFields(upload, language);
  const who = await whoImports(db, caller, fields.kind, language);
  if (fields.kind === 'people') return previewPeople(db, who, upload, fields);
  return previewImport(db, who, upload, fields);
}
