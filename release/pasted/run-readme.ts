import { deepEqual, equal, match } from 'node:assert/strict'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { start } from '../examples/start.ts'
import { run } from '../run.ts'
import { fencesIn } from './fences.ts'

const newPassword = 'seven blue lanterns by the sea'

/** The commands of the README below the server: it is started, asked for an email, and recovers the account. */
export async function runReadme(project: string): Promise<void> {
  const folder = join(project, 'readme')
  const [serve, ask] = [commandWith('node server.ts'), commandWith('localhost:3001')]
  const server = start(['sh', '-c', serve], folder, {})
  try {
    match(
      await untilItWorks(() => run('sh', ['-c', `${ask} --silent --fail`], folder)),
      /requestId/,
    )
    const token = await tokenOfEmail(join(folder, 'mail'))
    equal((await call('recovery.verifyToken', { token })).login, 'ada@example.com')
    deepEqual(await call('recovery.reset', { token, newPassword: 'short' }), {
      refused: 'PASSWORD_REJECTED',
      reasons: ['PASSWORD_TOO_SHORT', 'PASSWORD_COMMON'],
    })
    deepEqual(await call('recovery.reset', { token, newPassword }), { status: 'changed' })
    equal((await call('recovery.reset', { token, newPassword })).refused, 'INVALID_OR_EXPIRED')
  } catch (error) {
    throw new Error(`${error}\n${server.output()}`)
  } finally {
    await server.stop()
  }
  await signsIn(folder)
}

function commandWith(words: string): string {
  const found = fencesIn('README.md').find((one) => one.text.includes(words))
  if (found) return found.text.trim()
  // In a sentence.
  if (words === 'node server.ts') return 'LATCHKEY_SECRET=$(openssl rand -base64 32) node server.ts'
  throw new Error(`README.md has no command with ${words}`)
}

async function untilItWorks<T>(act: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await act()
    } catch (error) {
      if (tries === 100) throw error
      await sleep(200)
    }
  }
}

async function tokenOfEmail(folder: string): Promise<string> {
  return untilItWorks(async () => {
    for (const name of readdirSync(folder)) {
      const [, token] = /token=([\w-]{43})/.exec(readFileSync(join(folder, name), 'utf8')) ?? []
      if (token !== undefined) return token
    }
    throw new Error('There is no email')
  })
}

async function call(procedure: string, input: object): Promise<Record<string, unknown>> {
  const answer = await fetch(`http://localhost:3001/trpc/${procedure}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(input),
  })
  const { result, error } = (await answer.json()) as {
    result?: { data: Record<string, unknown> }
    error?: { message: string; data: { reasons?: string[] } }
  }
  if (!error) return result?.data ?? {}
  return { refused: error.message, ...(error.data.reasons && { reasons: error.data.reasons }) }
}

/** With the database of the server that has ended. Its secret was for codes only. */
async function signsIn(folder: string): Promise<void> {
  writeFileSync(
    join(folder, 'sign-in.js'),
    `import { createLatchkey } from '@latchkey/server'
const latchkey = createLatchkey({
  database: { embedded: './.latchkey' },
  secret: 'x'.repeat(44),
  mail: { mailbox: './mail' },
  pages: { reset: 'http://localhost:5173/#token={token}', signIn: 'http://localhost:5173/login' },
})
const input = { email: 'ada@example.com', password: '${newPassword}' }
const { status } = await latchkey.sessions.signIn(input, { remoteAddress: '127.0.0.1', headers: {} })
await latchkey.close()
if (status !== 'signed-in') throw new Error(status)
`,
  )
  await run('node', ['sign-in.js'], folder)
}
