import { acts } from '../rest/acts.ts'

/* Reads an OpenAPI document into what the docs page shows. */

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
type OpenApi = {
  info: { title: string; summary?: string; description?: string }
  servers?: { url: string }[]
  tags?: { name: string }[]
  paths?: Record<string, Record<string, Operation>>
  components?: { schemas?: Record<string, Schema> }
}

export type Field = { name: string; optional: boolean; type: string; description: string }

export type Call = {
  id: string
  method: string
  path: string
  description: string
  /** A curl command. */
  example: string
  parameters: { name: string; place: string; description: string }[]
  body: Field[]
  answers: { status: string; description: string; shape: string | undefined }[]
}

export type ApiReference = {
  title: string
  summary: string
  description: string
  groups: { name: string; calls: Call[] }[]
  shapes: { name: string; description: string; fields: Field[] }[]
}

/** Recommended calls come before their aliases. */
export function apiReference(raw: unknown): ApiReference {
  const document = raw as OpenApi
  const { info, tags = [], paths = {}, components = {} } = document
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      tags: operation.tags ?? [],
      call: callOf(document, { path, method: method.toUpperCase(), operation }),
    })),
  )
  const isAlias = ({ method, path }: Call) => !recommended.has(`${method} ${path}`)
  return {
    title: info.title,
    summary: info.summary ?? '',
    description: info.description ?? '',
    groups: tags.map(({ name }) => ({
      name,
      calls: operations
        .filter((one) => one.tags.includes(name))
        .map(({ call }) => call)
        .sort((one, other) => Number(isAlias(one)) - Number(isAlias(other))),
    })),
    shapes: Object.entries(components.schemas ?? {}).map(([name, schema]) => ({
      name,
      description: schema.description ?? '',
      fields: fieldsOf(document, schema),
    })),
  }
}

const recommended = new Set<string>(Object.values(acts).map((act) => act.recommended))

type Described = { path: string; method: string; operation: Operation }

function callOf(document: OpenApi, described: Described): Call {
  const { path, method, operation } = described
  const body = schemaIn(operation.requestBody)
  return {
    id: `${method.toLowerCase()}${path.replace(/[^a-zA-Z0-9]+/g, '-')}`,
    method,
    path,
    description: operation.description ?? '',
    example: curl(document, described),
    parameters: (operation.parameters ?? []).map(({ name, in: place, description, schema }) => ({
      name,
      place,
      description: description ?? schema?.description ?? '',
    })),
    body: body ? fieldsOf(document, body) : [],
    answers: Object.entries(operation.responses ?? {}).map(([status, response]) => ({
      status,
      description: response.description ?? '',
      shape: nameOf(schemaIn(response)),
    })),
  }
}

function curl(document: OpenApi, { path, method, operation }: Described): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => name.toUpperCase())
  const query = (operation.parameters ?? [])
    .filter((parameter) => parameter.in === 'query')
    .map(({ name }) => `${name}=${name.toUpperCase()}`)
  const address = [filled, ...query].join('?')
  const url = `${document.servers?.[0]?.url ?? ''}${address}`
  const command = method === 'GET' ? 'curl' : `curl -X ${method}`
  const body = schemaIn(operation.requestBody)
  if (!body) return `${command} ${url}`
  const { properties = {}, required = [] } = resolve(document, body)
  const example = Object.fromEntries(
    required.map((name) => [name, resolve(document, properties[name] ?? {}).examples?.[0] ?? '']),
  )
  return `${command} ${url} \\\n  -H 'Content-Type: application/json' \\\n  -d '${JSON.stringify(example)}'`
}

function fieldsOf(document: OpenApi, schema: Schema): Field[] {
  const { properties = {}, required = [] } = resolve(document, schema)
  return Object.entries(properties).map(([name, property]) => {
    const field = resolve(document, property)
    return {
      name,
      optional: !required.includes(name),
      type: typeOf(field),
      description: field.description ?? '',
    }
  })
}

function typeOf(schema: Schema): string {
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum) return schema.enum.join(' · ')
  if (schema.type === 'array') return `list of ${schema.items?.type ?? 'anything'}`
  return [schema.type, schema.format].filter(Boolean).join(', ')
}

function schemaIn(content: Content | undefined): Schema | undefined {
  return content?.content?.['application/json']?.schema
}

function nameOf(schema: Schema | undefined): string | undefined {
  return (schema?.$ref ?? schema?.allOf?.[0]?.$ref)?.split('/').at(-1)
}

function resolve(document: OpenApi, schema: Schema): Schema {
  const name = schema.$ref?.split('/').at(-1)
  return name ? (document.components?.schemas?.[name] ?? {}) : schema
}
