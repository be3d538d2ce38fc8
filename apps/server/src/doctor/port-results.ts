import { randomBytes, randomUUID } from 'node:crypto'
import { type EmailAddress, parseEmailAddress } from '@latchkey/core'
import { PortFailure } from '@latchkey/db'
import {
  checkPort,
  createAccountPort,
  findingFrom,
  nobody,
  type PortedAccounts,
  sentenceOf,
} from '@latchkey/server/parts'
import { type Result, resultsOf } from './result.ts'

const { ok, note, warning, problem } = resultsOf('accounts')

/** Older than any application may accept. */
const STALE_MS = 15 * 60_000

/** The users of an application that is called: whether it answers, and whether it checks who calls. */
export async function portResults(accounts: PortedAccounts): Promise<Result[]> {
  const beganAt = performance.now()
  const findings = await checkPort(createAccountPort(accounts))
  const ms = Math.round(performance.now() - beganAt)
  if (findings.length > 0) {
    return findings.map((finding) => problem(sentenceOf(finding), finding.todo))
  }
  const { url, password } = accounts
  return [
    ok(`${url} answers as agreed, within ${ms} ms.`),
    ...(await signatureResults(accounts)),
    ok(
      `New passwords reach it as they are typed${password.normalise === 'none' ? '' : `, in the form ${password.normalise}`}, of at most ${password.maxBytes} bytes in UTF-8.`,
    ),
    note('The application ends the sessions of before. Latchkey cannot see whether it does.'),
    note(
      'The application may have a password reset of its own, which Latchkey cannot see.',
      'Switch it off, or people have two ways in and one is not guarded.',
    ),
  ]
}

/** A call that is signed with another secret, and one that is old. Both must be refused. */
async function signatureResults(accounts: PortedAccounts): Promise<Result[]> {
  const foreign = [`whsec_${randomBytes(32).toString('base64')}`]
  const acceptsForeign = await accepts({ ...accounts, secrets: foreign })
  const acceptsOld = await accepts({ ...accounts, now: () => new Date(Date.now() - STALE_MS) })
  const results: Result[] = []
  if (acceptsForeign) {
    results.push(
      problem(
        'The application accepts calls that are signed with another secret: anybody who reaches it can set any password.',
        'Let it check the signature before anything else.',
      ),
    )
  } else results.push(ok('It refuses calls that are signed with another secret.'))
  if (acceptsOld && !acceptsForeign) {
    results.push(
      warning(
        'The application accepts calls that are 15 minutes old, so one that was recorded can be repeated.',
        'Let it refuse a webhook-timestamp that is older than five minutes.',
      ),
    )
  }
  return results
}

async function accepts(options: Parameters<typeof createAccountPort>[0]): Promise<boolean> {
  try {
    await createAccountPort(options).lookup([nobody])
    return true
  } catch (error) {
    if (error instanceof PortFailure) return false
    throw error
  }
}

/** What the application says of one user. Nothing is changed there. */
export async function portTrialResults(
  accounts: PortedAccounts,
  address: EmailAddress,
): Promise<Result[]> {
  const trial = resultsOf('trial')
  const port = createAccountPort(accounts)
  try {
    const found = (await port.lookup([address.canonical])).filter(
      ({ email }) => parseEmailAddress(email ?? '')?.canonical === address.canonical,
    )
    const [account, ...others] = found
    if (!account) return [trial.problem(`/lookup finds nobody with ${address.registered}.`)]
    if (others.length > 0) {
      return [
        trial.problem(
          `/lookup finds ${found.length} users with ${address.registered}: none of them would get an email.`,
        ),
      ]
    }
    const again = await port.look(account.id)
    if (!again) return [trial.problem(`/look does not know ${account.id}, which /lookup found.`)]
    if (JSON.stringify(again) !== JSON.stringify(account)) {
      return [
        trial.problem(
          '/look and /lookup say different things of the same user, so that every link would be invalid.',
          'Make both answers from the same row.',
        ),
      ]
    }
    if ((await port.settled(randomUUID())) !== 'unknown') {
      return [trial.problem('/settled says that a change was made that never was.')]
    }
    const { id, alive, hasPassword } = account
    return [
      trial.ok(
        `${address.registered} is user ${id}, ${alive ? 'active' : 'disabled'}, ${hasPassword ? 'with' : 'without'} a password. /lookup, /look and /settled agree. /change was not called: there is no change that can be taken back.`,
      ),
    ]
  } catch (error) {
    if (!(error instanceof PortFailure)) throw error
    const finding = findingFrom(error)
    return [trial.problem(sentenceOf(finding), finding.todo)]
  }
}
