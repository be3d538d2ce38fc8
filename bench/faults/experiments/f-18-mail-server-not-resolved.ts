import { percentile } from '../rig/driver.ts'
import type { Experiment } from '../rig/experiment.ts'
import { messageCounts } from '../rig/message-counts.ts'
import { oldPassword } from '../rig/people.ts'
import { each } from '../rig/request-emails.ts'
import { until } from '../rig/until.ts'

export const f18: Experiment = {
  id: 'F-18',
  title: 'The name of the mail server does not resolve',
  fault: 'SMTP_URL names a host that does not exist; sign-ins meanwhile',
  cycles: { full: 40, short: 4 },
  async run(rig, { cycles }) {
    const signInsMs = async (emails: readonly string[]) => {
      const since = rig.driver.log.length
      await each(emails, 1, (email) => rig.driver.signIn(email, oldPassword))
      return percentile(rig.driver.log.slice(since), 0.5)
    }
    const restart = async (more = {}) => {
      await Promise.all(rig.servers.map((server) => server.kill('SIGTERM')))
      await Promise.all(rig.servers.map((server) => server.start(more)))
    }
    const people = await rig.people.add(cycles)
    const usualSignInMs = await signInsMs(people)
    await restart({ SMTP_URL: 'smtp://rig:wrong@relay.invalid:587' })
    await each(people, 4, (email) => rig.driver.request(email))
    const meanwhileSignInMs = await signInsMs(people)
    await until(async () => {
      const { delayed, dead } = await messageCounts(rig, people)
      return delayed + dead === cycles
    })
    const { dead } = await messageCounts(rig, people)
    await restart()
    await rig.makeRetriesDue()
    return { usualSignInMs, meanwhileSignInMs, deadMeanwhile: dead }
  },
  pass: { 'none is given up, and all are emailed': (seen) => seen.emailed === seen.accepted },
  passInTime: {
    'a sign-in takes no longer': (seen) =>
      (seen.meanwhileSignInMs ?? 0) <= (seen.usualSignInMs ?? 0) * 2 + 20,
  },
}
