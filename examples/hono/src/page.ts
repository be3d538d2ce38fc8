import { html } from 'hono/html'

type Html = ReturnType<typeof html>

export function page(title: string, content: Html | string): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>${title}</title>
        <style>
          body { font: 1rem/1.5 system-ui, sans-serif; margin: 3rem auto; max-width: 24rem; padding: 0 1rem; }
          form, label { display: grid; gap: 0.5rem; }
          input, button { font: inherit; padding: 0.5rem; }
        </style>
      </head>
      <body>
        <h1>${title}</h1>
        ${content}
      </body>
    </html>`
}

export const emailField: Html = html`
  <label>Email address <input name="email" type="email" autocomplete="username" required /></label>
`

export function passwordField(label: string, name: string, autocomplete: string): Html {
  return html`
    <label>${label} <input name="${name}" type="password" autocomplete="${autocomplete}" required /></label>
  `
}
