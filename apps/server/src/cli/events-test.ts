import { randomUUID } from 'node:crypto'
import { createWebhookStore } from '@latchkey/db'
import { serverSecretsOf, type Webhook } from '@latchkey/server/parts'
import { issuerOf, type Posted, post, signedCall } from '@latchkey/server/parts/webhooks'
import { Command } from 'commander'
import { knownWebhook } from './known-webhook.ts'
import { CommandFailed, type Terminal } from './terminal.ts'
import { withStores } from './with-stores.ts'

type Tried = {
  webhook: string
  url: string
  ok: boolean
  /** The status, or why there was none. */
  answer: string
  meaning: string
  /** It was off, and is told of events again. */
  switchedOn: boolean
}

export function tellCommand(terminal: Terminal): Command {
  return new Command('test')
    .description('send a test event to webhooks, and explain their answers')
    .argument('[webhook]', 'the name of one webhook; all when absent')
    .option('--json', 'print the result as JSON')
    .action(async (name: string | undefined, options: { json?: true }) => {
      const config = terminal.config()
      knownWebhook(name ?? config.webhooks[0]?.name ?? '', config.webhooks)
      const wanted = config.webhooks.filter((one) => name === undefined || one.name === name)
      const issuer = await issuerOf(config.publicUrl, serverSecretsOf(config))
      const tried = await withStores(config, async (_stores, database) => {
        const store = createWebhookStore(database)
        return Promise.all(
          wanted.map(async (webhook): Promise<Tried> => {
            const data = { webhook: webhook.name }
            const event = { type: 'webhook.test', data } as const
            const now = new Date()
            const told = { id: randomUUID(), at: now, event }
            const posted = await post(await signedCall(webhook, told, { issuer, now }))
            const said = explained(posted, webhook)
            const switchedOn = said.ok && (await store.switchOn(webhook.name))
            return { webhook: webhook.name, url: webhook.url, ...said, switchedOn }
          }),
        )
      })
      const failed = tried.filter(({ ok }) => !ok)
      if (options.json) terminal.print(JSON.stringify(tried))
      const words = tried.map(inWords).join('\n\n')
      if (failed.length > 0) throw new CommandFailed(words)
      if (!options.json) terminal.print(words)
    })
}

function inWords({ webhook, url, answer, meaning, switchedOn }: Tried): string {
  const on = switchedOn
    ? '\n  It was off and is on again. What it missed: latchkey events retry --all'
    : ''
  return `${webhook}, ${url}\n  Answer   ${answer}\n  Meaning  ${meaning}${on}`
}

function explained(posted: Posted, { format }: Webhook): Pick<Tried, 'ok' | 'answer' | 'meaning'> {
  if (posted.status === undefined) {
    return {
      ...{ ok: false, answer: posted.problem },
      meaning: `No answer came. ${causes[posted.problem] ?? 'Check the address and that the application runs.'}`,
    }
  }
  const { status } = posted
  const answer = String(status)
  if (status >= 200 && status < 300) return { ok: true, answer, meaning: 'It took the event.' }
  const meaning =
    meanings[status] ??
    (status >= 300 && status < 400
      ? 'It leads elsewhere, which is not followed: name the final address.'
      : status >= 500
        ? 'The application failed: look into its log. Events are tried again, for three days.'
        : 'It refused the event. Events are tried again, for three days.')
  const isCaepRefusal = format === 'caep' && status === 400
  return {
    ...{ ok: false, answer },
    meaning: isCaepRefusal
      ? `It refused the token: ${posted.text || 'it does not say why'}`
      : meaning,
  }
}

const causes: Record<string, string> = {
  ECONNREFUSED: 'Nothing listens there: check the port, and that the application runs.',
  ENOTFOUND: 'There is no such host name.',
  CERT_HAS_EXPIRED: 'Its certificate has expired.',
  DEPTH_ZERO_SELF_SIGNED_CERT:
    'Its certificate is self-signed: let Node trust it with NODE_EXTRA_CA_CERTS.',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    'Its certificate is of an authority that Node does not know: NODE_EXTRA_CA_CERTS.',
}

const meanings: Record<number, string> = {
  401: 'It refused the signature: both sides must have the same secret, and the right time.',
  403: 'It refused the signature, or something in front of it refused the call.',
  404: 'There is nothing at this path.',
  405: 'It takes no POST at this path.',
  410: 'It wants no events. A real event would switch it off.',
  413: 'It, or a proxy in front of it, finds a kilobyte too large.',
  415: 'It does not take this content type.',
  429: 'It is called too often: events wait and are tried again.',
}
