import { Command, InvalidArgumentError } from 'commander'
import { type Addresses, type Kind, kinds, Refused } from '../silence/listen.ts'
import { type Proof, proveSilence } from '../silence/prove.ts'
import { addressGiven } from './arguments.ts'
import { proofInWords } from './proof-words.ts'
import { CommandFailed, type Terminal } from './terminal.ts'
import { withTrialAddresses } from './trial-addresses.ts'

export function proveCommand(terminal: Terminal): Command {
  return new Command('prove')
    .description('measure what Latchkey promises, against a running server')
    .addCommand(silenceCommand(terminal))
}

type SilenceOptions = Partial<Record<Kind, string>> & {
  url: string
  samples: number
  signIns?: number
  domain: string
  json?: true
}

function silenceCommand(terminal: Terminal): Command {
  return new Command('silence')
    .description(
      'ask a running server about known, unknown, disabled and passwordless addresses, and tell whether its answers or their times give them away. Without addresses it makes accounts of its own and takes them away again. The server needs RATE_LIMITS=off: prove it on a copy of yours, never on the one people use',
    )
    .requiredOption('--url <origin>', 'where the server runs', origin)
    .option('--known <address>', 'an active account with a password; it is mailed for every sample')
    .option('--unknown <address>', 'an address without an account; made up when absent')
    .option('--disabled <address>', 'an account that is disabled')
    .option('--passwordless <address>', 'an account without a password')
    .option('--domain <name>', 'of the addresses it makes up', 'silence.invalid')
    .option('--samples <n>', 'asks for each kind of address', count, 4_000)
    .option('--sign-ins <n>', 'sign-ins for each kind; as many as samples when absent', count)
    .option('--json', 'print the result as JSON')
    .action(async (options: SilenceOptions) => {
      const stopping = new AbortController()
      const prove = (addresses: Addresses) =>
        proveSilence({
          url: options.url,
          addresses,
          samples: options.samples,
          signIns: options.signIns ?? options.samples,
          signal: stopping.signal,
        }).catch(explain)
      const proving = options.known
        ? prove(given(options, options.known))
        : withTrialAddresses(terminal.config(), options.domain, prove)
      // A proof broken off takes its accounts away as well.
      terminal.onStop(async () => {
        stopping.abort(new CommandFailed('Broken off: nothing was proved.'))
        await proving.catch(() => {})
      })
      tell(terminal, await proving, options.json)
    })
}

function tell(terminal: Terminal, proof: Proof, asJson: true | undefined): void {
  terminal.print(asJson ? JSON.stringify(proof) : proofInWords(proof))
  if (!proof.silent) throw new CommandFailed('The answers tell addresses apart.')
}

function given(options: SilenceOptions, known: string): Addresses {
  const named = kinds.flatMap((kind) => {
    const typed = kind === 'known' ? known : options[kind]
    return typed === undefined ? [] : [[kind, addressGiven(typed).registered] as const]
  })
  const unknown = addressGiven(`${crypto.randomUUID()}@${options.domain}`).registered
  return { unknown, ...Object.fromEntries(named) }
}

function explain(error: unknown): never {
  if (!(error instanceof Refused)) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (!/^E[A-Z_]+$/.test(code)) throw error
    throw new CommandFailed(`Nobody answers at that address (${code}). Is the server running?`)
  }
  if (error.status === 429) {
    throw new CommandFailed(
      'The server limits how often it may be asked (429). Run a copy of it with RATE_LIMITS=off for the proof, and give --url its address.',
    )
  }
  throw new CommandFailed(
    `The server answered ${error.status}: it is overloaded or lacks its database. Nothing was proved.`,
  )
}

function origin(typed: string): string {
  const url = URL.parse(typed)
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    throw new InvalidArgumentError('It is an address like http://127.0.0.1:3000.')
  }
  return url.origin
}

function count(typed: string): number {
  const number = Number(typed)
  if (Number.isInteger(number) && number >= 10 && number <= 1_000_000) return number
  throw new InvalidArgumentError('It is a number from 10 to 1000000.')
}
