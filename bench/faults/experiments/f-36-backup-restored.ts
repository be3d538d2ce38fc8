import type { Experiment } from '../rig/experiment.ts'
import { mailed } from '../rig/mailed.ts'
import { newPassword } from '../rig/people.ts'
import { runCommand } from '../rig/server.ts'

export const f36: Experiment = {
  id: 'F-36',
  title: 'A backup is restored',
  fault: 'links are spent after the backup; it is restored; `latchkey revoke --all`',
  cycles: { full: 20, short: 3 },
  async run(rig, { cycles }) {
    const stop = () => Promise.all(rig.servers.map((server) => server.kill('SIGTERM')))
    const start = () => Promise.all(rig.servers.map((server) => server.start()))
    const people = await mailed(rig, cycles)
    await rig.settle()
    await stop()
    await rig.copyDatabase('latchkey', 'yesterday')
    await start()
    let spent = 0
    for (const [nth, { email, token }] of people.entries()) {
      if ((await rig.driver.reset(email, token, newPassword(nth))).status === 200) spent += 1
    }
    await rig.settle()
    await stop()
    // What was done since yesterday is gone, and with it what the log says of it.
    rig.driver.log.length = 0
    rig.revoked()
    await rig.copyDatabase('yesterday', 'latchkey')
    const all = ['revoke', '--all', '--yes']
    const revoked = await runCommand(rig.program, all, {
      DATABASE_URL: rig.postgres.url('latchkey'),
      LATCHKEY_SECRET: rig.secret,
    })
    await start()
    let revived = 0
    for (const [nth, { token }] of people.entries()) {
      const again = await rig.driver.call('recovery.reset', {
        token,
        newPassword: newPassword(nth),
      })
      if (again.status === 200) revived += 1
    }
    const asked = await mailed(
      rig,
      people.map(({ email }) => email),
    )
    return { spent, revived, revokedWith: revoked.code ?? 1, mailedAfter: asked.length }
  },
  pass: {
    'no link of before works': (seen) => seen.revived === 0 && seen.revokedWith === 0,
    'whoever asks gets a mail': (seen) => seen.mailed === seen.accepted && seen.accepted > 0,
  },
}
