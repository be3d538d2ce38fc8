import { type Html, html } from '@latchkey/email'

type PlainPage = {
  title: string
  style: string
  /** The address of a script. The page must be usable without it. */
  script?: string
  body: Html
}

/** A page made by the server itself: the built-in mailbox and the docs of the API. */
export function plainPage(page: PlainPage): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${page.title}</title>
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="${page.style}">
${page.script && html`<script type="module" src="${page.script}"></script>`}
</head>
<body>
${page.body}
</body>
</html>`.toString()
}

/** The colours of the app's pages, and the style that all plain pages share. */
export const plainStyle = `
:root {
  color-scheme: light dark;
  --paper: light-dark(#f4f1ea, #131714);
  --surface: light-dark(#fffefb, #1b211d);
  --ink: light-dark(#1c221f, #ecefe9);
  --ink-soft: light-dark(#565f59, #a8b2aa);
  --line: light-dark(#ddd8cc, #323a34);
  --accent: light-dark(#1e5b47, #8ed2b1);
  --on-accent: light-dark(#ffffff, #0b2117);
  font: 1rem/1.55 system-ui, sans-serif;
}
body { margin: 0 auto; padding: 2rem 1rem 5rem; background: var(--paper); color: var(--ink); }
h1 { margin: 0; font-size: 1.75rem; letter-spacing: -0.01em; }
a { color: var(--accent); }
li, article { overflow-wrap: anywhere; }
code, pre { font-family: ui-monospace, monospace; }
.card { background: var(--surface); border: 1px solid var(--line); border-radius: 0.75rem; padding: 1.25rem; }
`
