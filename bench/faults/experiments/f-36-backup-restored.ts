import type { Experiment } from '../rig/experiment.ts'
import { newPassword } from '../rig/people.ts'
import { requestEmails } from '../rig/request-emails.ts'
import { runCommand } from '../rig/server.ts'

export const f36: Experiment = {
  id: 'F-36',
  title: 'A backup is restored',
  fault: 'links are spent after the backup; the backup is restored; `latchkey revoke --all`',
  cycles: { full: 20, short: 3 },
  async run(rig, { cycles }) {
    const stop = () => Promise.all(rig.servers.map((server) => server.kill('SIGTERM')))
    const start = () => Promise.all(rig.servers.map((server) => server.start()))
    const people = await requestEmails(rig, cycles)
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
    // Everything since the backup is gone, so its history must not be checked.
    rig.driver.log.length = 0
    rig.revoked()
    await rig.copyDatabase('yesterday', 'latchkey')
    const all = ['revoke', '--all', '--yes']
    const revoked = await runCommand(rig.program, all, {
      DATABASE_URL: rig.postgres.url('latchkey'),
      LATCHKEY_SECRET: rig.secret,
    })
    await start()
    let reused = 0
    for (const [nth, { token }] of people.entries()) {
      const reset = await rig.driver.call('recovery.reset', {
        token,
        newPassword: newPassword(nth),
      })
      if (reset.status === 200) reused += 1
    }
    const again = await requestEmails(
      rig,
      people.map(({ email }) => email),
    )
    return { spent, reused, revokedWith: revoked.code ?? 1, emailedAfter: again.length }
  },
  pass: {
    'no link from before the restore works': (seen) => seen.reused === 0 && seen.revokedWith === 0,
    'every new request is emailed': (seen) => seen.emailed === seen.accepted && seen.accepted > 0,
  },
}
