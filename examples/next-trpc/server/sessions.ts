import { createHash, randomBytes } from 'node:crypto'
import { verify } from 'argon2'
import { eq, sql } from 'drizzle-orm'
import { cookies } from 'next/headers'
import { db } from '../db'
import { sessions, users } from '../db/schema'

/* Signing in, as this application always did it. It knows nothing of Latchkey. */

const COOKIE = 'session'
const digest = (token: string) => createHash('sha256').update(token).digest('hex')

export async function signIn(email: string, password: string): Promise<string | undefined> {
  const isOf = eq(sql`lower(${users.email})`, email.toLowerCase())
  const [user] = await db.select().from(users).where(isOf)
  if (!user || !(await verify(user.passwordHash, password))) return undefined
  const token = randomBytes(32).toString('base64url')
  await db.insert(sessions).values({ tokenDigest: digest(token), userId: user.id })
  const secure = process.env.NODE_ENV === 'production'
  const jar = await cookies()
  jar.set(COOKIE, token, { httpOnly: true, sameSite: 'lax', secure })
  return user.email
}

export async function signedIn(): Promise<string | undefined> {
  const token = (await cookies()).get(COOKIE)?.value ?? ''
  const [user] = await db
    .select({ email: users.email })
    .from(users)
    .innerJoin(sessions, eq(sessions.userId, users.id))
    .where(eq(sessions.tokenDigest, digest(token)))
  return user?.email
}
