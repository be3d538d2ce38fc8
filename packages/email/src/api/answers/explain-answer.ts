import { oneLine } from '../../render/words.ts'
import { withoutAddresses } from '../../smtp/answers/known-answers.ts'
import { type MailServiceName, NotComposed, NotSent, serviceNames } from '../mail-service.ts'
import type { KnownRefusal, RefusedCall } from './answer.ts'
import { serviceAnswers, statusAnswers } from './service-answers.ts'

/**
 * In words that nobody has seen, an answer may be about us or about the recipient. The email is kept and tried again
 * until it expires: the other mistake would cost somebody their recovery.
 */
const otherwise: KnownRefusal[1] = {
  failure: 'setup',
  concerns: 'recipient',
  meaning: 'The mail service refused the email.',
  advice: 'The answer is all that is known. Look it up in the documents of your mail service.',
}

/** The one table of what mail services answer: for the queue and for `latchkey mail test` alike. */
export function explainServiceAnswer(refusal: RefusedCall): KnownRefusal[1] {
  const text = oneLine(withoutAddresses(refusal.text))
  const rows = [...serviceAnswers[refusal.service], ...statusAnswers]
  const [, explanation = otherwise] =
    rows.find(
      ([{ status, code, says }]) =>
        (status === undefined || [status].flat().includes(refusal.status)) &&
        (code === undefined || code.test(refusal.code)) &&
        (says === undefined || says.test(text)),
    ) ?? []
  return explanation
}

/** What a success means that does not look like one of the service. */
export function explainForeignAnswer({
  name,
  host,
}: {
  name: MailServiceName
  host: string
}): KnownRefusal[1] {
  return {
    ...{ failure: 'unclear', concerns: 'everyone' },
    meaning: `${host} did not answer as ${serviceNames[name]} does, so nobody knows what became of the email.`,
    advice:
      'Check the endpoint in MAIL_URL, and what stands between this machine and the mail service. Look whether the email arrived.',
  }
}

const beforeSending =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|EADDRNOTAVAIL|CONNECT_TIMEOUT/
const aboutTls = /certificate|altnames|\bCERT_|_CERT\b|\bERR_(?:TLS|SSL)|\bEPROTO\b/i

/** What a call means that got no answer, or a part of one: what was thrown, and its words. */
export function explainNoAnswer(said: string, thrown: unknown): KnownRefusal[1] {
  // Before the words: these are about the email, whatever they name.
  if (thrown instanceof NotComposed) {
    return {
      ...{ failure: 'unmailable', concerns: 'recipient' },
      meaning: 'The email could not be composed. Nothing was sent.',
      advice: 'The fault is in Latchkey: please report it.',
    }
  }
  const concerns = 'everyone'
  if (aboutTls.test(said)) {
    return {
      ...{ failure: 'unreachable', concerns },
      meaning: 'The connection to the mail service could not be encrypted.',
      advice:
        'If a proxy opens TLS on the way, give its certificate to Node.js with NODE_EXTRA_CA_CERTS.',
    }
  }
  if (beforeSending.test(said)) {
    return {
      ...{ failure: 'unreachable', concerns },
      meaning: 'The mail service could not be reached.',
      advice:
        'Check that this machine may call it over https. Behind a proxy, set HTTPS_PROXY and NODE_USE_ENV_PROXY=1.',
    }
  }
  if (thrown instanceof NotSent && thrown.mayPass) {
    return {
      ...{ failure: 'unreachable', concerns },
      meaning:
        'What a call to the mail service needs cannot be had for the moment. Nothing was sent.',
      advice: 'Try again. The worker does so by itself.',
    }
  }
  if (thrown instanceof NotSent) {
    return {
      ...{ failure: 'setup', concerns },
      meaning: 'The mail service could not be called. Nothing was sent.',
      advice:
        'Check MAIL_URL and what else the answer names. If they are right, the fault is in Latchkey: please report it.',
    }
  }
  return {
    ...{ failure: 'unclear', concerns },
    meaning: 'The mail service did not say what became of the email.',
    advice: 'Look whether it arrived, and try again. The worker does so by itself.',
  }
}
