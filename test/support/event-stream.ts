/** An open stream of Server-Sent Events. */
export type EventStream = {
  /** The data of the next event of this name; others are passed over. Throws after ten seconds. */
  // biome-ignore lint/suspicious/noExplicitAny: what an event holds is the test's to expect.
  next: (name: string) => Promise<any>;
  close: () => Promise<void>;
};

/** Reads the events of an answer as they come. */
export function eventStream(body: ReadableStream<Uint8Array>): EventStream {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  const nextBlock = async (): Promise<string> => {
    for (;;) {
      const end = text.indexOf('\n\n');
      if (end >= 0) {
        const block = text.slice(0, end);
        text = text.slice(end + 2);
        return block;
      }
      const { value, done } = await reader.read();
      if (done) throw new Error('The stream of events has ended.');
      text += decoder.decode(value, { stream: true });
    }
  };
  const next = async (name: string) => {
    for (;;) {
      const block = await nextBlock();
      if (!block.includes(`event: ${name}\n`)) continue;
      return JSON.parse(/^data: (.*)$/m.exec(block)?.[1] ?? 'null');
    }
  };
  return { next, close: () => reader.cancel() };
}
