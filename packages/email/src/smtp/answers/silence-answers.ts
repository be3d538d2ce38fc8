import type { Step } from '../step.ts'
import type { KnownAnswer } from './answer.ts'

const doing: Partial<Record<Step, string>> = {
  ehlo: 'when we gave our name (EHLO)',
  encryption: 'while the connection was being encrypted',
  'sign-in': 'while we signed in',
  sender: 'when it was told the sender',
  recipient: 'when it was told the recipient',
  message: 'after it was given the email',
}

const advice =
  'Try again. If it stays so, ask the owner of the mail server; a firewall that inspects SMTP or a slow check of senders does this too. The worker tries again by itself.'

const nameAdvice =
  'Some servers do so when they do not like the name: set SMTP_NAME to the host name that the network address of this machine resolves to.'

/** A server that stops answering, or hangs up. */
export const silenceAnswers: readonly KnownAnswer[] = Object.entries(doing).flatMap(
  ([name, when]): KnownAnswer[] => {
    const step = name as Step
    const silent = /^(?:Timeout|TLS handshake timed out|gave up after [\d.]+ s)\b/
    return [
      [
        { step, answered: false, says: silent },
        { failure: 'unreachable', meaning: `The mail server fell silent ${when}.`, advice },
      ],
      [
        { step, answered: false, says: /^Connection closed|ECONNRESET|EPIPE/ },
        {
          failure: 'unreachable',
          meaning: `The mail server hung up ${when}.`,
          advice: step === 'ehlo' ? nameAdvice : advice,
        },
      ],
    ]
  },
)
