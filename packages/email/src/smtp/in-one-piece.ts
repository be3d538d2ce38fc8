import { type Readable, Transform, type TransformCallback } from 'node:stream'

/**
 * Joins what the library writes of an email, a header or a line at a time. Each piece would be a write to the socket,
 * and a packet; an email is a few kilobytes.
 */
export function inOnePiece(body: Readable): Readable {
  const pieces: Buffer[] = []
  const joined = new Transform({
    transform(piece: Buffer, _encoding, done: TransformCallback) {
      pieces.push(piece)
      done()
    },
    flush(done: TransformCallback) {
      done(null, Buffer.concat(pieces))
    },
  })
  // The reader gets an error of the library, and the library hears of a reader who leaves. Not `pipeline`, which makes
  // an abort controller and an exception for each email.
  body.once('error', (error) => joined.destroy(error))
  joined.once('close', () => body.destroy())
  return body.pipe(joined)
}
