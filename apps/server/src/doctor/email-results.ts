import {
  checkMailServer,
  checkMailService,
  type MailServiceCheck,
  parseSmtpUrl,
} from '@latchkey/email'
import type { Config } from '../config/config.ts'
import { type Result, resultsOf } from './result.ts'

const NEXT = 'Send one: latchkey mail test --to you@example.com'

/** Connects to the mail server and signs in, or asks the mail service whether it knows the key; without an email. */
export async function emailResults(config: Config): Promise<Result[]> {
  const { ok, note, warning, problem } = resultsOf('email')
  const say: Record<MailServiceCheck['result'], typeof ok> = {
    accepted: ok,
    unclear: warning,
    refused: problem,
  }
  const { mailService } = config
  if (mailService) {
    const { result, says, todo } = await checkMailService(mailService)
    return [
      say[result](
        `${says} The sender is ${config.mailFrom.address}; only an email shows whether the service accepts it.`,
        todo ?? NEXT,
      ),
    ]
  }
  if (config.smtpUrl === undefined) {
    return [
      note(
        `No mail server is configured: the built-in mailbox keeps the emails, at ${config.publicUrl}/mailbox.`,
      ),
    ]
  }
  const checked = await checkMailServer({
    url: config.smtpUrl,
    ehloName: config.smtpName,
    oauth: config.smtpOauth,
  })
  const place = `${checked.host}:${checked.port}`
  if (checked.status === 'failed') {
    return [
      problem(
        `${place} failed at the step "${checked.step}": ${checked.answer}. ${checked.meaning}`,
        checked.advice,
      ),
    ]
  }
  const from = `The sender is ${config.mailFrom.address}; only an email shows whether the server accepts it.`
  if (checked.signInSkipped) {
    return [
      warning(
        `${place} answers and offers no way to sign in, so the user name and the password in the settings are not used. ${from}`,
        NEXT,
      ),
    ]
  }
  const how = checked.auth === 'oauth2' ? ' with an access token' : ''
  const smtp = parseSmtpUrl(config.smtpUrl)
  const signsIn = checked.auth === 'oauth2' || (smtp.ok && smtp.auth !== undefined)
  const says = signsIn ? `${place} answers, and lets us sign in${how}.` : `${place} answers.`
  return [ok(`${says} ${from}`, NEXT)]
}
