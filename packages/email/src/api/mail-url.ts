import { isLoopback } from '@latchkey/core'
import { type MailServiceAccount, type MailServiceName, mailServices } from './mail-service.ts'

export type ParsedMailUrl =
  | { ok: true; account: MailServiceAccount }
  | { ok: false; reason: string }

type Options = Partial<Record<string, string>>
type Read = (value: string, options: Options) => MailServiceAccount | string

type Form = {
  read: Read
  /** Options behind `?`, besides `endpoint`. */
  options: readonly string[]
  example: string
}

const regions = (example: string): Pick<Form, 'options' | 'example'> => ({
  options: ['region'],
  example,
})

const forms: Record<MailServiceName, Form> = {
  resend: {
    options: [],
    example: 'resend:re_…',
    read: (key) =>
      key.startsWith('re_')
        ? { service: 'resend', key }
        : 'needs an API key, which begins with re_',
  },
  postmark: {
    options: ['stream'],
    example: 'postmark:the-server-API-token',
    read: (key, { stream }) => ({ service: 'postmark', key, stream }),
  },
  brevo: {
    options: [],
    example: 'brevo:xkeysib-…',
    read: (key) =>
      key.startsWith('xsmtpsib-')
        ? 'holds an SMTP key: use it as BREVO_SMTP_KEY, or make an API key, which begins with xkeysib-'
        : { service: 'brevo', key },
  },
  sendgrid: {
    ...regions('sendgrid:SG.…'),
    read: (key, { region }) =>
      key.startsWith('SG.')
        ? { service: 'sendgrid', key, region }
        : 'needs an API key, which begins with SG.',
  },
  mailgun: {
    ...regions('mailgun:key@mg.example.com'),
    read(value, { region }) {
      const [, key, domain] = /^([^@]+)@([a-z0-9.-]+)$/i.exec(value) ?? []
      if (key === undefined || domain === undefined) {
        return 'needs a sending key and the domain it sends for: mailgun:key@mg.example.com'
      }
      return { service: 'mailgun', key, domain, region }
    },
  },
  ses: {
    options: ['configuration-set'],
    example: 'ses:eu-west-1, or ses:access-key-ID:secret-access-key@eu-west-1',
    read(value, options) {
      const found = /^(?:([A-Z0-9]{16,128}):([A-Za-z0-9/+=]+)@)?([a-z]{2}(?:-[a-z]+)+-\d)$/.exec(
        value,
      )
      if (!found) {
        return 'needs a region, with or without keys before it: ses:eu-west-1, or ses:access-key-ID:secret-access-key@eu-west-1'
      }
      const [, accessKeyId, secretAccessKey, region = ''] = found
      return {
        ...{ service: 'ses', region, configurationSet: options['configuration-set'] },
        ...(accessKeyId && secretAccessKey && { credentials: { accessKeyId, secretAccessKey } }),
      }
    },
  },
}

/**
 * `<service>:<key>`, with options behind `?`. Nothing in it is percent-encoded. The reasons never repeat the value: it
 * holds a key, and they are logged.
 */
export function parseMailUrl(text: string): ParsedMailUrl {
  if (/[\s\p{Cc}]/u.test(text)) return no('contains a space or a control character')
  const [, name = '', rest = ''] = /^([a-z]+):(?:\/\/)?(.*)$/.exec(text) ?? []
  if (name === 'smtp' || name === 'smtps') return no('is for services: a mail server is SMTP_URL')
  if (!isService(name)) {
    return no(`must begin with one of ${mailServices.map((service) => `${service}:`).join(', ')}`)
  }
  const form = forms[name]
  const [value = '', query = ''] = rest.split('?', 2)
  if (value === '') return no(`holds no key: ${form.example}`)
  const options: Options = Object.fromEntries(new URLSearchParams(query))
  const problem = optionProblem(options, form.options)
  if (problem !== undefined) return no(problem)
  const account = form.read(value, options)
  if (typeof account === 'string') return no(account)
  return { ok: true, account: { ...account, endpoint: options.endpoint?.replace(/\/+$/, '') } }
}

function isService(name: string): name is MailServiceName {
  return (mailServices as readonly string[]).includes(name)
}

function optionProblem(options: Options, allowed: readonly string[]): string | undefined {
  const known = [...allowed, 'endpoint']
  const unknown = Object.keys(options).find((name) => !known.includes(name))
  if (unknown !== undefined) {
    return `has an option that is not known: its options are ${known.join(', ')}`
  }
  const { region, endpoint } = options
  if (region !== undefined && region !== 'eu' && region !== 'us')
    return 'has a region that is not us or eu'
  return endpoint === undefined ? undefined : endpointProblem(endpoint)
}

function endpointProblem(endpoint: string): string | undefined {
  const url = URL.parse(endpoint)
  const isPlain = url?.protocol === 'http:' && isLoopback(url.hostname)
  if (url?.protocol !== 'https:' && !isPlain) return 'has an endpoint that is not https'
  const isBare = url.pathname === '/' && !url.search && !url.hash && !url.username
  return isBare ? undefined : 'has an endpoint with more than a host and a port'
}

function no(what: string): ParsedMailUrl {
  return { ok: false, reason: what }
}
