import { createServer, type Socket } from 'node:net';

/**
 * A server that speaks just enough of PostgreSQL's protocol to say one row of text columns to every question: for
 * versions and lacks that cannot be installed beside the real one. Returns its address.
 */
export async function fakePostgres(
  row: Record<string, string | null>,
): Promise<{ url: string; stop: () => void }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    answer(socket, row);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const stop = () => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  return { url: `postgres://nobody@127.0.0.1:${port}/none`, stop };
}

function answer(socket: Socket, row: Record<string, string | null>): void {
  let isStarted = false;
  socket.on('error', () => socket.destroy());
  socket.on('data', () => {
    const isQuestion = isStarted;
    isStarted = true;
    socket.write(isQuestion ? rowAnswer(row) : Buffer.concat([message('R', int32(0)), ready()]));
  });
}

function rowAnswer(row: Record<string, string | null>): Buffer {
  const names = Object.keys(row).map((name) =>
    Buffer.concat([text(name), int32(0), int16(0), int32(25), int16(-1), int32(-1), int16(0)]),
  );
  const values = Object.values(row).map((value) =>
    value === null ? int32(-1) : Buffer.concat([int32(Buffer.byteLength(value)), Buffer.from(value)]),
  );
  return Buffer.concat([
    message('T', Buffer.concat([int16(names.length), ...names])),
    message('D', Buffer.concat([int16(values.length), ...values])),
    message('C', text('SELECT 1')),
    ready(),
  ]);
}

function message(type: string, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from(type), int32(body.length + 4), body]);
}

function ready(): Buffer {
  return message('Z', Buffer.from('I'));
}

function text(value: string): Buffer {
  return Buffer.from(`${value}\0`);
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(value);
  return bytes;
}
