import { once } from 'node:events'
import { PassThrough, Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { inOnePiece } from './in-one-piece.ts'

test('an email written in pieces is read in one', async () => {
  const body = Readable.from(['Subject: hello\r\n\r\n', 'One line,\r\n', 'and another.\r\n'], {
    objectMode: false,
  })
  const pieces = await inOnePiece(body).toArray()
  expect(pieces.map(String)).toEqual(['Subject: hello\r\n\r\nOne line,\r\nand another.\r\n'])
})

test('an error while the email is written reaches its reader', async () => {
  const body = new PassThrough()
  const joined = inOnePiece(body)
  body.write('Subject: hello\r\n')
  body.destroy(new Error('no such file'))
  await expect(joined.toArray()).rejects.toThrow('no such file')
})

test('a reader who leaves ends the email', async () => {
  const body = new PassThrough()
  const joined = inOnePiece(body)
  joined.destroy()
  await once(body, 'close')
  expect(body.destroyed).toBe(true)
})
