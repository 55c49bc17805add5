import type { CellFeature, CellSettings } from '../../types-plans.ts';

/** The form of one or many cells; `undefined` where they differ. */
export type CellValues = {
  code: string | undefined;
  name: string | undefined;
  usage: string | undefined;
  class: 'basic' | 'dedicated' | undefined;
  households: number | '' | undefined;
  enclave: boolean | undefined;
  ownerAreaId: number | null | undefined;
};

/** What all of the cells have in common. */
export function commonValues(cells: readonly CellFeature[]): CellValues {
  const common = <T>(of: (properties: CellFeature['properties']) => T): T | undefined => {
    const [first, ...others] = cells.map(({ properties }) => of(properties));
    return others.every((value) => value === first) ? first : undefined;
  };
  return {
    code: common(({ code }) => code),
    name: common(({ name }) => name),
    usage: common(({ usage }) => usage ?? ''),
    class: common((properties) => properties.class),
    households: common(({ households }) => households ?? ''),
    enclave: common(({ enclave }) => enclave),
    ownerAreaId: common(({ ownerAreaId }) => ownerAreaId),
  };
}

/** What has been changed in the form; a field left at what differs is left alone. */
export function changedSettings(before: CellValues, after: CellValues): CellSettings {
  const set: CellSettings = {};
  if (after.code !== undefined && after.code !== before.code) set.code = after.code.trim();
  if (after.name !== undefined && after.name !== before.name) set.name = after.name.trim();
  if (after.usage !== undefined && after.usage !== before.usage) set.usage = after.usage.trim() || null;
  if (after.class !== undefined && after.class !== before.class) set.class = after.class;
  if (after.enclave !== undefined && after.enclave !== before.enclave) set.enclave = after.enclave;
  if (after.households !== undefined && after.households !== before.households)
    set.households = after.households === '' ? null : after.households;
  if (after.ownerAreaId !== undefined && after.ownerAreaId !== before.ownerAreaId)
    set.ownerAreaId = after.ownerAreaId;
  return set;
}
