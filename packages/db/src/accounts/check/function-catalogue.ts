import { sql } from 'kysely'
import type { Database } from '../../connection/database.ts'
import { type HostFunction, hostFunctions } from '../functions/host-functions.ts'

/* What PostgreSQL's catalogue says about the functions of an application, to the role that asks. One statement. */

export type CatalogueFunction = {
  name: HostFunction['name']
  /** Types alone: `text, text, jsonb`. */
  takes: string
  gives: string
  /** `f`: a function, and no procedure or aggregate. */
  kind: string
  volatility: 'i' | 's' | 'v'
  /** It has the rights of its owner, not those of the role that calls it. */
  isDefiner: boolean
  /** `search_path=…` and other settings. */
  settings: string[]
  mayExecute: boolean
  /** Everybody may. */
  isPublic: boolean
  isOwned: boolean
  /** A superuser owns it. */
  isOfSuperuser: boolean
}

export type FunctionCatalogue = {
  role: string
  /** That was looked into. */
  schema: string
  isSuperuser: boolean
  isStandby: boolean
  schemaExists: boolean
  mayUseSchema: boolean
  mayCreate: boolean
  functions: CatalogueFunction[]
  /** Tables outside our schema and the system's that the role may read or write in any way. */
  openTables: string[]
  /** Of the tables that were asked for: those that are not there. */
  missingTables: string[]
}

export async function readFunctionCatalogue(
  { kysely, schema: ownSchema }: Database,
  { schema, tables }: { schema: string; tables: readonly string[] },
): Promise<FunctionCatalogue> {
  const names = sql.join(hostFunctions.map(({ name }) => sql.lit(name)))
  const namespace = sql`(select oid from pg_catalog.pg_namespace where nspname = ${schema})`
  return kysely
    .selectNoFrom([
      sql<string>`current_user`.as('role'),
      sql<string>`${schema}::text`.as('schema'),
      sql<boolean>`coalesce((select rolsuper from pg_catalog.pg_roles where rolname = current_user), false)`.as(
        'isSuperuser',
      ),
      sql<boolean>`pg_catalog.pg_is_in_recovery()`.as('isStandby'),
      sql<boolean>`${namespace} is not null`.as('schemaExists'),
      sql<boolean>`coalesce(pg_catalog.has_schema_privilege(${namespace}, 'USAGE'), false)`.as(
        'mayUseSchema',
      ),
      sql<boolean>`coalesce(pg_catalog.has_schema_privilege(${namespace}, 'CREATE'), false)`.as(
        'mayCreate',
      ),
      sql<CatalogueFunction[]>`(select coalesce(json_agg(json_build_object(
          'name', f.proname, 'takes', pg_catalog.oidvectortypes(f.proargtypes),
          'gives', pg_catalog.pg_get_function_result(f.oid), 'kind', f.prokind,
          'volatility', f.provolatile, 'isDefiner', f.prosecdef,
          'settings', coalesce(to_json(f.proconfig), '[]'),
          'mayExecute', pg_catalog.has_function_privilege(f.oid, 'EXECUTE'),
          'isPublic', exists (select
            from pg_catalog.aclexplode(coalesce(f.proacl, pg_catalog.acldefault('f', f.proowner)))
            where grantee = 0),
          'isOwned', pg_catalog.pg_has_role(current_user, f.proowner, 'MEMBER'),
          'isOfSuperuser', (select rolsuper from pg_catalog.pg_roles where oid = f.proowner)
        ) order by f.oid), '[]')
        from pg_catalog.pg_proc f where f.pronamespace = ${namespace} and f.proname in (${names}))`.as(
        'functions',
      ),
      // What an extension brings, such as a view of statistics, is nobody's user.
      sql<string[]>`array(select n.nspname || '.' || c.relname
        from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
        where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname !~ '^pg_'
          and n.nspname not in ('information_schema', ${ownSchema})
          and not exists (select from pg_catalog.pg_depend d
            where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
          and (pg_catalog.has_any_column_privilege(c.oid, 'SELECT, INSERT, UPDATE, REFERENCES')
            or pg_catalog.has_table_privilege(c.oid, 'DELETE, TRUNCATE, TRIGGER'))
          and pg_catalog.has_schema_privilege(n.oid, 'USAGE')
        order by 1)`.as('openTables'),
      sql<string[]>`array(select name from unnest(${tables}::text[]) name
        where not exists (select from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
          where n.nspname || '.' || c.relname = name))`.as('missingTables'),
    ])
    .executeTakeFirstOrThrow()
}
