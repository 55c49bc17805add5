import loadHighs, { type Highs } from 'highs';

type Row = { lower: number; upper: number; entries: readonly (readonly [column: number, value: number])[] };

/** Minimise cost times column, each column and each row between its bounds; some columns in whole numbers only. */
export type LinearProgram = {
  costs: number[];
  upper: number[];
  isWhole: boolean[];
  rows: Row[];
};

export const emptyProgram = (): LinearProgram => ({ costs: [], upper: [], isWhole: [], rows: [] });

/** A column from 0 to `upper`; returns its number. */
export function addColumn(
  program: LinearProgram,
  { cost, upper = 1, isWhole = false }: { cost: number; upper?: number; isWhole?: boolean },
): number {
  program.costs.push(cost);
  program.upper.push(upper);
  program.isWhole.push(isWhole);
  return program.costs.length - 1;
}

export type Solved = { values: Float64Array; cost: number; isProven: boolean };

let loading: Promise<Highs> | undefined;

/**
 * Solved by HiGHS. Stops at a relative gap or a number of branches, never by the clock, so that the answer is the same
 * on a slow machine; `isProven` says whether it stopped for having proved the gap.
 */
export async function solveProgram(
  program: LinearProgram,
  { relativeGap = 0, mostNodes = 20_000 }: { relativeGap?: number; mostNodes?: number } = {},
): Promise<Solved> {
  loading ??= loadHighs();
  const highs = await loading;
  const { model: data, isMixed } = modelOf(program);
  return highs.withModel(data, (model): Solved => {
    model.options.set({ output_flag: false, random_seed: 1 });
    if (isMixed) model.options.set({ mip_rel_gap: relativeGap, mip_max_nodes: mostNodes });
    const { modelStatus } = model.run();
    const isProven = modelStatus === highs.constants.modelStatus.optimal;
    const { colValue } = model.getSolution();
    if (colValue.length !== program.costs.length) throw new Error(`HiGHS found nothing: ${modelStatus}`);
    return { values: colValue, cost: model.getObjectiveValue(), isProven };
  });
}

function modelOf({ costs, upper, isWhole, rows }: LinearProgram) {
  const starts = new Int32Array(rows.length + 1);
  rows.forEach(({ entries }, index) => {
    starts[index + 1] = (starts[index] ?? 0) + entries.length;
  });
  const entries = rows.flatMap((row) => row.entries);
  const isMixed = isWhole.includes(true);
  const model = {
    numCols: costs.length,
    numRows: rows.length,
    colCost: costs,
    colLower: new Float64Array(costs.length),
    colUpper: upper,
    rowLower: rows.map(({ lower }) => lower),
    rowUpper: rows.map((row) => row.upper),
    matrix: {
      format: 'csr' as const,
      numRows: rows.length,
      numCols: costs.length,
      starts,
      indices: Int32Array.from(entries, ([column]) => column),
      values: Float64Array.from(entries, ([, value]) => value),
    },
    ...(isMixed && { integrality: Int32Array.from(isWhole, Number) }),
  };
  return { model, isMixed };
}
