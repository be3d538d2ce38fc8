import { escapeHtml } from '../html.ts'
import { plainPage, plainStyle } from '../plain-page.ts'

/*
 * The OpenAPI document as one page of plain HTML. Without a script: it works offline, in print, and under a policy
 * that forbids everything inline, which the usual viewers do not.
 */

type Schema = {
  $ref?: string
  type?: string | string[]
  const?: unknown
  enum?: unknown[]
  format?: string
  description?: string
  examples?: unknown[]
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  allOf?: Schema[]
}
type Content = { content?: Record<string, { schema?: Schema }>; description?: string }
type Operation = {
  tags?: string[]
  summary?: string
  description?: string
  parameters?: { name: string; in: string; description?: string; schema?: Schema }[]
  requestBody?: Content
  responses?: Record<string, Content>
}
type Document = {
  info: { title: string; summary?: string; description?: string }
  servers?: { url: string }[]
  paths?: Record<string, Record<string, Operation>>
  components?: { schemas?: Record<string, Schema> }
}

export function docsPage(raw: unknown): string {
  const document = raw as Document
  const operations = Object.entries(document.paths ?? {}).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  )
  const tags = [...new Set(operations.flatMap(({ operation }) => operation.tags ?? []))].sort()
  const server = document.servers?.[0]?.url ?? ''
  return plainPage({
    title: document.info.title,
    style: '/api/docs/style.css',
    body: `<header>
<h1>${escapeHtml(document.info.title)}</h1>
<p>${escapeHtml(document.info.summary ?? '')}</p>
<p>${code(document.info.description ?? '')}</p>
<p><a href="/api/openapi.json">OpenAPI 3.1 document</a></p>
</header>
<nav aria-label="Calls"><ul>${operations.map(({ path, method }) => `<li><a href="#${anchor(method, path)}"><b>${method.toUpperCase()}</b> ${escapeHtml(path)}</a></li>`).join('')}</ul></nav>
<main>
${tags
  .map(
    (tag) =>
      `<section><h2>${escapeHtml(tag)}</h2>${operations
        .filter(({ operation }) => operation.tags?.includes(tag))
        .map((one) => operationHtml(document, server, one))
        .join('')}</section>`,
  )
  .join('')}
<section><h2>Shapes</h2>${Object.entries(document.components?.schemas ?? {})
      .map(
        ([name, schema]) =>
          `<article class="card" id="shape-${escapeHtml(name)}"><h3>${escapeHtml(name)}</h3><p>${code(schema.description ?? '')}</p>${fieldsTable(document, schema)}</article>`,
      )
      .join('')}</section>
</main>`,
  })
}

function operationHtml(
  document: Document,
  server: string,
  { path, method, operation }: { path: string; method: string; operation: Operation },
): string {
  const body = schemaOf(operation.requestBody)
  const parameters = (operation.parameters ?? []).map(
    ({ name, in: place, description, schema }) =>
      `<tr><td><code>${escapeHtml(name)}</code></td><td>${escapeHtml(place)}</td><td>${code(description ?? schema?.description ?? '')}</td></tr>`,
  )
  return `<article class="card" id="${anchor(method, path)}">
<h3><b>${method.toUpperCase()}</b> <code>${escapeHtml(path)}</code></h3>
<p>${code(operation.summary ?? '')}</p>
${operation.description ? `<p>${code(operation.description)}</p>` : ''}
<pre>${escapeHtml(curl(document, server, method, path, body))}</pre>
${parameters.length > 0 ? `<h4>Parameters</h4><table><tbody>${parameters.join('')}</tbody></table>` : ''}
${body ? `<h4>Body</h4>${fieldsTable(document, body)}` : ''}
<h4>Answers</h4>
<table><tbody>${Object.entries(operation.responses ?? {})
    .map(
      ([status, response]) =>
        `<tr><td><code>${status}</code></td><td>${code(response.description ?? '')}</td><td>${shapeLink(schemaOf(response))}</td></tr>`,
    )
    .join('')}</tbody></table>
</article>`
}

function curl(
  document: Document,
  server: string,
  method: string,
  path: string,
  body: Schema | undefined,
): string {
  const url = `${server}${path.replace(/\{(\w+)\}/g, (_, name: string) => name.toUpperCase())}`
  const verb = method === 'get' ? 'curl' : `curl -X ${method.toUpperCase()}`
  if (!body) return `${verb} ${url}`
  const { properties = {}, required = [] } = resolve(document, body)
  const example = Object.fromEntries(
    required.map((name) => [name, resolve(document, properties[name] ?? {}).examples?.[0] ?? '']),
  )
  return `${verb} ${url} \\\n  -H 'Content-Type: application/json' \\\n  -d '${JSON.stringify(example)}'`
}

function fieldsTable(document: Document, schema: Schema): string {
  const { properties = {}, required = [] } = resolve(document, schema)
  const rows = Object.entries(properties).map(([name, field]) => {
    const resolved = resolve(document, field)
    const needed = required.includes(name) ? '' : ' <i>optional</i>'
    return `<tr><td><code>${escapeHtml(name)}</code>${needed}</td><td>${escapeHtml(typeOf(resolved))}</td><td>${code(resolved.description ?? '')}</td></tr>`
  })
  return rows.length === 0 ? '' : `<table><tbody>${rows.join('')}</tbody></table>`
}

function typeOf(schema: Schema): string {
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum) return schema.enum.join(' · ')
  if (schema.type === 'array') return `list of ${schema.items?.type ?? 'anything'}`
  return [schema.type, schema.format].filter(Boolean).join(', ')
}

function schemaOf(content: Content | undefined): Schema | undefined {
  return content?.content?.['application/json']?.schema
}

function shapeLink(schema: Schema | undefined): string {
  const name = (schema?.$ref ?? schema?.allOf?.[0]?.$ref)?.split('/').at(-1)
  return name ? `<a href="#shape-${escapeHtml(name)}">${escapeHtml(name)}</a>` : ''
}

function resolve(document: Document, schema: Schema): Schema {
  const name = schema.$ref?.split('/').at(-1)
  return name ? (document.components?.schemas?.[name] ?? {}) : schema
}

function anchor(method: string, path: string): string {
  return `${method}${path.replace(/[^a-zA-Z0-9]+/g, '-')}`
}

function code(text: string): string {
  return escapeHtml(text).replace(/`([^`]+)`/g, '<code>$1</code>')
}

export const docsStyle = `${plainStyle}
body { max-inline-size: 54rem; }
h2 { margin: 3rem 0 1rem; font-size: 1.25rem; border-block-end: 1px solid var(--line); padding-block-end: 0.4rem; }
h3 { margin: 0; font-size: 1.05rem; }
h3 b, nav b { color: var(--accent); font-size: 0.8em; letter-spacing: 0.04em; }
h4 { margin: 1rem 0 0.25rem; font-size: 0.875rem; }
nav ul { list-style: none; padding: 0; columns: 20rem; }
nav li { break-inside: avoid; padding-block: 0.2rem; }
article { margin-block: 1.25rem; }
pre { overflow-x: auto; padding: 0.85rem; border-radius: 0.5rem; background: var(--paper); font-size: 0.875rem; }
code { font-size: 0.9em; }
table { border-collapse: collapse; inline-size: 100%; font-size: 0.9375rem; }
td { vertical-align: top; padding: 0.3rem 0.75rem 0.3rem 0; border-block-start: 1px solid var(--line); }
i { color: var(--ink-soft); font-size: 0.85em; }
`
