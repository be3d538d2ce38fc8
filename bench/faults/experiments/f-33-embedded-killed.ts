import { randomInt } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createDriver } from '../rig/driver.ts'
import type { Experiment } from '../rig/experiment.ts'
import { newPassword } from '../rig/people.ts'
import { prepareServer, runCommand } from '../rig/server.ts'

const demo = 'demo@latchkey.example'
type Listed = { id: string; requestId?: string; state: string; kind: string }

export const f33: Experiment = {
  id: 'F-33',
  title: 'The embedded database is killed',
  fault:
    'kill -9 of the only process during requests and resets; then a second process opens the database',
  cycles: { full: 100, short: 3 },
  async run(rig, { cycles }) {
    const environment = {
      DATA_DIR: join(rig.folder, 'embedded'),
      LATCHKEY_SECRET: rig.secret,
      SMTP_URL: `smtp://127.0.0.1:${rig.sink.ports[0]}`,
      RATE_LIMITS: 'off',
    }
    const server = await prepareServer({ program: rig.program }, environment)
    rig.atEnd(() => server.signal('SIGKILL'))
    const driver = createDriver([server])
    let password = 'three green kettles'
    const seen = { embeddedAccepted: 0, embeddedLost: 0, embeddedDuplicates: 0, wrongPasswords: 0 }
    for (let cycle = 0; cycle < cycles; cycle++) {
      await server.start()
      const email = rig.sink.deliveries.findLast((one) => one.to === demo && one.token)
      const stop = driver.load(() => driver.request(demo))
      const wanted = newPassword(cycle)
      const reset = email && driver.reset(demo, email.token, wanted)
      await sleep(randomInt(600))
      rig.interrupted()
      await server.kill()
      await stop()
      const changed = (await reset)?.outcome
      if (changed === 'ok') password = wanted
      if (changed === 'unknown') {
        await server.start()
        const [now, before] = [
          await driver.signIn(demo, wanted),
          await driver.signIn(demo, password),
        ]
        if ((now.status === 200) === (before.status === 200)) seen.wrongPasswords += 1
        if (now.status === 200) password = wanted
        rig.interrupted()
        await server.kill()
      }
    }
    await server.start()
    if ((await driver.signIn(demo, password)).status !== 200) seen.wrongPasswords += 1
    const second = await runCommand(rig.program, ['user', 'list'], environment)

    const accepted = driver.log.filter(
      (call) => call.op === 'recovery.request' && call.status === 200,
    )
    let listed: Listed[] = []
    for (let tries = 0; tries < 60; tries++) {
      await sleep(2_000)
      await server.kill('SIGTERM')
      const all = ['mail', 'list', '--json', '--limit', '10000']
      listed = JSON.parse((await runCommand(rig.program, all, environment)).output)
      if (unfinished(listed).length === 0 && covers(listed)) break
      await server.start()
      await sleep(10_000)
    }
    await server.kill('SIGTERM')
    const sent = new Set(rig.sink.deliveries.map((one) => one.messageId))
    const emailed = new Set(listed.filter(({ id }) => sent.has(id)).map((one) => one.requestId))
    seen.embeddedAccepted = accepted.length
    seen.embeddedLost = accepted.filter((call) => !emailed.has(call.data.requestId)).length
    seen.embeddedDuplicates = rig.sink.deliveries.length - sent.size
    return {
      ...seen,
      kills: server.ends.killedAt.length,
      secondOpenerCode: second.code ?? 0,
      secondOpenerGotReason: Number(second.errors.includes('in use by another Latchkey process')),
    }

    function covers(messages: readonly Listed[]): boolean {
      const known = new Set(messages.map((message) => message.requestId))
      return accepted.every((call) => known.has(call.data.requestId))
    }
  },
  pass: {
    'it opens again each time and nothing is lost': (seen) =>
      (seen.embeddedAccepted ?? 0) > 0 && seen.embeddedLost === 0,
    'the password is the last acknowledged one or one whose answer was lost': (seen) =>
      seen.wrongPasswords === 0,
    'no more duplicates than kills': (seen) =>
      (seen.embeddedDuplicates ?? 0) <= 4 * (seen.kills ?? 0),
    'the second process is refused with a reason': (seen) =>
      seen.secondOpenerCode === 1 && seen.secondOpenerGotReason === 1,
  },
}

function unfinished(messages: readonly Listed[]): Listed[] {
  return messages.filter(({ state }) => state === 'sending' || state === 'delayed')
}
