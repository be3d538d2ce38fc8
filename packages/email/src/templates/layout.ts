import type { Locale } from '@latchkey/core'
import { languages } from '@latchkey/wording'
import { type Html, html } from '../html.ts'

const sans = '-apple-system,BlinkMacSystemFont,Segoe UI,Roboto,Helvetica,Arial,sans-serif'
const mono = 'ui-monospace,SFMono-Regular,Menlo,Consolas,Liberation Mono,monospace'

// No colour holds four digits in a row, so that not even a careless reader finds a second code.
const style = html`
  :root { color-scheme: light dark; supported-color-schemes: light dark; }
  body { margin: 0; padding: 0; -webkit-text-size-adjust: 100%; -ms-text-size-adjust: 100%; }
  a[x-apple-data-detectors] { color: inherit !important; text-decoration: none !important; }
  @media (max-width: 480px) {
    .edge { padding: 24px 12px !important; }
    .card { padding: 28px 24px 16px !important; }
  }
  @media (prefers-color-scheme: dark) {
    .page { background: #1a1c20 !important; }
    .card { background: #2a2d33 !important; border-color: #3a3e46 !important; }
    .ink { color: #f0f1f3 !important; }
    .soft { color: #b4bac4 !important; }
    .well { background: #2b3a34 !important; border-color: #3f5a4b !important; }
    .rule { border-color: #3a3e46 !important; }
    .press { background: #9fd8bf !important; }
    .press a { color: #0f241c !important; }
    .link { color: #9fd8bf !important; }
  }`

type Page = { locale: Locale; title: string; productName: string; preheader: string; body: Html }

export function page({ locale, title, productName, preheader, body }: Page): string {
  const { direction } = languages[locale]
  return html`<!doctype html>
<html lang="${locale}" dir="${direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="x-apple-disable-message-reformatting">
<meta name="format-detection" content="telephone=no, date=no, address=no, email=no, url=no">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${title}</title>
<style>${style}
</style>
</head>
<body class="page" style="margin:0;padding:0;background:#f5f4f1;">
<div style="display:none;max-height:0;overflow:hidden;opacity:0;">${preheader}</div>
<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" border="0" bgcolor="#f5f4f1" style="background:#f5f4f1;" lang="${locale}" dir="${direction}">
<tr><td class="edge" align="center" style="padding:40px 16px;">
<table role="presentation" width="560" cellpadding="0" cellspacing="0" border="0" style="width:100%;max-width:560px;">
<tr><td class="ink" style="padding:0 4px 16px;font:600 17px/24px ${sans};color:#1c1f24;">${productName}</td></tr>
<tr><td class="card" bgcolor="#ffffff" style="background:#ffffff;border:1px solid #e4e2dc;border-radius:12px;padding:36px 40px 24px;">
${body}
</td></tr>
</table>
</td></tr>
</table>
</body>
</html>
`.toString()
}

export function heading(text: string): Html {
  return html`<h1 class="ink" style="margin:0 0 12px;font:600 24px/32px ${sans};color:#1c1f24;">${text}</h1>`
}

export function paragraph(content: string | Html): Html {
  return html`<p class="ink" style="margin:0 0 20px;font:400 16px/25px ${sans};color:#1c1f24;">${content}</p>`
}

export function smallPrint(content: string | Html): Html {
  return html`<p class="soft" style="margin:0 0 12px;font:400 14px/21px ${sans};color:#5b616b;">${content}</p>`
}

export function strong(text: string): Html {
  return html`<strong class="ink" style="font-weight:600;color:#1c1f24;word-break:break-word;">${text}</strong>`
}

/** The colour sits on the cell and the padding on the link: the whole button presses, in Outlook too. */
export function button(label: string, href: string): Html {
  return html`<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:0 0 12px;">
<tr><td class="press" align="center" bgcolor="#1f5f4a" style="background:#1f5f4a;border-radius:8px;mso-padding-alt:14px 28px;"><a href="${href}" style="display:inline-block;padding:14px 28px;font:600 16px/20px ${sans};color:#ffffff;text-decoration:none;">${label}</a></td></tr>
</table>`
}

export function link(href: string): Html {
  return html`<a class="link" href="${href}" style="color:#1f5f4a;word-break:break-word;">${href}</a>`
}

export function rule(): Html {
  return html`<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="margin:24px 0 0;"><tr><td class="rule" style="border-top:1px solid #e4e2dc;padding:0 0 20px;font-size:0;line-height:0;">&nbsp;</td></tr></table>`
}

/** Digits are spaced by style alone: the code is copied and autofilled as one run. */
export function codeWell(label: string, code: string): Html {
  return html`<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="margin:28px 0 12px;">
<tr><td class="well" align="center" bgcolor="#eff5f2" style="background:#eff5f2;border:1px solid #d5e4dc;border-radius:8px;padding:16px 12px 18px;">
<p class="soft" style="margin:0 0 4px;font:400 14px/20px ${sans};color:#5b616b;">${label}</p>
<p class="ink" style="margin:0;font:600 34px/42px ${mono};letter-spacing:8px;text-indent:8px;white-space:nowrap;color:#1c1f24;">${code}</p>
</td></tr>
</table>`
}
