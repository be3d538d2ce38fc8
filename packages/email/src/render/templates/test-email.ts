import { html } from '../html.ts'
import type { Branding } from '../rendered-email.ts'
import type { Template } from '../template.ts'

export function testEmailFacts({ productName, publicUrl }: Branding) {
  return { service: productName, address: new URL('/forgot-password', publicUrl).href }
}

/** Not a message: nobody recovers anything, and it holds no secret. */
export const testEmail: Template<ReturnType<typeof testEmailFacts>> = (
  t,
  { service, address },
  look,
) => {
  const works = t('test.works', { service })
  return {
    subject: t('test.subject', { service }),
    preheader: works,
    // The link is the one thing only a mail that arrived can show.
    body: html`${look.heading(t('test.title'))}
${look.paragraph(works)}
${look.paragraph(html`${t('test.look')} ${look.link(address)}`)}
${look.smallPrint(t('test.tracked'))}`,
  }
}
