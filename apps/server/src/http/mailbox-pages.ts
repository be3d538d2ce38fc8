import { type Html, html } from '@latchkey/email'
import type { FastifyInstance } from 'fastify'
import type { CaughtEmail, Mailbox } from '../adapters/mailbox.ts'
import { plainPage, plainStyle } from './plain-page.ts'

// Emails contain inline styles, so they are shown under their own policy: no script, no request, no form.
const emailPolicy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation"

/** The built-in mailbox, which catches emails while no mail server is configured. */
export async function mailboxRoutes(
  app: FastifyInstance,
  { mailbox }: { mailbox: Mailbox },
): Promise<void> {
  app.addHook('onRequest', async (_request, reply) => {
    reply.header('cache-control', 'no-store')
  })
  app.get('/mailbox/messages.json', async () => mailbox.list())
  app.get('/mailbox', (_request, reply) =>
    reply.type('text/html; charset=utf-8').send(listPage(mailbox.list())),
  )
  app.get('/mailbox/style.css', (_request, reply) => reply.type('text/css').send(style))
  app.get<{ Params: { id: string } }>('/mailbox/:id', (request, reply) => {
    const email = mailbox.list().find((one) => one.id === request.params.id)
    if (!email) return reply.callNotFound()
    return reply
      .header('content-security-policy', emailPolicy)
      .type('text/html; charset=utf-8')
      .send(email.html)
  })
}

function listPage(emails: CaughtEmail[]): string {
  const list =
    emails.length === 0
      ? html`<p class="empty">No emails yet. <a href="/forgot-password">Request a password reset</a>, then come back.</p>`
      : html`<ol>${emails.map(listItem)}</ol>`
  return plainPage({
    title: 'Mailbox',
    style: '/mailbox/style.css',
    body: html`<main>
<h1>Mailbox</h1>
<p class="soft">Emails are kept here because no mail server is configured. Newest first; <a href="/mailbox">reload</a>.</p>
${list}
</main>`,
  })
}

function listItem(email: CaughtEmail): Html {
  return html`<li class="card">
<h2 dir="auto">${email.subject}</h2>
<p class="soft">To ${email.to} · <time datetime="${email.at}">${email.at.slice(0, 19).replace('T', ' ')} UTC</time></p>
${codeOf(email)}${linkOf(email)}
<details><summary>As text</summary><pre dir="auto">${email.text}</pre></details>
<p><a href="/mailbox/${email.id}">As people see it</a></p>
</li>`
}

function codeOf({ code }: CaughtEmail): Html | undefined {
  return code === null ? undefined : html`<p>Code <strong class="code">${code}</strong></p>`
}

function linkOf({ link }: CaughtEmail): Html | undefined {
  return link === null
    ? undefined
    : html`<p><a class="button" href="${link}">Follow the link</a></p>`
}

const style = `${plainStyle}
body { max-inline-size: 42rem; }
.soft { color: var(--ink-soft); }
.empty { padding: 3rem 1rem; text-align: center; }
ol { list-style: none; margin: 1.5rem 0 0; padding: 0; display: grid; gap: 1rem; }
h2 { margin: 0; font-size: 1.125rem; }
p { margin: 0.5rem 0 0; }
.code { font: 600 1.5rem/1 ui-monospace, monospace; letter-spacing: 0.15em; }
.button { display: inline-block; background: var(--accent); color: var(--on-accent); padding: 0.65rem 1.1rem; border-radius: 0.5rem; text-decoration: none; font-weight: 600; }
details { margin-block-start: 0.75rem; }
summary { cursor: pointer; min-block-size: 1.75rem; }
pre { white-space: pre-wrap; font-size: 0.875rem; }
`
