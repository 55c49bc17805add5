/**
 * Where the demonstration puts its townships, towns and forest farms: by hand, to a twentieth of a degree or so.
 * They lie roughly where such places are; their borders are computed and invented.
 */
type Seat = [lon: number, lat: number];

/** Pasture of a township, laid out around these points. */
export const PASTURES: readonly { township: string; around: readonly Seat[] }[] = [
  {
    township: '150724100',
    around: [
      [119.7, 49.1],
      [119.88, 49.06],
    ],
  },
  { township: '150724111', around: [[119.86, 48.6]] },
  {
    township: '150724210',
    around: [
      [120.25, 49.08],
      [120.45, 49.05],
      [120.65, 49.05],
    ],
  },
  {
    township: '150724211',
    around: [
      [119.55, 48.85],
      [119.62, 48.7],
    ],
  },
  {
    township: '150724212',
    around: [
      [119.98, 48.88],
      [120.25, 48.87],
      [120.35, 48.7],
      [120.05, 48.7],
    ],
  },
  {
    township: '150724213',
    around: [
      [119.6, 49.01],
      [119.45, 48.96],
    ],
  },
  {
    township: '150724214',
    around: [
      [119.75, 48.42],
      [120.1, 48.47],
      [119.7, 48.2],
      [120.33, 48.42],
    ],
  },
  {
    township: '150724215',
    around: [
      [119.0, 48.6],
      [119.2, 48.4],
      [119.35, 48.2],
      [119.15, 48.78],
      [119.4, 48.5],
    ],
  },
];

/** A town: a ring around its seat, divided among its communities. */
export const TOWNS: readonly { township: string; seat: Seat; radiusMetres: number }[] = [
  { township: '150724100', seat: [119.752, 49.13], radiusMetres: 4_000 },
  { township: '150724110', seat: [120.57, 49.225], radiusMetres: 5_500 },
  { township: '150724111', seat: [119.78, 48.575], radiusMetres: 4_500 },
  { township: '150724112', seat: [119.98, 48.27], radiusMetres: 6_000 },
  { township: '150724212', seat: [119.84, 48.775], radiusMetres: 1_800 },
  { township: '150724213', seat: [119.72, 49.01], radiusMetres: 1_800 },
  { township: '150724214', seat: [119.78, 48.46], radiusMetres: 1_800 },
  { township: '150724215', seat: [119.16, 48.37], radiusMetres: 1_800 },
  { township: '150724400', seat: [119.66, 49.07], radiusMetres: 2_500 },
];

/** Forest farms: invented, and named so. */
export const FORESTS: readonly { code: string; name: string; around: readonly Seat[] }[] = [
  {
    code: 'DEMO-F1',
    name: '红花尔基演示林场',
    around: [
      [120.05, 48.1],
      [120.15, 47.92],
    ],
  },
  {
    code: 'DEMO-F2',
    name: '伊敏河源演示林场',
    around: [
      [120.35, 47.75],
      [120.5, 47.95],
    ],
  },
  {
    code: 'DEMO-F3',
    name: '维纳河演示林场',
    around: [
      [120.55, 48.2],
      [120.9, 48.35],
    ],
  },
  {
    code: 'DEMO-F4',
    name: '锡尼河演示林场',
    around: [
      [120.7, 48.58],
      [120.68, 48.8],
    ],
  },
];

/** Police stations of the demonstration, each over whole townships; the last one over the forest farms. */
export const STATIONS: readonly { code: string; name: string; townships: readonly string[] }[] = [
  { code: 'DEMO-S01', name: '巴彦托海演示派出所', townships: ['150724100', '150724400'] },
  { code: 'DEMO-S02', name: '大雁演示派出所', townships: ['150724110'] },
  { code: 'DEMO-S03', name: '伊敏河演示派出所', townships: ['150724111'] },
  { code: 'DEMO-S04', name: '红花尔基演示派出所', townships: ['150724112'] },
  { code: 'DEMO-S05', name: '巴彦嵯岗演示派出所', townships: ['150724210'] },
  { code: 'DEMO-S06', name: '锡尼河演示派出所', townships: ['150724211', '150724212'] },
  { code: 'DEMO-S07', name: '巴彦塔拉演示派出所', townships: ['150724213'] },
  { code: 'DEMO-S08', name: '伊敏演示派出所', townships: ['150724214'] },
  { code: 'DEMO-S09', name: '辉苏木演示派出所', townships: ['150724215'] },
  { code: 'DEMO-S10', name: '演示森林派出所', townships: [] },
];
