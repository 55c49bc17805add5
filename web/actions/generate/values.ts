import type { AreaKind } from '../../types.ts';
import type { GenerateMethod, GenerateRequest } from '../../types-plans.ts';

/** The form of the dialog that generates cells; fields of other methods keep what was written in them. */
export type GenerateValues = {
  method: GenerateMethod;
  sizedBy: 'size' | 'count';
  cellMetres: number | string;
  count: number | string;
  ownerKind: AreaKind | '';
  points: string;
  lines: string;
  weight: NonNullable<GenerateRequest['weight']>;
  tolerancePercent: number | string;
  quality: NonNullable<GenerateRequest['quality']>;
  seed: number | string;
};

export const initialGenerate: GenerateValues = {
  method: 'square',
  sizedBy: 'size',
  cellMetres: 2000,
  count: '',
  ownerKind: '',
  points: '',
  lines: '',
  weight: 'area',
  tolerancePercent: 10,
  quality: 'draft',
  seed: '',
};

type Field = keyof GenerateValues;

/** Which fields a method has. */
export function fieldsOf({ method, sizedBy, weight }: GenerateValues): Set<Field> {
  const fields = new Set<Field>(['method', 'ownerKind']);
  if (method === 'square' || method === 'hex')
    return fields.add('sizedBy').add(sizedBy === 'size' ? 'cellMetres' : 'count');
  if (method === 'voronoi') return fields.add('points');
  if (method === 'blocks') return fields.add('lines');
  fields.add('count').add('weight').add('lines').add('tolerancePercent').add('quality').add('seed');
  return weight === 'points' ? fields.add('points') : fields;
}

/** Layers that a method cannot do without. */
export const needsPoints = ({ method, weight }: GenerateValues) =>
  method === 'voronoi' || (method === 'balanced' && weight === 'points');
export const needsLines = ({ method }: GenerateValues) => method === 'blocks';

/** What is sent: the fields of the method that are filled in. */
export function generateRequestOf(values: GenerateValues): GenerateRequest {
  const fields = fieldsOf(values);
  const number = (field: 'cellMetres' | 'count' | 'points' | 'lines' | 'seed') =>
    fields.has(field) && values[field] !== '' ? { [field]: Number(values[field]) } : {};
  return {
    method: values.method,
    ...(values.ownerKind && { ownerKind: values.ownerKind }),
    ...number('cellMetres'),
    ...number('count'),
    ...number('points'),
    ...number('lines'),
    ...number('seed'),
    ...(fields.has('weight') && { weight: values.weight }),
    ...(fields.has('quality') && { quality: values.quality }),
    ...(fields.has('tolerancePercent') && { tolerance: Number(values.tolerancePercent) / 100 }),
  };
}
