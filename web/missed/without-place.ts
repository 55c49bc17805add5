/** A place as the sentence of a gap calls it: code and name, as far as they differ. */
type Said = { code: string | null; name: string };

/**
 * The sentence of a gap for where its place stands beside it already: on a phone and on paper the code and name take
 * up most of what can be read at a glance.
 */
export function withoutPlace(message: string, { code, name }: Said): string {
  const label = [code, name !== code && name].filter(Boolean).join(' ');
  if (label === '') return message;
  for (const [said, short] of [
    [`距 网格 ${label} 最近`, '最近'],
    [`，网格 ${label} 附近`, '，附近'],
    [`网格 ${label} `, ''],
    [`cell ${label}`, 'it'],
    [`Cell ${label}`, 'It'],
  ] as const)
    if (message.includes(said)) return message.replace(said, short);
  return message;
}
