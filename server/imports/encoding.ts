/** A text encoding by the name that its owner gave it. */
export type Encoding = { name: string; decode: (bytes: Uint8Array) => string };

/** Code pages as .cpg files write them, beside the labels that every decoder knows. */
const codePages: Record<string, string> = {
  '936': 'gb18030',
  '950': 'big5',
  '65001': 'utf-8',
  '932': 'shift_jis',
  '949': 'euc-kr',
  utf8: 'utf-8',
  gbk: 'gb18030',
  gb2312: 'gb18030',
  gb18030: 'gb18030',
  '88591': 'windows-1252',
};

/**
 * The encoding of a name such as `GBK`, `UTF-8`, `936`, `ANSI 936`, `ISO 88591`; undefined for a name nobody knows.
 * GB 2312 and GBK are read as GB 18030, which contains them.
 */
export function encodingOf(name: string): Encoding | undefined {
  const plain = name
    .trim()
    .toLowerCase()
    .replace(/^(ansi|oem|iso|cp|windows)[\s_-]*(?=\d)/, '');
  const label = codePages[plain] ?? (/^125\d$/.test(plain) ? `windows-${plain}` : plain);
  try {
    const decoder = new TextDecoder(label);
    return { name: decoder.encoding, decode: (bytes) => decoder.decode(bytes) };
  } catch {
    return undefined;
  }
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true });

/** True where the bytes are UTF-8. Text that fills its field may have been cut within its last character. */
export function isUtf8(bytes: Uint8Array, mayBeCut: boolean): boolean {
  for (let cut = 0; cut <= (mayBeCut ? 3 : 0); cut++) {
    if (cut > 0 && !isStartOfCharacter(bytes, cut)) continue;
    try {
      strictUtf8.decode(bytes.subarray(0, bytes.length - cut));
      return true;
    } catch {
      // Not up to here; perhaps up to one byte less.
    }
  }
  return false;
}

/** True where the last `length` bytes are the beginning of a longer UTF-8 character. */
function isStartOfCharacter(bytes: Uint8Array, length: number): boolean {
  const lead = bytes[bytes.length - length] ?? 0;
  return (lead >= 0xc0 && length < 2) || (lead >= 0xe0 && length < 3) || (lead >= 0xf0 && length < 4);
}
