import { drizzle } from 'drizzle-orm/node-postgres'

// It connects when it is first used, so `next build` needs no database.
export const db = drizzle(process.env.DATABASE_URL ?? '')
