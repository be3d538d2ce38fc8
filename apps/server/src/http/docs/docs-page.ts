import { type Html, html } from '@latchkey/email'
import { plainPage } from '../plain-page.ts'
import { type ApiReference, apiReference, type Call, type Field } from './api-reference.ts'

/*
 * The OpenAPI document as one page of plain HTML. Without a script it works offline, in print, and under a policy
 * that forbids everything inline, which the usual viewers do not.
 */

export function docsPage(document: unknown): string {
  const reference = apiReference(document)
  return plainPage({
    title: reference.title,
    style: '/api/docs/style.css',
    body: html`${head(reference)}${contents(reference)}<main>
${reference.groups.map(groupSection)}
${shapesSection(reference)}
</main>`,
  })
}

function head({ title, summary, description }: ApiReference): Html {
  return html`<header>
<h1>${title}</h1>
<p>${summary}</p>
<p>${withCode(description)}</p>
<p><a href="/api/openapi.json">OpenAPI 3.1 document</a></p>
</header>
`
}

function contents({ groups }: ApiReference): Html {
  const calls = groups.flatMap((group) => group.calls)
  return html`<nav aria-label="Calls"><ul>${calls.map(
    ({ id, method, path }) => html`<li><a href="#${id}"><b>${method}</b> ${path}</a></li>`,
  )}</ul></nav>
`
}

function groupSection({ name, calls }: ApiReference['groups'][number]): Html {
  return html`<section><h2>${name}</h2>${calls.map(callArticle)}</section>`
}

function callArticle(call: Call): Html {
  return html`<article class="card" id="${call.id}">
<h3><b>${call.method}</b> <code>${call.path}</code></h3>
<p>${withCode(call.description)}</p>
<pre>${call.example}</pre>
${parametersTable(call)}${bodyTable(call)}
<h4>Answers</h4>
<table><tbody>${call.answers.map(
    ({ status, description, shape }) =>
      html`<tr><td><code>${status}</code></td><td>${withCode(description)}</td><td>${shapeLink(shape)}</td></tr>`,
  )}</tbody></table>
</article>`
}

function parametersTable({ parameters }: Call): Html | undefined {
  if (parameters.length === 0) return undefined
  return html`<h4>Parameters</h4><table><tbody>${parameters.map(
    ({ name, place, description }) =>
      html`<tr><td><code>${name}</code></td><td>${place}</td><td>${withCode(description)}</td></tr>`,
  )}</tbody></table>`
}

function bodyTable({ body }: Call): Html | undefined {
  if (body.length === 0) return undefined
  return html`<h4>Body</h4>${fieldsTable(body)}`
}

function shapesSection({ shapes }: ApiReference): Html {
  return html`<section><h2>Shapes</h2>${shapes.map(
    ({ name, description, fields }) =>
      html`<article class="card" id="shape-${name}"><h3>${name}</h3><p>${withCode(description)}</p>${fieldsTable(fields)}</article>`,
  )}</section>`
}

function fieldsTable(fields: readonly Field[]): Html {
  return html`<table><tbody>${fields.map(
    ({ name, optional, type, description }) =>
      html`<tr><td><code>${name}</code>${optional ? html` <i>optional</i>` : undefined}</td><td>${type}</td><td>${withCode(description)}</td></tr>`,
  )}</tbody></table>`
}

function shapeLink(name: string | undefined): Html | undefined {
  return name === undefined ? undefined : html`<a href="#shape-${name}">${name}</a>`
}

/** Text between backticks is code. */
function withCode(text: string): (string | Html)[] {
  return text.split('`').map((part, i) => (i % 2 === 1 ? html`<code>${part}</code>` : part))
}
