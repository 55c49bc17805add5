import type { Engine } from './embedded-engine.ts';

const walBetweenCheckpointsBytes = 128 * 1024 * 1024;
const leastRows = 500;

/**
 * One step of what PostgreSQL's background processes would do: the engine has none, so its log would grow for ever
 * and the planner would know nothing of the tables. Takes the most urgent step only, to keep clients waiting little.
 */
export async function takeUpkeepStep(engine: Engine): Promise<void> {
  const [log] = await engine.query(
    `select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), redo_lsn) > ${walBetweenCheckpointsBytes} as due
     from pg_control_checkpoint()`,
  );
  if (log?.['due']) {
    await engine.query('checkpoint');
    return;
  }
  const [geometry] = await engine.query(
    `select format('%s alter column %I', attrelid::regclass, attname) as column, attrelid, attnum from pg_attribute
     join pg_class on pg_class.oid = attrelid
     where atttypid = 'geometry'::regtype and relkind = 'r' and attstattarget is distinct from 0 limit 1`,
  );
  if (geometry) {
    await forgoStatistics(engine, geometry);
    return;
  }
  // The thresholds of autovacuum, but for small tables: what is told of a few rows is believed of the first thousands
  // that follow within one transaction.
  const [table] = await engine.query(
    `select format('%I.%I', schemaname, relname) as name, n_dead_tup > ${leastRows} + 0.2 * n_live_tup as dead
     from pg_stat_user_tables
     where n_dead_tup > ${leastRows} + 0.2 * n_live_tup or n_mod_since_analyze > ${leastRows} + 0.1 * n_live_tup
     order by n_mod_since_analyze desc limit 1`,
  );
  if (table) await engine.query(`${table['dead'] ? 'vacuum (analyze)' : 'analyze'} ${table['name']}`);
}

/**
 * A join by st_covers and its like over two columns whose statistics lie apart fails with `invalid function
 * selectivity`: the engine's PostGIS gives the planner an address for the number (pglite-postgis 0.2.8).
 */
async function forgoStatistics(engine: Engine, geometry: Record<string, unknown>): Promise<void> {
  await engine.query(`alter table ${geometry['column']} set statistics 0`);
  await engine.query(
    `delete from pg_statistic where starelid = ${geometry['attrelid']} and staattnum = ${geometry['attnum']}`,
  );
}
