import type { CaughtEmail, Mailbox } from '@latchkey/server/parts/worker'
import type { FastifyInstance } from 'fastify'
import { type MailboxView, mailboxPage, views } from './page.ts'
import { script } from './script.ts'
import { style } from './style.ts'

// Emails contain inline styles, so they are shown under their own policy: no script, no request, no form.
const emailPolicy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation"

// The page's own: that of all pages, with a frame for the email and a form for the search.
const pagePolicy =
  "default-src 'none';script-src 'self';style-src 'self';img-src 'self';connect-src 'self';frame-src 'self';form-action 'self';base-uri 'none';frame-ancestors 'none';object-src 'none';require-trusted-types-for 'script';trusted-types 'none'"

type MailboxParts = { mailbox: Mailbox; productName: string; sender: string }

type Query = { id?: unknown; view?: unknown; q?: unknown }

/** The built-in mailbox, which catches emails while no mail server is configured. */
export async function mailboxRoutes(app: FastifyInstance, parts: MailboxParts): Promise<void> {
  const { mailbox, ...names } = parts
  const emailOf = (id: string) => mailbox.list().find((one) => one.id === id)
  app.addHook('onRequest', async (_request, reply) => {
    reply.header('cache-control', 'no-store')
  })
  app.get('/mailbox/messages.json', async () => mailbox.list())
  app.get<{ Querystring: Query }>('/mailbox', ({ query }, reply) => {
    const search = textOf(query.q).trim()
    const all = mailbox.list()
    const emails = all.filter((email) => matches(email, search))
    const id = textOf(query.id)
    const chosen = all.find((email) => email.id === id)
    return reply
      .header('content-security-policy', pagePolicy)
      .type('text/html; charset=utf-8')
      .send(
        mailboxPage({
          ...names,
          emails,
          total: all.length,
          search,
          view: viewOf(query.view),
          shown: chosen ?? emails[0],
          isChosen: chosen !== undefined,
        }),
      )
  })
  app.get('/mailbox/style.css', (_request, reply) => reply.type('text/css').send(style))
  app.get('/mailbox/script.js', (_request, reply) => reply.type('text/javascript').send(script))
  app.get<{ Params: { id: string } }>('/mailbox/:id', ({ params }, reply) => {
    const email = emailOf(params.id)
    if (!email) return reply.callNotFound()
    return reply
      .header('content-security-policy', emailPolicy)
      .header('x-frame-options', 'SAMEORIGIN')
      .type('text/html; charset=utf-8')
      .send(withLinksInNewTabs(email.html))
  })
}

/** In the frame, a page behind a link would refuse to be shown. */
function withLinksInNewTabs(html: string): string {
  return html.replace('<head>', '<head><base target="_blank">')
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function viewOf(value: unknown): MailboxView {
  return views.find((view) => view === value) ?? 'email'
}

function matches({ to, subject, code, text }: CaughtEmail, search: string): boolean {
  const wanted = search.toLowerCase()
  return [to, subject, code ?? '', text].some((part) => part.toLowerCase().includes(wanted))
}
