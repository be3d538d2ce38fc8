import { hash } from 'argon2'
import { migrate as applyMigrations } from 'drizzle-orm/node-postgres/migrator'
import { db } from '.'
import { users } from './schema'

/** Brings the tables to what `schema.ts` says; `npm run generate` writes the migrations. */
export async function migrate(): Promise<void> {
  await applyMigrations(db, { migrationsFolder: 'db/migrations' })
  if (process.env.NODE_ENV === 'production') return
  const passwordHash = await hash('three green kettles')
  await db.insert(users).values({ email: 'ada@example.com', passwordHash }).onConflictDoNothing()
}
