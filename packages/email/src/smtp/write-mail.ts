import { encodeWord, encodeWords, foldLines } from 'nodemailer/lib/mime-funcs'
import { encode, wrap } from 'nodemailer/lib/qp'
import type { OutgoingMail } from './outgoing-email.ts'

const LINE = 76
const WORD = 52

/**
 * The mail as it goes over the wire: two parts, the same headers each time. The library's composer can do anything
 * and takes as long as the rest of a hand-over together; only its encodings are used here.
 */
export function writeMail(mail: OutgoingMail): Buffer {
  // What quoted-printable writes holds no "=_".
  const boundary = `=_${mail.messageId.replace(/[^\w-]/g, '')}`
  const headers: [name: string, value: string][] = [
    ...Object.entries(mail.headers),
    ['From', address(mail.from)],
    ['To', address(mail.to)],
    ...(mail.replyTo ? [['Reply-To', address(mail.replyTo)] as [string, string]] : []),
    ['Subject', encodeWords(oneLine(mail.subject), 'Q', WORD, true)],
    ['Message-ID', mail.messageId],
    ['Date', new Date().toUTCString().replace('GMT', '+0000')],
    ['MIME-Version', '1.0'],
    ['Content-Type', `multipart/alternative; boundary="${boundary}"`],
  ]
  const head = headers.map(([name, value]) => foldLines(`${name}: ${oneLine(value)}`, LINE))
  return Buffer.from(
    [
      ...head,
      '',
      `--${boundary}`,
      ...part('text/plain', mail.text),
      `--${boundary}`,
      ...part('text/html', mail.html),
      `--${boundary}--`,
      '',
    ].join('\r\n'),
  )
}

function part(type: string, content: string): string[] {
  return [
    `Content-Type: ${type}; charset=utf-8`,
    'Content-Transfer-Encoding: quoted-printable',
    '',
    wrap(encode(content.replace(/\r?\n/g, '\r\n')), LINE),
  ]
}

// No list, no comment, no quoted part: what could be read as two addresses is none.
const plainAddress = /^[^\s<>()[\]",;:\\@]+@[^\s<>()[\]",;:\\@]+$/

function address({ name, address }: { name: string; address: string }): string {
  if (!plainAddress.test(address)) throw new Error('The address is not plain')
  if (name === '') return address
  return `${nameInHeader(oneLine(name))} <${address}>`
}

function nameInHeader(name: string): string {
  if (/^[\w ]*$/.test(name)) return name
  const isAscii = /^[ -~]*$/.test(name)
  return isAscii ? `"${name.replace(/["\\]/g, '\\$&')}"` : encodeWord(name, 'Q', WORD)
}

/** A header ends where its line ends. */
function oneLine(value: string): string {
  return value.replace(/\p{Cc}+/gu, ' ')
}
