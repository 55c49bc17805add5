import { connect, createServer, type Socket } from 'node:net';
import { type Random, seededRandom } from '../../server/demo/random.ts';

export type CuttingLine = { port: number; cuts: () => number; calm: () => void; stop: () => Promise<void> };

/**
 * A line to the server that is cut now and then, after so many bytes of either direction: in the middle of a frame, of
 * a body, or of the answer to what has been stored. `target` is where the server listens at the time.
 */
export async function cuttingLine(seed: number, target: () => number | undefined): Promise<CuttingLine> {
  const random = seededRandom(seed);
  const open = new Set<Socket>();
  let [cuts, isCalm] = [0, false];
  const server = createServer((near) => {
    const port = target();
    if (port === undefined) return void near.destroy();
    const far = connect(port, '127.0.0.1');
    let allowed = bytesUntilCut(random);
    const end = () => {
      near.destroy();
      far.destroy();
    };
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(from);
      from.on('data', (chunk: Buffer) => {
        if (allowed < 0 && !isCalm) return; // cut already
        const part = isCalm ? chunk : chunk.subarray(0, allowed);
        allowed -= chunk.length;
        to.write(part);
        if (part.length === chunk.length) return;
        cuts++;
        to.end();
        setImmediate(end);
      });
      from.on('error', end);
      from.on('close', () => {
        open.delete(from);
        end();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The line has no port.');
  return {
    port: address.port,
    cuts: () => cuts,
    calm: () => {
      isCalm = true;
    },
    stop: async () => {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Most connections last for some kilobytes; some end within the first message. */
function bytesUntilCut(random: Random): number {
  return random.chance(0.15) ? random.whole(1, 600) : random.whole(2_000, 60_000);
}
