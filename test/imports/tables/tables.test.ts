import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { readXlsx, writeXlsx } from 'hucre/xlsx';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { InvalidInput } from '../../../server/http/problem.ts';
import { openTable } from '../../../server/imports/tables/open-table.ts';
import { zipOf } from '../../support/zip.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tables-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function opened(content: Buffer | Uint8Array | string, sheet?: string, encodingName?: string) {
  const path = join(folder, 'upload');
  await writeFile(path, content);
  return openTable({ path, folder, fileName: 'people.xlsx', fields: {} }, { encodingName, sheet });
}

async function rowsOf(content: Buffer | Uint8Array | string, sheet?: string) {
  const rows = [];
  for await (const row of (await opened(content, sheet)).rows()) rows.push(row);
  return rows;
}

const slugOf = (content: Buffer | Uint8Array | string, sheet?: string) =>
  rowsOf(content, sheet).then(
    () => 'taken',
    (error: unknown) => (error instanceof InvalidInput ? error.slug : error),
  );

const sheetXml = (rows: string) =>
  `<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${rows}</sheetData></worksheet>`;

/** A workbook as the parts of its archive, some replaced. */
function workbookOf(rows: string, more: Record<string, string> = {}): Buffer {
  const relation = (id: number, type: string, target: string) =>
    `<Relationship Id="rId${id}" Type="http://x/${type}" Target="${target}"/>`;
  const parts = {
    'xl/workbook.xml':
      '<workbook xmlns:r="http://r"><sheets><sheet name="隐藏" sheetId="1" state="hidden" r:id="rId2"/><sheet name="人员" sheetId="2" r:id="rId1"/></sheets></workbook>',
    'xl/_rels/workbook.xml.rels': `<Relationships>${relation(1, 'worksheet', '/xl/worksheets/sheet1.xml')}${relation(2, 'worksheet', 'worksheets/hidden.xml')}${relation(3, 'sharedStrings', 'sharedStrings.xml')}${relation(4, 'styles', 'styles.xml')}</Relationships>`,
    'xl/worksheets/sheet1.xml': sheetXml(rows),
    'xl/worksheets/hidden.xml': sheetXml('<row><c><v>1</v></c></row>'),
    'xl/sharedStrings.xml':
      '<sst><si><t>编号</t></si><si><r><t>姓</t></r><r><t xml:space="preserve">名 </t></r><rPh><t>xing</t></rPh></si><si><t>a_x000D_b</t></si></sst>',
    'xl/styles.xml':
      '<styleSheet><numFmts><numFmt numFmtId="200" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/><numFmt numFmtId="201" formatCode="[Red]0.00&quot;dd&quot;"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="200"/><xf numFmtId="201"/><xf numFmtId="31"/></cellXfs></styleSheet>',
    ...more,
  };
  return zipOf(Object.entries(parts).map(([name, data]) => ({ name, data })));
}

describe('a workbook', () => {
  test('is read by the values of its cells, whatever their kind', async () => {
    const cells = [
      '<c r="A2" t="s"><v>0</v></c>',
      '<c r="B2" t="s"><v>1</v></c>',
      '<c r="C2" t="s"><v>2</v></c>',
      '<c r="D2" t="inlineStr"><is><r><t>文</t></r><r><t>本</t></r></is></c>',
      '<c r="E2" t="str"><f>A1</f><v>算</v></c>',
      '<c r="F2" s="1"><v>45352</v></c>',
      '<c r="G2" s="2"><v>45352.5</v></c>',
      '<c r="H2" s="3"><v>45352</v></c>',
      '<c r="I2" t="b"><v>1</v></c>',
      '<c r="J2" t="e"><v>#N/A</v></c>',
      '<c r="K2" s="4"><v>45352</v></c>',
      '<c r="M2"><v>1.38E10</v></c>',
      '<c r="N2" t="d"><v>2024-03-01T00:00:00</v></c>',
    ].join('');
    const table = await opened(
      workbookOf(`<row r="1"/><row r="2">${cells}</row><row r="9"><c r="A9"><v>7</v></c></row>`),
    );
    const rows = [];
    for await (const row of table.rows()) rows.push(row);
    expect([table.sheet, table.sheets, table.notes.map(({ kind }) => kind)]).toEqual([
      '人员',
      ['人员'],
      ['formulas'],
    ]);
    expect(rows).toEqual([
      {
        row: 2,
        cells: [
          ...[
            '编号',
            '姓名',
            'a b',
            '文本',
            '算',
            '2024-03-01',
            '2024-03-01',
            45352,
            true,
            null,
            '2024-03-01',
          ],
          ...[null, 13_800_000_000, '2024-03-01T00:00:00'],
        ],
      },
      { row: 9, cells: [7] },
    ]);
  });

  test('counts its days from 1904 where it says so', async () => {
    const book =
      '<workbook xmlns:r="http://r"><workbookPr date1904="1"/><sheets><sheet name="a" sheetId="2" r:id="rId1"/></sheets></workbook>';
    const file = workbookOf('<row r="1"><c r="A1" s="1"><v>43890</v></c></row>', { 'xl/workbook.xml': book });
    expect(await rowsOf(file)).toEqual([{ row: 1, cells: ['2024-03-01'] }]);
  });

  test('reads what another library wrote as that library reads it', async () => {
    const value = fc.oneof(
      fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll(/[\s\p{C}]/gu, '')),
      fc.integer(),
      fc.constant(null),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(value, { maxLength: 5 }), { maxLength: 8 }), async (rows) => {
        const bytes = await writeXlsx({ sheets: [{ name: 'S', rows: [['编号', '姓名'], ...rows] }] });
        const theirs = (await readXlsx(bytes)).sheets[0]?.rows ?? [];
        const filled = (cells: readonly unknown[]) =>
          cells.map((cell) => (cell === '' ? null : (cell ?? null)));
        const expected = theirs.map((cells, index) => ({ row: index + 1, cells: filled(cells) }));
        const ours = (await rowsOf(bytes)).map(({ row, cells }) => ({
          row,
          cells: [...cells, ...Array(9).fill(null)].slice(0, theirs[row - 1]?.length ?? 0),
        }));
        expect(ours).toEqual(expected.filter(({ cells }) => cells.some((cell) => cell !== null)));
      }),
      { numRuns: 20 },
    );
  });

  test('is refused with the reason where it cannot be read', async () => {
    const encrypted = await writeXlsx({
      sheets: [{ name: 'S', rows: [['编号']] }],
      encryption: { password: 'secret', spinCount: 10 },
    });
    const old = Buffer.alloc(2_048);
    old.write('d0cf11e0a1b11ae1', 'hex');
    old.writeUInt16LE(9, 30);
    old.writeUInt32LE(0, 48);
    old.write('Workbook', 512, 'utf16le');
    const row = '<row r="1"><c r="A1"><v>1</v></c></row>';
    const whole = workbookOf(row);
    const doctype = `<!DOCTYPE x [<!ENTITY a "b">]>${sheetXml(row)}`;
    const bomb = workbookOf('x'.repeat(20_000_000));
    expect([
      await slugOf(encrypted),
      await slugOf(old),
      await slugOf(whole.subarray(0, whole.length - 40)),
      await slugOf(workbookOf('<row r="1"><c r="A1"><v>1</c></row>')),
      await slugOf(workbookOf('')),
      await slugOf(workbookOf(row, { 'xl/worksheets/sheet1.xml': doctype })),
      await slugOf(zipOf([{ name: 'a.txt', data: 'a' }])),
      await slugOf(bomb),
      await slugOf(whole, '没有'),
      await slugOf('<html><table><tr><td>编号</td></tr></table></html>'),
      await slugOf(Buffer.from('00010203', 'hex')),
      await slugOf(''),
    ]).toEqual([
      ...[
        'workbook-encrypted',
        'workbook-old',
        'archive-damaged',
        'workbook-damaged',
        'no-rows',
        'workbook-damaged',
      ],
      ...[
        'not-a-workbook',
        'archive-too-large',
        'no-such-sheet',
        'not-a-spreadsheet',
        'not-a-spreadsheet',
        'no-rows',
      ],
    ]);
  });
});

describe('comma-separated values', () => {
  const text = '编号,姓名\r\n\r\n1,"张\n三"\r\n2,李四';
  const rows = [
    { row: 1, cells: ['编号', '姓名'] },
    { row: 3, cells: ['1', '张 三'] },
    { row: 4, cells: ['2', '李四'] },
  ];

  test('are read in the encodings that Chinese programs write, rows counted as they show them', async () => {
    // "编号,姓名" in GBK.
    const gbk = Buffer.concat([
      Buffer.from('b1e0bac52cd0d5c3fb', 'hex'),
      Buffer.from('\r\n1,'),
      Buffer.from('d5c5c8fd', 'hex'),
    ]);
    expect(await rowsOf(text)).toEqual(rows);
    expect(await rowsOf(`\ufeff${text}`)).toEqual(rows);
    expect(await rowsOf(Buffer.from(`\ufeff${text.replaceAll(',', '\t')}`, 'utf16le'))).toEqual(rows);
    expect(await rowsOf(gbk)).toEqual([rows[0], { row: 2, cells: ['1', '张三'] }]);
    expect((await opened(gbk)).encoding).toBe('gb18030');
    expect((await opened(gbk, undefined, 'GBK')).encoding).toBe('gb18030');
  });
});
