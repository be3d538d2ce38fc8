import { readToken, signToken } from '../formats.js'
import { startVerifier } from '../verifier.js'
import { oneTable } from './one-table.js'

/** JHipster: jBCrypt verifies; the session is a signed token that knows when it was made. */
export async function open(rows) {
  const java = startVerifier('jbcrypt', [
    ...['java', '-cp', '/usr/share/java/jbcrypt.jar', 'java/Verifier.java'],
  ])
  const table = oneTable(rows, {
    table: 'jhi_user',
    values: (email) => ({
      login: email.toLowerCase().slice(0, 50),
      email: email.toLowerCase(),
      activated: true,
      lang_key: 'en',
      created_by: 'system',
      created_date: new Date(),
    }),
    password: ({ hash }) => ({ password_hash: hash }),
  })
  return {
    ...table,
    hash: async (password) => ({ hash: await java.hash(password, 10) }),
    verify: (password, user) => java.verify(password, user.password_hash),
    mayEnter: (user) => user.activated,
    openSession: async (user) => signToken({ id: user.id, epoch: await epochOf(rows, user.id) }),
    async sessionLives(token) {
      const content = readToken(token)
      return content !== undefined && content.epoch === (await epochOf(rows, content.id))
    },
    disable: (user) => table.update(user, { activated: false }),
    end: () => java.end(),
  }
}

/** The one change that an application with signed tokens makes: it compares the epoch that Latchkey keeps. */
export async function epochOf(rows, id) {
  const [exists] = await rows(`select to_regclass('latchkey.credential_epoch') is not null as yes`)
  if (!exists.yes) return '0'
  const [found] = await rows(
    'select epoch::text as epoch from latchkey.credential_epoch where account_id = $1',
    [String(id)],
  )
  return found?.epoch ?? '0'
}
