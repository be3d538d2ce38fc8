import { type Html, html } from '@latchkey/email'
import type { CaughtEmail } from '@latchkey/server/parts/worker'
import { plainPage } from '../plain-page.ts'

export const views = ['email', 'text', 'source'] as const

export type MailboxView = (typeof views)[number]

const viewNames: Record<MailboxView, string> = {
  email: 'As people see it',
  text: 'Plain text',
  source: 'HTML source',
}

export type MailboxPage = {
  productName: string
  sender: string
  /** Those that the search finds, the newest first. */
  emails: readonly CaughtEmail[]
  /** How many there are without the search. */
  total: number
  search: string
  view: MailboxView
  shown: CaughtEmail | undefined
  /** The address names an email. Otherwise the newest is shown, and a newer one takes its place. */
  isChosen: boolean
}

/** The list beside one email. Every state has an address, so the page works without its script. */
export function mailboxPage(page: MailboxPage): string {
  const { productName, total, search, shown, isChosen } = page
  return plainPage({
    title: `Mailbox${total > 0 ? ` (${total})` : ''} – ${productName}`,
    style: '/mailbox/style.css',
    script: '/mailbox/script.js',
    body: html`<header><a class="brand" href="/"><img src="/logo.svg" alt="">${productName}</a><h1>Mailbox</h1></header>
<main class="${isChosen ? 'is-chosen' : ''}" data-search="${search}">
<section class="inbox" aria-label="Emails">
<form action="/mailbox" role="search"><label class="visually-hidden" for="q">Search</label><input id="q" name="q" type="search" placeholder="Search address, subject or code" value="${search}" autocomplete="off"></form>
<div id="list">${listOf(page)}</div>
<p class="soft">Kept here because no mail server is configured. <noscript><a href="/mailbox">Look for new ones</a></noscript></p>
</section>
<article id="shown" aria-live="off" data-id="${shown?.id ?? ''}">${shown && previewOf(shown, page)}</article>
</main>`,
  })
}

const currentOne = html` aria-current="true"`

function listOf({ emails, total, search, shown }: MailboxPage): Html {
  if (total === 0) {
    return html`<p class="empty">No emails yet. <a href="/forgot-password">Request a password reset</a>: its email appears here by itself.</p>`
  }
  if (emails.length === 0) {
    return html`<p class="empty">No email contains &ldquo;${search}&rdquo;. <a href="/mailbox">Show all ${String(total)}</a></p>`
  }
  const items = emails.map((email) => {
    const current = email === shown ? currentOne : undefined
    return html`<li data-id="${email.id}"><a href="${addressOf({ id: email.id, q: search })}"${current}><span class="subject" dir="auto">${email.subject}</span><span class="soft"><bdi>${email.to}</bdi> ${timeOf(email)}</span></a></li>`
  })
  return html`<ol>${items}</ol>`
}

function previewOf(email: CaughtEmail, { sender, search, view }: MailboxPage): Html {
  const ways = views.map((each) => {
    const current = each === view ? currentOne : undefined
    return html`<a href="${addressOf({ id: email.id, view: each, q: search })}"${current}>${viewNames[each]}</a>`
  })
  return html`<a class="back" href="${addressOf({ q: search })}">All emails</a>
<h2 dir="auto">${email.subject}</h2>
<p class="soft">From <bdi>${sender}</bdi> to <bdi>${email.to}</bdi> &middot; ${timeOf(email)}</p>
${actionsOf(email)}
<nav aria-label="How it is shown">${ways}</nav>
${bodyOf(email, view)}`
}

function actionsOf({ code, link }: CaughtEmail): Html | undefined {
  if (code === null && link === null) return undefined
  const opening = html`<a class="button" href="${link ?? ''}" target="_blank" rel="noopener">Open the link</a>`
  const copying = html`<strong class="code">${code ?? ''}</strong> <button type="button" data-copy="${code ?? ''}" hidden>Copy code</button>`
  return html`<p class="actions">${link === null ? undefined : opening}${code === null ? undefined : copying}</p>`
}

function bodyOf({ id, text, html: source }: CaughtEmail, view: MailboxView): Html {
  if (view === 'email') return html`<iframe src="/mailbox/${id}" title="The email"></iframe>`
  return html`<pre dir="auto" tabindex="0">${view === 'text' ? text : source}</pre>`
}

function timeOf({ at }: CaughtEmail): Html {
  return html`<time datetime="${at}">${at.slice(0, 19).replace('T', ' ')} UTC</time>`
}

function addressOf(parts: { id?: string; view?: MailboxView; q?: string }): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(parts)) {
    if (value !== '' && value !== 'email') query.set(name, value)
  }
  return query.size === 0 ? '/mailbox' : `/mailbox?${query}`
}
