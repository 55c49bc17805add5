import { InvalidInput } from '../http/problem.ts';

/** The layer that is meant: the only one, or the one of the name that was sent. Throws InvalidInput otherwise. */
export function chooseLayer<T>(
  layers: readonly T[],
  nameOf: (layer: T) => string,
  wanted: string | undefined,
): T {
  const names = layers.map(nameOf).slice(0, 20).join(', ');
  const chosen = wanted === undefined ? layers : layers.filter((layer) => nameOf(layer) === wanted);
  const [only] = chosen;
  if (only !== undefined && chosen.length === 1) return only;
  if (layers.length === 0)
    throw new InvalidInput('no-layer', 'The file holds no layer of features.', '文件中没有要素图层。');
  throw wanted === undefined
    ? new InvalidInput(
        'several-layers',
        `The file holds several layers (${names}); say which one in the field "layer".`,
        `文件含有多个图层（${names}），请在 layer 字段中指明。`,
        [{ path: 'layer', reason: `one of ${names}` }],
      )
    : new InvalidInput(
        'no-such-layer',
        `The file has no layer ${JSON.stringify(wanted.slice(0, 60))}; it has ${names}.`,
        `文件中没有图层 ${JSON.stringify(wanted.slice(0, 60))}，现有：${names}。`,
        [{ path: 'layer', reason: `one of ${names}` }],
      );
}
