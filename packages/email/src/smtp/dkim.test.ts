import { createHash, createVerify, generateKeyPairSync } from 'node:crypto'
import { expect, onTestFinished, test } from 'vitest'
import { openMailServer } from '../testing/mail-server.ts'
import { mailerFor } from '../testing/mailer.ts'
import { recovery } from '../testing/messages.ts'

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })

async function signedEmail(): Promise<string> {
  const server = await openMailServer()
  onTestFinished(server.close)
  const mailer = mailerFor(`smtp://127.0.0.1:${server.port}`, {
    dkim: {
      domain: 'mail.example.test',
      selector: 'latchkey',
      privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    },
  })
  await mailer.send(recovery)
  return server.received[0]?.raw ?? ''
}

/** What a receiver does (RFC 6376, relaxed/relaxed): which fields were signed, and whether the signature fits. */
function verified(raw: string): { fields: string[]; tags: Map<string, string>; good: boolean } {
  const split = raw.indexOf('\r\n\r\n')
  const headers = raw.slice(0, split).split(/\r\n(?![ \t])/)
  const body = raw.slice(split + 4)
  const nameOf = (header: string) => header.slice(0, header.indexOf(':')).toLowerCase()
  const relaxed = (header: string) =>
    `${nameOf(header)}:${header
      .slice(header.indexOf(':') + 1)
      .replace(/\r\n/g, '')
      .replace(/[ \t]+/g, ' ')
      .trim()}`
  const signature = headers.find((header) => nameOf(header) === 'dkim-signature') ?? ''
  const tags = new Map(
    relaxed(signature)
      .slice('dkim-signature:'.length)
      .split(';')
      .map((tag) => [
        tag.slice(0, tag.indexOf('=')).trim(),
        tag.slice(tag.indexOf('=') + 1).trim(),
      ]),
  )
  const canonicalBody = `${body
    .replace(/[ \t]+(?=\r\n)/g, '')
    .replace(/[ \t]+/g, ' ')
    .replace(/(?:\r\n)*$/, '')}\r\n`
  const bodyHash = createHash('sha256').update(canonicalBody).digest('base64')
  const fields = (tags.get('h') ?? '')
    .toLowerCase()
    .split(':')
    .map((field) => field.trim())
  const left = [...headers].reverse()
  const signed = fields.map((field) => {
    const at = left.findIndex((header) => nameOf(header) === field)
    return at < 0 ? '' : `${relaxed(left.splice(at, 1)[0] ?? '')}\r\n`
  })
  const verifier = createVerify('sha256').update(signed.join(''))
  verifier.update(relaxed(signature).replace(/(;\s*b=).*$/, '$1'))
  const value = (tags.get('b') ?? '').replace(/\s/g, '')
  const good =
    bodyHash === (tags.get('bh') ?? '').replace(/\s/g, '') &&
    verifier.verify(publicKey, value, 'base64')
  return { fields, tags, good }
}

test('an email is signed with our key, and the signature shows a change', async () => {
  const raw = await signedEmail()
  const { fields, tags, good } = verified(raw)
  expect(good).toBe(true)
  expect([tags.get('d'), tags.get('s'), tags.get('a')]).toEqual([
    'mail.example.test',
    'latchkey',
    'rsa-sha256',
  ])
  expect(fields).toEqual(expect.arrayContaining(['from', 'to', 'subject', 'date', 'message-id']))
  expect(verified(raw.replace('Subject: ', 'Subject: x')).good).toBe(false)
  expect(verified(raw.replace(/\r\n$/, 'x\r\n')).good).toBe(false)
})
