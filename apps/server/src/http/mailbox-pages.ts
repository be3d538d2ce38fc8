import { type Html, html } from '@latchkey/email'
import type { CaughtEmail, Mailbox } from '@latchkey/server/parts/worker'
import type { FastifyInstance } from 'fastify'
import { plainPage, plainStyle } from './plain-page.ts'

// Emails contain inline styles, so they are shown under their own policy: no script, no request, no form.
const emailPolicy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation"

type MailboxParts = { mailbox: Mailbox; productName: string; sender: string }

/** The built-in mailbox, which catches emails while no mail server is configured. */
export async function mailboxRoutes(app: FastifyInstance, parts: MailboxParts): Promise<void> {
  const { mailbox } = parts
  app.addHook('onRequest', async (_request, reply) => {
    reply.header('cache-control', 'no-store')
  })
  app.get('/mailbox/messages.json', async () => mailbox.list())
  app.get('/mailbox/newest.json', async () => ({ id: newestOf(mailbox.list()) }))
  app.get('/mailbox', (_request, reply) =>
    reply.type('text/html; charset=utf-8').send(listPage(mailbox.list(), parts)),
  )
  app.get('/mailbox/style.css', (_request, reply) => reply.type('text/css').send(style))
  app.get('/mailbox/script.js', (_request, reply) => reply.type('text/javascript').send(script))
  app.get<{ Params: { id: string } }>('/mailbox/:id', (request, reply) => {
    const email = mailbox.list().find((one) => one.id === request.params.id)
    if (!email) return reply.callNotFound()
    return reply
      .header('content-security-policy', emailPolicy)
      .type('text/html; charset=utf-8')
      .send(email.html)
  })
}

function newestOf([newest]: CaughtEmail[]): string {
  return newest?.id ?? ''
}

function listPage(emails: CaughtEmail[], { productName, sender }: MailboxParts): string {
  const list =
    emails.length === 0
      ? html`<p class="empty">No emails yet. <a href="/forgot-password">Request a password reset</a>: its email appears here by itself.</p>`
      : html`<ol>${emails.map((email) => listItem(email, sender))}</ol>`
  return plainPage({
    title: 'Mailbox',
    style: '/mailbox/style.css',
    script: '/mailbox/script.js',
    body: html`<header><a class="brand" href="/"><img src="/logo.svg" alt="">${productName}</a></header>
<main data-newest="${newestOf(emails)}">
<h1>Mailbox</h1>
<p class="soft">Emails are kept here because no mail server is configured. The newest comes first, and new ones appear by themselves.</p>
<noscript><p><a class="wide" href="/mailbox">Look for new ones</a></p></noscript>
${list}
</main>`,
  })
}

function listItem(email: CaughtEmail, sender: string): Html {
  return html`<li class="card">
<h2 dir="auto">${email.subject}</h2>
<p class="soft">From ${sender} to ${email.to} · <time datetime="${email.at}">${email.at.slice(0, 19).replace('T', ' ')} UTC</time></p>
${codeOf(email)}
<p class="ways">${linkOf(email)}<a class="wide" href="/mailbox/${email.id}">As people see it</a></p>
<details><summary>As text</summary><pre dir="auto">${email.text}</pre></details>
</li>`
}

function codeOf({ code }: CaughtEmail): Html | undefined {
  return code === null
    ? undefined
    : html`<p class="code-line">Code <strong class="code">${code}</strong> <button type="button" data-copy="${code}" hidden>Copy code</button></p>`
}

function linkOf({ link }: CaughtEmail): Html | undefined {
  return link === null ? undefined : html`<a class="wide button" href="${link}">Follow the link</a>`
}

// Loads the page again when there is a new email, but not while somebody reads the text of one.
const script = `
const shown = document.querySelector('main').dataset.newest

async function look() {
  if (document.hidden || document.querySelector('details[open]')) return
  const answer = await fetch('/mailbox/newest.json')
  const { id } = await answer.json()
  if (id !== shown) location.reload()
}

setInterval(() => look().catch(() => {}), 1500)

for (const button of document.querySelectorAll('button[data-copy]')) {
  // Absent where the page did not come over HTTPS or from localhost.
  button.hidden = !navigator.clipboard
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(button.dataset.copy)
    button.textContent = 'Copied'
  })
}
`

const style = `${plainStyle}
body { max-inline-size: 42rem; padding-block-start: 1rem; }
.brand { display: inline-flex; align-items: center; gap: 0.625rem; min-block-size: 2.75rem; margin-block-end: 1rem; color: var(--ink); font-weight: 600; text-decoration: none; }
.brand img { block-size: 2.25rem; }
.soft { color: var(--ink-soft); }
.empty { padding: 3rem 1rem; text-align: center; }
.empty a, .wide { display: inline-flex; align-items: center; min-block-size: 2.75rem; }
ol { list-style: none; margin: 1.5rem 0 0; padding: 0; display: grid; gap: 1rem; }
h2 { margin: 0; font-size: 1.125rem; }
p { margin: 0.5rem 0 0; }
.code-line, .ways { display: flex; flex-wrap: wrap; align-items: center; gap: 0.25rem 1rem; }
.code { font: 600 1.5rem/1 ui-monospace, monospace; letter-spacing: 0.15em; }
.button, button { padding: 0.65rem 1.1rem; border: 1px solid transparent; border-radius: 0.5rem; font: inherit; font-weight: 600; text-decoration: none; box-sizing: border-box; }
.button { background: var(--accent); color: var(--on-accent); }
button { min-block-size: 2.75rem; border-color: var(--line); background: transparent; color: var(--ink); cursor: pointer; }
button[hidden] { display: none; }
summary { display: flex; align-items: center; gap: 0.5em; min-block-size: 2.75rem; cursor: pointer; }
summary::before { content: "+" / ""; }
details[open] summary::before { content: "\u2212" / ""; }
pre { white-space: pre-wrap; font-size: 0.875rem; }
`
