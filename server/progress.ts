/** One line to whoever started the program. */
export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Awaits `work`; where it takes over a second its name is told, and then how long it has run. */
export async function telling<T>(what: string, work: Promise<T>): Promise<T> {
  const started = Date.now();
  const timer = setInterval(() => say(`  ${what} … ${Math.round((Date.now() - started) / 1000)} s`), 2_000);
  const first = setTimeout(() => say(`${what} …`), 800);
  try {
    return await work;
  } finally {
    clearTimeout(first);
    clearInterval(timer);
  }
}
