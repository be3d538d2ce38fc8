import { html } from '../html.ts'
import type { Branding } from '../rendered-email.ts'
import type { Template } from '../template.ts'

export function testEmailFacts({ productName, forgotPasswordUrl }: Branding) {
  return { service: productName, address: forgotPasswordUrl }
}

/** Not a `Message`: it belongs to no request and holds no secret. */
export const testEmail: Template<ReturnType<typeof testEmailFacts>> = (
  t,
  { service, address },
  look,
) => {
  const works = t('test.works', { service })
  return {
    subject: t('test.subject', { service }),
    preheader: works,
    // Only an email that arrived shows whether a service rewrote its link.
    body: html`${look.heading(t('test.title'))}
${look.paragraph(works)}
${look.paragraph(html`${t('test.look')} ${look.link(address)}`)}
${look.smallPrint(t('test.tracked'))}`,
  }
}
