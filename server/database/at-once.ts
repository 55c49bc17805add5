import type { Knex } from 'knex';

/**
 * Asks several questions of a database at once, and answers them in order. A transaction has one connection, which takes
 * one question after the other.
 */
export async function atOnce<Answers extends readonly unknown[]>(
  db: Knex,
  questions: { [Place in keyof Answers]: () => Promise<Answers[Place]> | Answers[Place] },
): Promise<Answers>;
export async function atOnce(db: Knex, questions: readonly (() => unknown)[]): Promise<readonly unknown[]> {
  if (!db.isTransaction) return Promise.all(questions.map((ask) => ask()));
  const answers: unknown[] = [];
  for (const ask of questions) answers.push(await ask());
  return answers;
}
