import { type Failure, HandoverFailed, type Mailer } from '../handover.ts'
import type { Message, MessageOf } from '../message.ts'

export type RecoveryEmail = MessageOf<'recovery'>
export type Notice = MessageOf<'password-changed'>

export type RecordingMailer = Mailer & {
  /** Emails that were handed over, oldest first. */
  readonly sent: Message[]
  /** Every email that was tried. One that failed may have arrived all the same. */
  readonly tried: Message[]
  /** Fails the next hand-over, then works again. */
  failNext(how: Failure | Error): void
}

const answers: Partial<Record<Failure, string>> = {
  busy: '451 later',
  refused: '550 no such user',
  setup: '535 wrong password',
}

export function createRecordingMailer(): RecordingMailer {
  const sent: Message[] = []
  const tried: Message[] = []
  let failure: Error | undefined
  return {
    sent,
    tried,
    failNext(how) {
      if (how instanceof Error) failure = how
      else failure = new HandoverFailed(how, answers[how] ?? '')
    },
    async send(message) {
      tried.push(message)
      const thrown = failure
      failure = undefined
      if (thrown) throw thrown
      sent.push(message)
      return { answer: '250 queued' }
    },
  }
}

export function isRecoveryEmail(message: Message): message is RecoveryEmail {
  return message.kind === 'recovery'
}

export function isNotice(message: Message): message is Notice {
  return message.kind === 'password-changed'
}
