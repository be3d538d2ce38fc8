import { quote } from '../smtp/quote.ts'
import { explainNoAnswer, explainServiceAnswer } from './answers/explain-answer.ts'
import { wordsOf } from './call-service.ts'
import {
  type KeyFinding,
  type MailServiceAccount,
  type MailServiceName,
  NotSent,
  serviceNames,
} from './mail-service.ts'
import { openService } from './open-service.ts'

const CALL_MS = 10_000

export type MailServiceCheck = KeyFinding & {
  /** With the port, where it is not 443. */
  host: string
}

/** Asks the service who we are, by the key that emails are sent with. Nothing is sent and nothing is changed. */
export async function checkMailService(
  account: MailServiceAccount,
  callMs = CALL_MS,
): Promise<MailServiceCheck> {
  const service = openService(account)
  const { host, name, secrets } = service
  try {
    const answer = await service.whoAmI(callMs)
    if (answer.finding) return { host, ...answer.finding }
    if (answer.status >= 200 && answer.status < 300) {
      if (!answer.isGenuine) return { host, ...foreign({ name, host }) }
      return { host, result: 'accepted', says: `${host} accepts the key.` }
    }
    const { meaning, advice } = explainServiceAnswer({ ...answer, service: name })
    const said = [String(answer.status), answer.code, answer.text].filter(Boolean).join(' ')
    return {
      ...{ host, result: 'refused', todo: advice },
      says: `${host} refuses the key: ${quote(said, secrets)}. ${meaning}`,
    }
  } catch (error) {
    const said = wordsOf(error)
    const { failure, meaning, advice } = explainNoAnswer(said, error)
    const what = error instanceof NotSent ? 'could not be called' : 'did not answer'
    const says = `${host} ${what}: ${quote(said, secrets)}.`
    return failure === 'unclear'
      ? { host, result: 'refused', says, todo: 'Try again, and look at its status page.' }
      : { host, result: 'refused', says: `${says} ${meaning}`, todo: advice }
  } finally {
    service.close()
  }
}

function foreign({ name, host }: { name: MailServiceName; host: string }): KeyFinding {
  return {
    result: 'refused',
    says: `${host} does not answer as ${serviceNames[name]} does.`,
    todo: 'Check the endpoint in MAIL_URL, and what stands between this machine and the mail service.',
  }
}
