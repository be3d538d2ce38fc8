import type { EmailsWording } from '@latchkey/wording/emails'
import { accentOf } from '../colours.ts'
import { type Content, type Html, html } from '../html.ts'
import type { Branding } from '../rendered-email.ts'
import { emailFrame } from './email-frame.ts'
import { mono, sans } from './style.ts'

/**
 * The parts of an email: tables and inline styles, which the Word engine of Outlook understands. Classes serve small
 * screens, dark schemes and the conversion to plain text, which finds the button and the code by them.
 */
export function layoutFor(t: EmailsWording, branding: Branding) {
  const accent = accentOf(branding.accent)

  const paragraph = (content: Content): Html =>
    html`<p class="ink" style="margin:0 0 20px;font:400 16px/25px ${sans};color:#1c221f;">${content}</p>`

  const smallPrint = (content: Content): Html =>
    html`<p class="soft" style="margin:0 0 12px;font:400 14px/21px ${sans};color:#565f59;">${content}</p>`

  const link = (href: string, text = href): Html =>
    html`<a class="link" href="${href}" dir="ltr" style="color:${accent.light};word-break:break-word;">${text}</a>`

  const support = (): Html | undefined => {
    const { support } = branding
    if (!support) return undefined
    if ('page' in support) {
      return smallPrint(t.parts('support.page', { contact: link(support.page) }))
    }
    const contact = link(`mailto:${support.email}`, support.email)
    return smallPrint(t.parts('support.contact', { contact }))
  }

  return {
    paragraph,
    smallPrint,
    link,

    heading: (text: string): Html =>
      html`<h1 class="ink" style="margin:0 0 12px;font:600 24px/32px ${sans};color:#1c221f;">${text}</h1>`,

    strong: (text: string): Html =>
      html`<strong class="ink" style="font-weight:600;color:#1c221f;">${text}</strong>`,

    /** An address, a host or a product name: always read from left to right. */
    exact: (text: string): Html =>
      html`<strong class="ink" dir="ltr" style="font-weight:600;color:#1c221f;word-break:break-word;">${text}</strong>`,

    /** The cell has the colour and the link has the padding, so that the whole button can be clicked in Outlook too. */
    button: (label: string, href: string): Html =>
      html`<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:0 0 12px;">
<tr><td class="press" align="center" style="background:${accent.light};border-radius:8px;mso-padding-alt:14px 28px;"><a class="button" href="${href}" style="display:inline-block;padding:14px 28px;font:600 16px/20px ${sans};color:#ffffff;text-decoration:none;">${label}</a></td></tr>
</table>`,

    rule: (): Html =>
      html`<table role="presentation" class="divider" width="100%" cellpadding="0" cellspacing="0" border="0" style="margin:24px 0 0;"><tr><td class="rule" style="border-top:1px solid #ddd8cc;padding:0 0 20px;font-size:0;line-height:0;">&nbsp;</td></tr></table>`,

    /** The digits are spaced by style alone, so that the code is copied and autofilled as one word. */
    codeWell: (label: string, code: string): Html =>
      html`<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="margin:24px 0 12px;">
<tr><td class="well" align="center" bgcolor="#f4f1ea" style="background:#f4f1ea;border:1px solid #ddd8cc;border-radius:8px;padding:16px 12px 18px;">
<p class="label soft" style="margin:0 0 4px;font:400 14px/20px ${sans};color:#565f59;">${label}</p>
<p class="code ink" dir="ltr" style="margin:0;font:600 34px/42px ${mono};letter-spacing:8px;text-indent:8px;white-space:nowrap;color:#1c221f;">${code}</p>
</td></tr>
</table>`,

    /** The two words that the page of the same request shows. */
    words: (request: { words: string; wordsLanguage: string; wordsDirection: string }): Html => {
      const pill = html`<span class="pill ink" dir="${request.wordsDirection}" lang="${request.wordsLanguage}" style="background:#f4f1ea;border-radius:8px;padding:4px 10px;font-weight:600;color:#1c221f;white-space:nowrap;">${request.words}</span>`
      return html`<p class="soft" style="margin:0 0 24px;font:400 14px/28px ${sans};color:#565f59;">${t.parts('words.same', { words: pill })}</p>`
    },

    page: ({ title, preheader, body }: { title: string; preheader: string; body: Html }): string =>
      emailFrame({
        locale: t.locale,
        direction: t.direction,
        accent,
        title,
        preheader,
        productName: branding.productName,
        body: html`${body}
${support()}`,
      }),
  }
}

export type Layout = ReturnType<typeof layoutFor>
