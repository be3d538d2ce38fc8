import { type Failure, HandoverFailed, type Mailer } from '../handover.ts'
import type { Message } from '../message.ts'

export type RecoveryMail = Extract<Message, { kind: 'recovery' }>
export type NoticeMail = Extract<Message, { kind: 'password-changed' }>

export type Outbox = Mailer & {
  /** Mails that were taken over, oldest first. */
  readonly sent: Message[]
  /** Every mail that was tried; one that failed may have arrived all the same. */
  readonly tried: Message[]
  /** Fails the next hand-over, then works again. */
  failNext(how: Failure | Error): void
}

const answers: Partial<Record<Failure, string>> = {
  busy: '451 later',
  refused: '550 no such user',
  setup: '535 wrong password',
}

export function createOutbox(): Outbox {
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

export function isRecoveryMail(message: Message): message is RecoveryMail {
  return message.kind === 'recovery'
}

export function isNoticeMail(message: Message): message is NoticeMail {
  return message.kind === 'password-changed'
}
