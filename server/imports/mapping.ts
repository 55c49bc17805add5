import { InvalidInput } from '../http/problem.ts';
import type { ShapedKind } from './import.ts';
import type { Attributes, Scalar } from './source.ts';

/** Field of the file → field of ours. */
export type Mapping = Record<string, string>;

/** Names by which files of the field call what we need, the surest first. Compared without case. */
const areaNames: Record<string, readonly string[]> = {
  code: [
    'code',
    '代码',
    '编码',
    'adcode',
    '区划代码',
    '行政区划代码',
    '行政代码',
    '统计用区划代码',
    '县代码',
    'xzqdm',
    'xzqhdm',
    'pac',
    'gb',
  ],
  name: [
    'name',
    '名称',
    '县',
    '县名',
    '区县',
    '行政区名称',
    '地名',
    'xzqmc',
    'name_zh',
    'name_chn',
    '乡镇',
    '村名',
    '社区',
    'mc',
  ],
  parentCode: ['parentcode', 'parent_code', '上级代码', '上级区划代码', '父级代码', 'parent'],
  households: ['households', '户数', '总户数'],
  population: ['population', '人口', '人口数', '总人口'],
};
const cellNames: Record<string, readonly string[]> = {
  code: ['code', '网格编码', '网格代码', '代码', '编码'],
  name: ['name', '网格名称', '名称'],
  ownerCode: ['ownercode', 'owner_code', '所属代码', '村代码', '社区代码'],
  usage: ['usage', '用途'],
  class: ['class', '类别'],
  households: ['households', '户数', '总户数'],
};

const classNames = ['fclass', 'class', 'type', '类型', '类别', 'kind'];
const pointNames: Record<string, readonly string[]> = {
  name: ['name', '名称', '地名', 'name_zh'],
  class: ['highway', 'waterway', 'railway', ...classNames],
  weight: ['weight', '权重', 'households', '户数', 'population', '人口', '人口数', 'count', '数量'],
  code: ['code', '代码', '编码', '网格编码', 'adcode', '村代码', '社区代码'],
  lon: ['lon', 'lng', 'long', 'longitude', '经度'],
  lat: ['lat', 'latitude', '纬度'],
};
const lineNames: Record<string, readonly string[]> = {
  name: ['name', '名称', '路名', 'name_zh'],
  class: ['highway', 'waterway', 'railway', ...classNames],
};

const visitPointNames: Record<string, readonly string[]> = {
  label: ['label', 'number', 'no', '编号', '门牌', '门牌号', '户号', '序号', '代码', 'code'],
  kind: ['kind', 'type', '类型', '类别', '点位类型'],
  weight: ['weight', '权重', '户数', 'households'],
  key: ['key', '重点', '是否重点'],
  radius: ['radius', 'radiusmetres', 'radius_metres', 'radius_m', '半径', '半径米', '半径(米)', '半径（米）'],
  from: ['from', '开始', '开始日期', '起'],
  to: ['to', '结束', '结束日期', '止'],
  replaces: ['replaces', '替代', '替代编号'],
  lon: ['lon', 'lng', 'long', 'longitude', '经度'],
  lat: ['lat', 'latitude', '纬度'],
};

function namesFor(kind: ShapedKind): Record<string, readonly string[]> {
  if (kind === 'visit-points') return visitPointNames;
  if (kind === 'points') return pointNames;
  if (kind === 'lines') return lineNames;
  return kind === 'cells' ? cellNames : areaNames;
}

/**
 * The mapping of a file's fields: what was sent, else the recognised names. A field called `id` is taken as the code
 * only where all of its values are codes of the divisions (6, 9 or 12 digits), since most ids are running numbers
 * that the next file uses again.
 */
export function mappingOf(
  kind: ShapedKind,
  fields: readonly string[],
  sent: Record<string, string | null> | undefined,
  idsAreCodes: boolean,
): Mapping {
  if (sent) return checkMapping(kind, fields, sent);
  const found = Object.entries(namesFor(kind)).flatMap(([ours, names]) => {
    const sources = names.flatMap((name) => fields.filter((field) => field.toLowerCase() === name));
    return sources.slice(0, mayHaveSeveral(kind, ours) ? undefined : 1).map((source) => [source, ours]);
  });
  const mapping: Mapping = Object.fromEntries(found);
  if (idsAreCodes && kind !== 'lines' && kind !== 'visit-points' && !Object.values(mapping).includes('code'))
    mapping['id'] ??= 'code';
  return mapping;
}

/** The fields of the file that give a field of ours. */
export function sourcesOf(mapping: Mapping, ours: string): string[] {
  return Object.keys(mapping).filter((field) => mapping[field] === ours);
}

/** A road, a river and a railway say what they are in fields of their own. */
function mayHaveSeveral(kind: ShapedKind, ours: string): boolean {
  return ours === 'class' && (kind === 'lines' || kind === 'points');
}

/** True for a code of China's divisions: county, township or village. */
export function isDivisionCode(value: Scalar | undefined): boolean {
  return value !== undefined && /^\d{6}(\d{3}){0,2}$/.test(String(value));
}

/** The value that a record has for a field of ours; blank text is none. */
export function mapped(attributes: Attributes, mapping: Mapping, ours: string): string | number | undefined {
  const source = Object.keys(mapping).find((field) => mapping[field] === ours);
  const value = source === undefined ? undefined : attributes[source];
  if (typeof value === 'number') return value;
  const text = typeof value === 'string' ? value.trim() : '';
  return text === '' ? undefined : text;
}

function checkMapping(
  kind: ShapedKind,
  fields: readonly string[],
  sent: Record<string, string | null>,
): Mapping {
  const ours = Object.keys(namesFor(kind));
  const taken = Object.entries(sent).filter((entry): entry is [string, string] => entry[1] !== null);
  const errors = taken.flatMap(([source, target], index) => {
    const path = `mapping.${source}`;
    if (!fields.includes(source))
      return [{ path, reason: `the file has no such field; it has ${fields.slice(0, 50).join(', ')}` }];
    if (!ours.includes(target)) return [{ path, reason: `${target} is none of ${ours.join(', ')}` }];
    if (!mayHaveSeveral(kind, target) && taken.findIndex(([, other]) => other === target) !== index)
      return [{ path, reason: `${target} is given by another field already` }];
    return [];
  });
  if (errors.length === 0) return Object.fromEntries(taken);
  const summary = errors.map(({ path, reason }) => `${path}: ${reason}`).join('; ');
  throw new InvalidInput(
    'wrong-mapping',
    `The mapping is wrong. ${summary}.`,
    `字段映射有误。${summary}。`,
    errors,
  );
}
