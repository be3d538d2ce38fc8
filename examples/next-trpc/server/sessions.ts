import { createHash, randomBytes } from 'node:crypto'
import { verify } from 'argon2'
import { cookies } from 'next/headers'
import { db } from '../db'

/* Signing in, as this application always did it. It knows nothing of Latchkey. */

const COOKIE = 'session'
const digest = (token: string) => createHash('sha256').update(token).digest('hex')

export async function signIn(email: string, password: string): Promise<string | undefined> {
  const found = await db.query('select * from users where lower(email) = lower($1)', [email])
  const [user] = found.rows
  if (!user || !(await verify(user.password_hash, password))) return undefined
  const token = randomBytes(32).toString('base64url')
  await db.query('insert into sessions values ($1, $2)', [digest(token), user.id])
  const secure = process.env.NODE_ENV === 'production'
  const jar = await cookies()
  jar.set(COOKIE, token, { httpOnly: true, sameSite: 'lax', secure })
  return user.email
}

export async function signedIn(): Promise<string | undefined> {
  const token = (await cookies()).get(COOKIE)?.value ?? ''
  const found = await db.query(
    'select email from users join sessions on user_id = id where token_digest = $1',
    [digest(token)],
  )
  return found.rows[0]?.email
}
