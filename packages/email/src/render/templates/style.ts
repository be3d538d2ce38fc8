import { type Html, html } from '../html.ts'

/** Fonts of other scripts come last: the fallback is chosen for each character. */
export const sans =
  '-apple-system,BlinkMacSystemFont,Segoe UI,Roboto,Helvetica,Arial,Hiragino Sans,Yu Gothic,Meiryo,Noto Sans JP,Noto Sans Arabic,sans-serif'
export const mono = 'SFMono-Regular,Menlo,Consolas,Liberation Mono,monospace'

// The colours of the pages (packages/react/src/styles/tokens.css). None is written with four digits in a row, so that no
// program finds a second code.
export function style(accent: { dark: string; onDark: string }): Html {
  return html`
  :root { color-scheme: light dark; supported-color-schemes: light dark; }
  body { margin: 0; padding: 0; -webkit-text-size-adjust: 100%; -ms-text-size-adjust: 100%; }
  .preview { display: none; }
  a[x-apple-data-detectors] { color: inherit !important; text-decoration: none !important; }
  @media (max-width: 480px) {
    .edge { padding: 24px 12px !important; }
    .card { padding: 28px 22px 16px !important; }
  }
  @media (prefers-color-scheme: dark) {
    .page { background: rgb(19,23,20) !important; }
    .card { background: #1b211d !important; border-color: #323a34 !important; }
    .ink { color: #ecefe9 !important; }
    .soft { color: #a8b2aa !important; }
    .well, .pill { background: #262e29 !important; border-color: #3c463f !important; }
    .rule { border-color: #323a34 !important; }
    .press { background: ${accent.dark} !important; }
    .press a { color: ${accent.onDark} !important; }
    .link { color: ${accent.dark} !important; }
  }`
}
