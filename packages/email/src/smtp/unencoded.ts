import type { SendMailOptions } from 'nodemailer'

type Bodies = { text: string; html: string }

const notAscii = /[^\t\n\x20-\x7e]/
/** In characters, without the line break (RFC 5322 section 2.1.1). */
const LONGEST_LINE = 998

/**
 * Both bodies without a transfer encoding, where mail allows that (`7bit`, RFC 2045 section 2.7); the library encodes
 * the others. So a link is in the raw email as it is, and an email costs much less to send: see decision 72.
 */
export function unencoded({ text, html }: Bodies): Pick<SendMailOptions, 'text' | 'html'> {
  const asciiText = text.replaceAll('\u00a0', ' ')
  const asciiHtml = withReferences(html)
  return {
    text: needsEncoding(asciiText) ? text : part('plain', asciiText),
    html: needsEncoding(asciiHtml) ? html : part('html', asciiHtml),
  }
}

function needsEncoding(content: string): boolean {
  return notAscii.test(content) || content.split('\n').some((line) => line.length > LONGEST_LINE)
}

function part(subtype: 'plain' | 'html', content: string) {
  const head = `Content-Type: text/${subtype}; charset=utf-8\r\nContent-Transfer-Encoding: 7bit`
  return { raw: `${head}\r\n\r\n${content}` }
}

/** By name, because a number looks like a code. No letters: programs that search the HTML find words as they are. */
const references: Record<string, string> = {
  '\u00a0': '&nbsp;',
  '·': '&middot;',
  '–': '&ndash;',
  '—': '&mdash;',
  '‘': '&lsquo;',
  '’': '&rsquo;',
  '“': '&ldquo;',
  '”': '&rdquo;',
  '…': '&hellip;',
}
const punctuation = new RegExp(`[${Object.keys(references).join('')}]`, 'g')

function withReferences(html: string): string {
  return html.replace(punctuation, (mark) => references[mark] ?? mark)
}
