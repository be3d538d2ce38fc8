import { HandoverFailed, type Mailer, type Message } from '../message.ts'

export type RecoveryMail = Extract<Message, { kind: 'recovery' }>
export type NoticeMail = Extract<Message, { kind: 'password-changed' }>

export type Outbox = Mailer & {
  /** Mails that were taken over, oldest first. */
  readonly sent: Message[]
  /** Every mail that was tried; one that failed may have arrived all the same. */
  readonly tried: Message[]
  /** Fails the next hand-over, then works again. */
  failNext(how: 'again' | 'never' | Error): void
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
      else failure = new HandoverFailed(how, how === 'again' ? '451 later' : '550 no such user')
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
