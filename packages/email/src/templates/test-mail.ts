import { locales } from '@latchkey/core'
import { html } from '../html.ts'
import type { Branding, RenderedMail } from '../rendered-mail.ts'
import { heading, link, page, paragraph, smallPrint } from './layout.ts'

/** Not a message: nobody recovers anything, and it holds no secret. */
export function renderTestMail({ productName, publicUrl }: Branding): RenderedMail {
  const subject = `Test mail from ${productName}`
  const address = new URL('/forgot-password', publicUrl).href
  const works = `If you can read this, ${productName} can send mail.`
  // The one thing only a mail that arrived can show.
  const look = 'Look where this link really leads before you follow it:'
  const tracked =
    'If it leads anywhere else, your mail service rewrites links and would see those that reset passwords. Turn its click tracking off.'
  return {
    subject,
    text: `${works}\n\n${look}\n\n${address}\n\n${tracked}`,
    html: page({
      locale: locales[0],
      title: subject,
      productName,
      preheader: works,
      body: html`${heading('Mail works')}
${paragraph(works)}
${paragraph(html`${look} ${link(address)}`)}
${smallPrint(tracked)}`,
    }),
  }
}
