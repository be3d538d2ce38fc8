import type { FastifyInstance } from 'fastify'
import type { CaughtMail, Mailbox } from '../adapters/mailbox.ts'
import { escapeHtml } from './html.ts'
import { plainPage, plainStyle } from './plain-page.ts'

// Mails carry their styles inline, so they are shown under a policy of their own: no script, no request, no form.
const mailPolicy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation"

/** The built-in mailbox, where mail is caught while no mail server is configured. */
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
    const mail = mailbox.list().find((one) => one.id === request.params.id)
    if (!mail) return reply.callNotFound()
    return reply
      .header('content-security-policy', mailPolicy)
      .type('text/html; charset=utf-8')
      .send(mail.html)
  })
}

function listPage(mails: CaughtMail[]): string {
  const list =
    mails.length === 0
      ? '<p class="empty">No mail yet. <a href="/forgot-password">Ask for a password reset</a> and come back.</p>'
      : `<ol>${mails.map(listItem).join('')}</ol>`
  return plainPage({
    title: 'Mailbox',
    style: '/mailbox/style.css',
    body: `<main>
<h1>Mailbox</h1>
<p class="soft">Mail is caught here because no mail server is configured. Newest first; <a href="/mailbox">look again</a>.</p>
${list}
</main>`,
  })
}

function listItem(mail: CaughtMail): string {
  const time = `<time datetime="${escapeHtml(mail.at)}">${escapeHtml(mail.at.slice(0, 19).replace('T', ' '))} UTC</time>`
  const code =
    mail.code === null ? '' : `<p>Code <strong class="code">${escapeHtml(mail.code)}</strong></p>`
  const link =
    mail.link === null
      ? ''
      : `<p><a class="button" href="${escapeHtml(mail.link)}">Follow the link</a></p>`
  return `<li class="card">
<h2 dir="auto">${escapeHtml(mail.subject)}</h2>
<p class="soft">To ${escapeHtml(mail.to)} · ${time}</p>
${code}${link}
<details><summary>As text</summary><pre dir="auto">${escapeHtml(mail.text)}</pre></details>
<p><a href="/mailbox/${escapeHtml(mail.id)}">As people see it</a></p>
</li>`
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
