import { open } from 'node:fs/promises';
import { InvalidInput } from '../../http/problem.ts';

/** How a compound file begins [MS-CFB]: workbooks before 2007, and newer ones with a password. */
export const compoundFileStart = 'd0cf11e0a1b11ae1';

/** Refuses a compound file, saying what it is: its directory names the streams in it. */
export async function refuseCompoundFile(path: string): Promise<never> {
  const names = await directoryOf(path);
  if (names.includes('EncryptedPackage'))
    throw new InvalidInput(
      'workbook-encrypted',
      'The workbook is protected by a password; save it without one.',
      '工作簿设有打开密码，请取消密码后另存再上传。',
    );
  throw new InvalidInput(
    'workbook-old',
    'This is a workbook of Excel 97–2003 (.xls), whatever it is called; save it as .xlsx or CSV.',
    '这是 Excel 97–2003 工作簿（.xls），与扩展名无关；请另存为 .xlsx 或 CSV 后上传。',
  );
}

/** The text of the first sectors of the directory; the header says where it is and how large a sector. */
async function directoryOf(path: string): Promise<string> {
  const file = await open(path);
  try {
    const header = Buffer.alloc(512);
    await file.read(header, 0, 512, 0);
    const sectorBytes = 2 ** Math.min(header.readUInt16LE(30), 12);
    const first = header.readUInt32LE(48);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(8_192), 0, 8_192, (first + 1) * sectorBytes);
    return buffer.toString('utf16le', 0, bytesRead);
  } finally {
    await file.close();
  }
}
