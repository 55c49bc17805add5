/** A line longer than this is none of a track: the rest of it is passed over. */
const longestLineCharacters = 10_000;

/** Parts text into lines as it arrives. */
export type Lines = {
  /** Yields the lines that the next piece completes; one that is too long comes cut. */
  read: (piece: string) => Iterable<string>;
  /** What follows the last line break: whether a line that nothing ends is whole, nobody knows. */
  rest: () => string;
};

export function splitLines(): Lines {
  let held = '';
  return {
    *read(piece) {
      const lines = (held + piece).split('\n');
      held = (lines.pop() ?? '').slice(0, longestLineCharacters);
      for (const line of lines) yield line.slice(0, longestLineCharacters).replace(/\r$/, '');
    },
    rest: () => held.replace(/\r$/, ''),
  };
}
