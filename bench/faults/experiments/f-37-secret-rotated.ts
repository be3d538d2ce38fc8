import { randomBytes } from 'node:crypto'
import type { Experiment } from '../rig/experiment.ts'
import { requestEmails } from '../rig/request-emails.ts'

export const f37: Experiment = {
  id: 'F-37',
  title: 'The server secret is rotated',
  fault: 'old → old,new → new,old → new, one server after the other, with valid codes throughout',
  cycles: { full: 20, short: 2 },
  async run(rig, { cycles }) {
    const old = rig.secret
    const next = randomBytes(32).toString('base64')
    const restart = async (secrets: string) => {
      for (const server of rig.servers) {
        await server.kill('SIGTERM')
        await server.start({ LATCHKEY_SECRET: secrets })
      }
    }
    const countValid = async (people: Awaited<ReturnType<typeof requestEmails>>) => {
      let count = 0
      for (const [nth, { requestId, code }] of people.entries()) {
        const { status } = await rig.driver.guess(requestId, code, { server: nth % 2 })
        if (status === 200) count += 1
      }
      return count
    }
    const underOld = [
      await requestEmails(rig, cycles),
      await requestEmails(rig, cycles),
      await requestEmails(rig, cycles),
    ]
    await restart(`${old},${next}`)
    const atFirst = await countValid(underOld[0] ?? [])
    await restart(`${next},${old}`)
    const inOverlap = await countValid(underOld[1] ?? [])
    const underNew = await countValid(await requestEmails(rig, cycles))
    await restart(next)
    const afterwards = await countValid(underOld[2] ?? [])
    const codes = rig.driver.log.slice(-cycles).map((call) => call.code)
    return {
      each: cycles,
      atFirst,
      inOverlap,
      underNew,
      afterwards,
      otherAnswers: codes.filter((code) => code !== 'INVALID_OR_EXPIRED').length,
    }
  },
  pass: {
    'codes work during the overlap': (seen) =>
      seen.atFirst === seen.each && seen.inOverlap === seen.each && seen.underNew === seen.each,
    'codes under a removed secret fail like any wrong code': (seen) =>
      seen.afterwards === 0 && seen.otherAnswers === 0,
  },
}
