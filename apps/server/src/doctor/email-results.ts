import { checkMailServer, parseSmtpUrl } from '@latchkey/email'
import type { Config } from '../config/config.ts'
import { type Result, resultsOf } from './result.ts'

/** Connects to the mail server and signs in, without an email. */
export async function emailResults(config: Config): Promise<Result[]> {
  const { ok, note, warning, problem } = resultsOf('email')
  const { mailService } = config
  if (mailService) {
    return [
      note(
        `Emails go to the API of the service "${mailService.service}", from ${config.mailFrom.address}; only an email shows whether it accepts the key and the sender.`,
        'Send one: latchkey mail test --to you@example.com',
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
  const next = 'Send one: latchkey mail test --to you@example.com'
  if (checked.signInSkipped) {
    return [
      warning(
        `${place} answers and offers no way to sign in, so the user name and the password in the settings are not used. ${from}`,
        next,
      ),
    ]
  }
  const how = checked.auth === 'oauth2' ? ' with an access token' : ''
  const smtp = parseSmtpUrl(config.smtpUrl)
  const signsIn = checked.auth === 'oauth2' || (smtp.ok && smtp.auth !== undefined)
  const says = signsIn ? `${place} answers, and lets us sign in${how}.` : `${place} answers.`
  return [ok(`${says} ${from}`, next)]
}
