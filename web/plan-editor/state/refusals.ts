import type { Geometry } from 'geojson';
import { ApiError } from '../../http.ts';
import type { EditConflict } from '../../types-plans.ts';

/** Where the server says that something cannot be. */
export function placeOf(error: unknown): Geometry | null {
  const place = error instanceof ApiError ? error.problem['place'] : undefined;
  return isGeometry(place) ? place : null;
}

/** What others have made of the same cells; null where the refusal is about something else. */
export function conflictsOf(error: unknown): EditConflict[] | null {
  if (!(error instanceof ApiError) || !error.type.endsWith('edit-conflict')) return null;
  const conflicts = error.problem['conflicts'];
  // The server validates its answers against the schema of this type.
  return Array.isArray(conflicts) ? (conflicts as EditConflict[]) : [];
}

const isGeometry = (value: unknown): value is Geometry =>
  typeof value === 'object' &&
  value !== null &&
  'type' in value &&
  ('coordinates' in value || 'geometries' in value);
