import type { Header } from './header.ts';

/** What a terminal says of itself when it registers; the plate is whatever its installer typed. */
export type Registration = {
  province: number;
  city: number;
  maker: string;
  model: string;
  terminalId: string;
  plateColour: number;
  plate: string;
};

/** The lengths of maker, model and terminal id by edition; 2011 and 2013 are told apart by the length of the body. */
const fieldBytes = { 2011: [5, 8, 7], 2013: [5, 20, 7], 2019: [11, 30, 30] } as const;

const gbk = new TextDecoder('gbk');

/** The body of a registration (0x0100). What is missing of a short one is empty. */
export function parseRegistration({ layout }: Header, body: Buffer): Registration {
  const edition = layout === '2019' ? 2019 : body.length >= 37 ? 2013 : 2011;
  const [makerBytes, modelBytes, terminalBytes] = fieldBytes[edition];
  const modelAt = 4 + makerBytes;
  const terminalAt = modelAt + modelBytes;
  const colourAt = terminalAt + terminalBytes;
  return {
    province: body.length >= 2 ? body.readUInt16BE(0) : 0,
    city: body.length >= 4 ? body.readUInt16BE(2) : 0,
    maker: textOf(body.subarray(4, modelAt)),
    model: textOf(body.subarray(modelAt, terminalAt)),
    terminalId: textOf(body.subarray(terminalAt, colourAt)),
    plateColour: body[colourAt] ?? 0,
    plate: textOf(body.subarray(colourAt + 1)),
  };
}

/** The code of an authentication (0x0102): of 2019 with its length before it, else all there is. */
export function parseAuthentication(
  { layout }: Header,
  body: Buffer,
): { code: string; imei?: string; software?: string } {
  if (layout === '2013') return { code: textOf(body) };
  const end = 1 + (body[0] ?? 0);
  return {
    code: textOf(body.subarray(1, end)),
    imei: textOf(body.subarray(end, end + 15)),
    software: textOf(body.subarray(end + 15, end + 35)),
  };
}

/** GBK, padded with zeros at either end. */
function textOf(bytes: Buffer): string {
  return gbk.decode(bytes).replace(/^\0+|\0+$/g, '');
}
