import { addColumn, emptyProgram, type Solved, solveProgram } from '../../server/matching/linear-program.ts';
import type { Transport } from '../../server/matching/transport.ts';

/** The same problem as a linear program, solved by HiGHS: every unit of a slot and of a person is a column. */
export function solveByHighs(problem: Transport): Promise<Solved> {
  const program = emptyProgram();
  const slotRows: [number, number][][] = Array.from({ length: problem.slots }, () => []);
  const personRows: [number, number][][] = Array.from({ length: problem.people }, () => []);
  for (let slot = 0; slot < problem.slots; slot++) {
    for (let arc = problem.arcStarts[slot] ?? 0; arc < (problem.arcStarts[slot + 1] ?? 0); arc++) {
      const column = addColumn(program, { cost: problem.arcCosts[arc] ?? 0 });
      slotRows[slot]?.push([column, 1]);
      personRows[problem.arcPeople[arc] ?? 0]?.push([column, 1]);
    }
  }
  const addUnits = (rows: [number, number][][], { starts, costs }: Transport['slotUnits']) =>
    rows.forEach((entries, index) => {
      for (let unit = starts[index] ?? 0; unit < (starts[index + 1] ?? 0); unit++)
        entries.push([addColumn(program, { cost: costs[unit] ?? 0 }), -1]);
      program.rows.push({ lower: 0, upper: 0, entries });
    });
  addUnits(slotRows, problem.slotUnits);
  addUnits(personRows, problem.personUnits);
  return solveProgram(program);
}
