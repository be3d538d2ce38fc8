import type { Readable } from 'node:stream'
import type { MailMessageData, PluginFunction, SendMailOptions } from 'nodemailer'
import { inOnePiece } from './in-one-piece.ts'

/** Tells whether a byte of an email was sent, which the library's errors do not say. */
export type BodyWatch = { add: (body: Readable) => void; began: () => boolean }

export type WatchedEmail = SendMailOptions & { watch: BodyWatch }

/** An email has one body for each attempt of the library's pool. */
export function watchBody(): BodyWatch {
  const bodies: Readable[] = []
  return {
    add: (body) => bodies.push(body),
    began: () => bodies.some((body) => body.readableDidRead),
  }
}

/**
 * A plugin of the library's `stream` step, for emails with a `watch`. The body is read only after the server asked
 * for it, so a body that was never read was never sent.
 */
export const watchBodies: PluginFunction = ({ message, data }, done) => {
  const { watch } = data as MailMessageData & Partial<WatchedEmail>
  const open = message.createReadStream.bind(message)
  message.createReadStream = (options) => {
    const body = inOnePiece(open(options))
    watch?.add(body)
    return body
  }
  done()
}
