import type { Knex } from 'knex';
import type { Scope } from '../../access/scope.ts';
import { Conflict, type Language } from '../../http/problem.ts';
import { type KeptPerson, namesOf } from '../../people/import-queries.ts';
import { undoTakeOver } from '../../people/take-over.ts';
import { undoDays } from '../forget.ts';
import type { UndoResult } from '../import.ts';
import { getImport, type Import } from '../queries.ts';
import { finishUndo, type StoredUndo } from '../store.ts';
import type { Who } from '../who.ts';

const listedAtMost = 10_000;

/**
 * Undoes a committed import of people: whom it entered is taken out again unless they were used or changed since, whom it
 * changed gets back what it changed unless somebody changed that since. What ended by their leaving goes on where nothing
 * took its place. Says what it leaves, and why.
 */
export async function undoImport(
  db: Knex,
  { caller, scope, language }: Who,
  timeZone: string,
  id: number,
): Promise<UndoResult> {
  return db.transaction(async (trx) => {
    const found = await getImport(trx, caller, id, true);
    refuseUndo(found);
    const undone = await undoTakeOver(trx, scope, timeZone, id, listedAtMost);
    const result = { ...undone, kept: undone.kept.map((person) => describeKept(person, language)) };
    await finishUndo(trx, id, result);
    return nameKept(trx, scope, result);
  });
}

/** How an import was undone, with the names of those whom the scope covers and who are not erased. */
export async function nameKept(db: Knex, scope: Scope, { kept, ...undone }: StoredUndo): Promise<UndoResult> {
  const ids = kept.map(({ personId }) => personId);
  const names = new Map((await namesOf(db, scope, ids)).map(({ id, ...named }) => [id, named]));
  return {
    ...undone,
    kept: kept.map((one) => ({ ...one, ...(names.get(one.personId) ?? { number: '', name: '' }) })),
  };
}

function refuseUndo({ id, kind, committedAt, undoneAt }: Import): void {
  if (kind !== 'people')
    throw new Conflict('not-undoable', 'Only imports of people are undone here.', '此处仅可撤销人员导入。');
  if (!committedAt)
    throw new Conflict(
      'import-not-committed',
      `The import ${id} was not committed: there is nothing to undo.`,
      `导入 ${id} 尚未提交，无需撤销。`,
    );
  if (undoneAt)
    throw new Conflict('import-undone', `The import ${id} was undone already.`, `导入 ${id} 已经撤销过。`);
  if (committedAt.getTime() < Date.now() - undoDays * 86_400_000)
    throw new Conflict(
      'undo-too-late',
      `The import ${id} is more than ${undoDays} days old; what was there before is forgotten.`,
      `导入 ${id} 已超过 ${undoDays} 天，导入前的内容已不再保留。`,
    );
}

function describeKept(person: KeptPerson, language: Language) {
  const { personId, row } = person;
  return { personId, row, reason: language === 'zh' ? inChinese(person) : inEnglish(person) };
}

function inEnglish({ outcome, kept, uses, ended, isEngaged }: KeptPerson): string {
  const fields = kept.join(', ');
  const reason = {
    erased: 'was erased since; that stays',
    foreign: 'is no longer of your area',
    used: `is in use since: ${listed(uses, 0)}`,
    changed: fields || !isEngaged ? `was changed since${fields && `: ${fields}`}` : '',
    restore: fields ? `restored, but for what was changed since: ${fields}` : 'restored',
  }[outcome];
  return [
    reason,
    ...(isEngaged && !kept.includes('leftOn')
      ? ['the day of leaving stays as the import set it, for they are engaged beyond the one before it']
      : []),
    ...(ended.length > 0
      ? [
          `what ended when they left by the import cannot go on as it was, for it was changed or taken since; enter it anew: ${listed(ended, 0)}`,
        ]
      : []),
  ]
    .filter((part) => part !== '')
    .join('; ');
}

function inChinese({ outcome, kept, uses, ended, isEngaged }: KeptPerson): string {
  const fields = kept.join(', ');
  const reason = {
    erased: '之后已清除信息，不再恢复',
    foreign: '已不在您的辖区',
    used: `之后已被使用：${listed(uses, 1)}`,
    changed: fields || !isEngaged ? `之后已被修改${fields && `：${fields}`}` : '',
    restore: fields ? `已恢复，但之后修改过的内容除外：${fields}` : '已恢复',
  }[outcome];
  return [
    reason,
    ...(isEngaged && !kept.includes('leftOn')
      ? ['离队日期保留导入后的内容，因为该人员在原离队日期之后仍有安排']
      : []),
    ...(ended.length > 0
      ? [`因导入离队而终止的以下内容之后已被修改或占用，无法恢复，请重新录入：${listed(ended, 1)}`]
      : []),
  ]
    .filter((part) => part !== '')
    .join('；');
}

const listed = (words: readonly string[], language: 0 | 1) =>
  words.map((word) => useWords[word]?.[language] ?? word).join(language === 0 ? ', ' : '、');

const useWords: Record<string, readonly [string, string]> = {
  account: ['an account', '账号'],
  assignment: ['assignments', '包片'],
  duty: ['duties', '值勤'],
  proposal: ['a proposal', '分配方案'],
  decision: ['a decision of a meeting', '联席会决定'],
  team: ['teams', '队伍'],
  lead: ['leading a team', '队长职务'],
  device: ['devices', '终端'],
  look: ['somebody has looked at their data, which stays on record', '其信息已被查看（查看记录须保留）'],
  trainings: ['trainings', '培训记录'],
  certificates: ['certificates', '证书'],
};
