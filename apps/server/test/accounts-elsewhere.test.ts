import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ApplicationElsewhere, openApplicationElsewhere } from './kit/application-elsewhere.ts'
import { call, query } from './kit/calls.ts'
import { withoutMariadb } from './kit/mariadb.ts'
import { tokenIn } from './kit/post-office.ts'
import { type Environment, runCommand, type ServerProcess } from './kit/server-process.ts'
import { newPassword, oldPassword, openTestbed, type Testbed } from './kit/testbed.ts'

/* The users are in MariaDB, and their application answers the calls of docs/adopting-elsewhere.md. */

const secret = `whsec_${Buffer.alloc(32, 's').toString('base64')}`
const signInUrl = 'https://app.example.com/login'

describe.skipIf(withoutMariadb)('users elsewhere', () => {
  let testbed: Testbed
  let application: ApplicationElsewhere
  let environment: Environment
  let server: ServerProcess

  beforeAll(async () => {
    testbed = await openTestbed()
    application = await openApplicationElsewhere(secret)
    environment = {
      ...testbed.environment,
      ACCOUNTS_URL: application.url,
      ACCOUNTS_SECRET: secret,
      SIGN_IN_URL: signInUrl,
    }
    server = await testbed.start(environment)
  })
  afterAll(async () => {
    await testbed.close()
    await application.close()
  })

  let nth = 0
  async function somebody() {
    const email = `Ada${++nth}@example.test`
    return { id: await application.addPerson(email), email }
  }

  async function emailTo(email: string) {
    await call(server, 'recovery.request', { email: email.toLowerCase() })
    return testbed.postOffice.emailTo(email)
  }

  const reset = (token: string) => call(server, 'recovery.reset', { token, newPassword })

  async function hasNewPassword(id: number) {
    expect(await application.accepts(id, newPassword)).toBe(true)
    expect(await application.accepts(id, oldPassword)).toBe(false)
    expect(await application.versionOf(id)).toBe(2)
    expect(await application.sessionsOf(id)).toBe(0)
  }

  /** The notice of the change, which is email number two. */
  const notice = async (email: string) =>
    (await testbed.postOffice.emailTo(email, { atLeast: 2 })).mail.subject

  /** As if the ten seconds had passed after which a worker settles a change. */
  const letSecondsPass = () =>
    testbed.rows(
      `update latchkey.outbox_job set due_at = clock_timestamp() where kind = 'settle-change'`,
    )

  test('a link and a code recover an account, and the sign-in of the application accepts the new password', async () => {
    const byLink = await somebody()
    const { link } = await emailTo(byLink.email)
    expect(await call(server, 'recovery.verifyToken', { token: tokenIn(link) })).toMatchObject({
      data: { login: byLink.email },
    })
    expect(await reset(tokenIn(link))).toMatchObject({ data: { status: 'changed' } })
    await hasNewPassword(byLink.id)
    expect(await notice(byLink.email)).toContain('password was changed')
    expect(await reset(tokenIn(link))).toMatchObject({ code: 'INVALID_OR_EXPIRED' })

    const byCode = await somebody()
    const { data } = await call(server, 'recovery.request', { email: byCode.email })
    const { code } = await testbed.postOffice.emailTo(byCode.email)
    const { requestId } = data
    const verified = await call(server, 'recovery.verifyCode', { requestId, code })
    expect(verified).toMatchObject({ data: { login: byCode.email } })
    expect(await reset(verified.data.ticket ?? '')).toMatchObject({ data: { status: 'changed' } })
    await hasNewPassword(byCode.id)
  })

  test('a password that is refused reaches nobody, and the link stays valid', async () => {
    const ada = await somebody()
    const { link } = await emailTo(ada.email)
    const token = tokenIn(link)
    for (const tried of ['short', 'ü'.repeat(40)]) {
      const refused = await call(server, 'recovery.reset', { token, newPassword: tried })
      expect(refused).toMatchObject({ code: 'PASSWORD_REJECTED' })
    }
    expect(await application.versionOf(ada.id)).toBe(1)
    expect(await reset(token)).toMatchObject({ data: { status: 'changed' } })
  })

  test('"this wasn’t me" ends the password and the sessions, and the owner gets back in', async () => {
    const ada = await somebody()
    const { link } = await emailTo(ada.email)
    await reset(tokenIn(link))
    await notice(ada.email)
    const mail = await testbed.postOffice.emailTo(ada.email, { atLeast: 2 })
    const token = tokenIn(mail.link)
    expect(await call(server, 'recovery.notMe', { token })).toMatchObject({
      data: { login: ada.email },
    })
    expect(await application.accepts(ada.id, newPassword)).toBe(false)
    const back = await testbed.postOffice.emailTo(ada.email, { atLeast: 3 })
    expect(await reset(tokenIn(back.link))).toMatchObject({ data: { status: 'changed' } })
    expect(await application.accepts(ada.id, newPassword)).toBe(true)
  })

  test('Latchkey dies between the change and its settlement: the next one settles it, once', async () => {
    const ada = await somebody()
    const { link } = await emailTo(ada.email)
    application.after.change = async () => void (await server.kill('SIGKILL'))
    await expect(reset(tokenIn(link))).rejects.toThrow()
    await hasNewPassword(ada.id)
    server = await testbed.start(environment)
    await letSecondsPass()
    expect(await notice(ada.email)).toContain('password was changed')
    expect(await reset(tokenIn(link))).toMatchObject({ code: 'INVALID_OR_EXPIRED' })
    await hasNewPassword(ada.id)
    expect(
      await testbed.rows(
        `select outcome from latchkey.audit_event where kind = 'password-changed' and account_id = $1
          and outcome = 'changed'`,
        [String(ada.id)],
      ),
    ).toHaveLength(1)
    await expect
      .poll(() => server.output())
      .toContain(`"recovery.password-changed","accountId":"${ada.id}"`)
  })

  test('the application dies before the change: nobody is told a lie, and the link works again', async () => {
    const ada = await somebody()
    const { link } = await emailTo(ada.email)
    application.faults.change = (request) => {
      request.socket.destroy()
      return false
    }
    expect(await reset(tokenIn(link))).toMatchObject({ status: 503, code: 'UNAVAILABLE' })
    expect(await application.versionOf(ada.id)).toBe(1)
    await letSecondsPass()
    await expect.poll(() => reset(tokenIn(link))).toMatchObject({ data: { status: 'changed' } })
    await hasNewPassword(ada.id)
  })

  test('the application dies after the change: the notice tells', async () => {
    const ada = await somebody()
    const { link } = await emailTo(ada.email)
    application.faults.change = (request, response) => {
      application.after.change = () => void request.socket.destroy()
      return !response.headersSent
    }
    expect(await reset(tokenIn(link))).toMatchObject({ status: 503, code: 'UNAVAILABLE' })
    await letSecondsPass()
    expect(await notice(ada.email)).toContain('password was changed')
    await hasNewPassword(ada.id)
    expect(await reset(tokenIn(link))).toMatchObject({ code: 'INVALID_OR_EXPIRED' })
  })

  test('while the application is away, requests are answered alike and emails wait; then they arrive', async () => {
    const ada = await somebody()
    await application.goAway()
    const answers = [ada.email, 'nobody@example.test'].map((email) =>
      call(server, 'recovery.request', { email }),
    )
    for (const { status } of await Promise.all(answers)) expect(status).toBe(200)
    await expect.poll(() => server.output()).toContain('/lookup cannot be reached')
    expect((await fetch(`${server.url}/health/ready`)).status).toBe(200)
    const { code, errors } = await runCommand(['explain', ada.email], environment)
    expect(code).toBe(1)
    expect(errors).toContain(`${application.url}/lookup cannot be reached (ECONNREFUSED)`)
    expect(errors).not.toContain('database')
    await application.comeBack()
    const { link } = await testbed.postOffice.emailTo(ada.email)
    expect(await reset(tokenIn(link))).toMatchObject({ data: { status: 'changed' } })
  })

  test('an address at which the application fails keeps no email from the others', async () => {
    const [ada, grace] = [await somebody(), await somebody()]
    const fails: (typeof application.faults)[string] = (request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        application.faults.lookup = fails
        const { addresses } = JSON.parse(Buffer.concat(chunks).toString()) as {
          addresses: string[]
        }
        if (addresses.includes(ada.email.toLowerCase())) return response.writeHead(500).end()
        const accounts = addresses.map(() => ({
          ...{ id: grace.id, email: grace.email, alive: true, hasPassword: true, version: 1 },
        }))
        return response.writeHead(200).end(JSON.stringify({ accounts }))
      })
      return false
    }
    application.faults.lookup = fails
    for (const { email } of [ada, grace]) await call(server, 'recovery.request', { email })
    await testbed.postOffice.emailTo(grace.email)
    delete application.faults.lookup
    await testbed.postOffice.emailTo(ada.email)
  })

  test('nobody signs in here, no account is added here, and the pages know the limit in bytes', async () => {
    const typed = { email: 'ada1@example.test', password: newPassword }
    expect(await call(server, 'session.signIn', typed)).toMatchObject({
      ...{ status: 401, code: 'SIGN_IN_FAILED', details: { signInUrl } },
    })
    expect(await query(server, 'settings.public')).toMatchObject({
      data: { password: { maxBytes: 72 } },
    })
    const { code, errors } = await runCommand(['user', 'add', 'x@example.test'], environment)
    expect(code).toBe(1)
    expect(errors).toContain(
      `The users are those of your application, behind ${application.url} (ACCOUNTS_URL)`,
    )
  })

  test('operators explain and revoke by address', async () => {
    const ada = await somebody()
    const { link } = await emailTo(ada.email)
    const { output } = await runCommand(['explain', ada.email, '--json'], environment)
    expect(JSON.parse(output)).toMatchObject({ account: { id: String(ada.id) } })
    expect((await runCommand(['revoke', ada.email], environment)).code).toBe(0)
    expect(await reset(tokenIn(link))).toMatchObject({ code: 'INVALID_OR_EXPIRED' })
    expect(await application.versionOf(ada.id)).toBe(1)
  })

  test('doctor calls the application, and says in words what is wrong', async () => {
    const ada = await somebody()
    const doctor = async (more: Environment = {}, args: string[] = []) => {
      const found = await runCommand(['doctor', ...args], { ...environment, ...more })
      return `${found.code} ${found.output.replaceAll(/\s+/g, ' ')}`
    }
    const green = await doctor({}, ['--trial', ada.email])
    expect(green).toContain('answers as agreed')
    expect(green).toContain('It refuses calls that are signed with another secret.')
    expect(green).toContain(`is user ${ada.id}, active, with a password`)
    expect(green).toMatch(/^0 /)

    const other = `whsec_${Buffer.alloc(32, 'x').toString('base64')}`
    expect(await doctor({ ACCOUNTS_SECRET: other })).toMatch(/^1 .*refused the signature \(401\)/)
    expect(await doctor({ ACCOUNTS_URL: `${application.url}/x` })).toContain(
      'works in the schema latchkey with other users',
    )
    application.faults.lookup = (_, response) => {
      response.writeHead(301, { location: 'https://app.example.com' }).end()
      return false
    }
    expect(await doctor()).toContain('leads elsewhere (301), which is not followed')
    application.faults.lookup = (_, response) => {
      response.writeHead(200).end('{"accounts":[]}')
      application.faults.lookup = (_, response) => {
        response.writeHead(200).end('{"accounts":[]}')
        return false
      }
      return false
    }
    expect(await doctor()).toMatch(/^1 .*accepts calls that are signed with another secret/)
    expect(await doctor({}, ['--trial', 'nobody@example.test'])).toContain('finds nobody with')
  })

  test('a start refuses an application that does not answer as agreed, and readiness follows', async () => {
    const wrong = `whsec_${Buffer.alloc(32, 'y').toString('base64')}`
    const { code, errors } = await runCommand(['start'], {
      ...environment,
      ...{ ACCOUNTS_SECRET: wrong, PORT: '0', LOG_LEVEL: 'fatal' },
    })
    expect(code).toBe(1)
    expect(errors).toContain(`The application at ${application.url} does not answer as agreed`)
    expect(errors).toContain('refused the signature')

    const ready = async () => (await fetch(`${server.url}/health/ready`)).json()
    const refuse: (typeof application.faults)[string] = (request, response) => {
      request.resume()
      response.writeHead(401).end()
      application.faults.lookup = refuse
      return false
    }
    application.faults.lookup = refuse
    await expect.poll(ready, { interval: 200 }).toMatchObject({ missing: ['accounts'] })
    delete application.faults.lookup
    await expect.poll(ready, { interval: 200 }).toMatchObject({ status: 'ready' })
  })

  test('the password is in no log and nowhere in the database', async () => {
    expect(server.output()).not.toContain(newPassword)
    const tables = await testbed.rows<{ name: string }>(
      `select tablename as name from pg_tables where schemaname = 'latchkey'`,
    )
    for (const { name } of tables) {
      const rows = await testbed.rows(`select * from latchkey."${name}"`)
      expect(JSON.stringify(rows), name).not.toContain(newPassword)
    }
  })
})
