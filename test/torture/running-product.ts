import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Random } from '../../server/demo/random.ts';
import { type Product, startProduct } from '../support/product.ts';

const clockFile = pathToFileURL(join(import.meta.dirname, 'jumping-clock.mjs')).href;
const mostSkewMs = 25 * 60_000;

/** The product through its lives. */
export class RunningProduct {
  readonly #variables: Record<string, string>;
  readonly #random: Random;
  #product: Product | undefined;
  #said: string[] = [];
  httpPort: number | undefined;
  terminalPort: number | undefined;

  constructor(variables: Record<string, string>, random: Random) {
    this.#variables = variables;
    this.#random = random;
  }

  /** Starts it with a clock of its own; returns once it serves. */
  async start(isClockRight = false): Promise<void> {
    const skew = () => Math.round(this.#random.between(-mostSkewMs, mostSkewMs));
    this.#product = startProduct({
      ...this.#variables,
      JT808_PORT: '0',
      NODE_OPTIONS: `${process.env['NODE_OPTIONS'] ?? ''} --import ${clockFile}`,
      CLOCK_JUMPS_MS: isClockRight ? '0' : [skew(), skew(), skew(), skew()].join(','),
    });
    this.httpPort = Number(new URL(await this.#product.url).port);
    const said = /terminals connect to \S+ port (\d+)/.exec(this.#product.output());
    this.terminalPort = Number(said?.[1]);
  }

  async kill(): Promise<void> {
    this.httpPort = this.terminalPort = undefined;
    this.#product?.process.kill('SIGKILL');
    await this.#product?.ended;
    this.#said.push(this.#product?.output() ?? '');
    this.#product = undefined;
  }

  jumpClock(): void {
    this.#product?.process.kill('SIGUSR2');
  }

  get hasEnded(): boolean {
    const process = this.#product?.process;
    return process !== undefined && (process.exitCode !== null || process.signalCode !== null);
  }

  /** The last it said, for whoever looks into a failure. */
  lastWords(lines: number): string {
    const all = [...this.#said, this.#product?.output() ?? ''].join('\n').split('\n');
    return all
      .filter(Boolean)
      .slice(-lines)
      .map((line) => line.slice(0, 400))
      .join('\n');
  }
}
