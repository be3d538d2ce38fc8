import { type Html, html } from '../html.ts'
import { sans, style } from './style.ts'

type Frame = {
  locale: string
  direction: 'ltr' | 'rtl'
  accent: { dark: string; onDark: string }
  title: string
  preheader: string
  productName: string
  body: Html
}

// Invisible characters after the preheader keep the first words of the email out of the inbox preview.
const fillerLine = html`${Array.from({ length: 5 }, () => html`&#847;&zwnj;&nbsp;`)}\n`
const previewFiller = html`${Array.from({ length: 12 }, () => fillerLine)}`

/** The HTML document around the text of an email. */
export function emailFrame(email: Frame): string {
  const { locale, direction } = email
  return html`<!doctype html>
<html lang="${locale}" dir="${direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="x-apple-disable-message-reformatting">
<meta name="format-detection" content="telephone=no, date=no, address=no, email=no, url=no">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${email.title}</title>
<style>${style(email.accent)}
</style>
</head>
<body class="page" style="margin:0;padding:0;background:#f4f1ea;">
<div class="preview" style="mso-hide:all;max-height:0;overflow:hidden;opacity:0;font-size:1px;line-height:1px;">${email.preheader}${previewFiller}</div>
<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" border="0" bgcolor="#f4f1ea" style="background:#f4f1ea;" lang="${locale}" dir="${direction}">
<tr><td class="edge" align="center" style="padding:40px 16px;">
<table role="presentation" width="560" cellpadding="0" cellspacing="0" border="0" style="width:100%;max-width:560px;">
<tr><td class="brand ink" dir="${direction}" style="padding:0 4px 16px;font:600 17px/24px ${sans};color:#1c221f;">${email.productName}</td></tr>
<tr><td class="card" dir="${direction}" bgcolor="#fffefb" style="background:#fffefb;border:1px solid #ddd8cc;border-radius:12px;padding:36px 40px 24px;">
${email.body}
</td></tr>
</table>
</td></tr>
</table>
</body>
</html>
`.toString()
}
