import { Command, InvalidArgumentError } from 'commander'
import { codeOfError } from '../config/unreadable.ts'
import { type Proof, proveSilence } from '../silence/experiments.ts'
import { type Addresses, type Kind, kinds, Refused } from '../silence/sampling.ts'
import { addressGiven } from './arguments.ts'
import { proofInWords } from './proof-words.ts'
import { CommandFailed, STOPPED, type Terminal } from './terminal.ts'
import { withTrialAddresses } from './trial-addresses.ts'

export function proveCommand(terminal: Terminal): Command {
  return new Command('prove')
    .description('test promises of Latchkey against a running server')
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
      'test a running server for user enumeration: compare the bytes and the response times of its answers for known, unknown, disabled and passwordless addresses. Without given addresses it creates accounts and removes them afterwards. The server needs RATE_LIMITS=off, so test a copy of your server, never the one in use',
    )
    .requiredOption('--url <origin>', 'where the server runs', origin)
    .option(
      '--known <address>',
      'an active account with a password; it gets an email for every sample',
    )
    .option('--unknown <address>', 'an address without an account; random when absent')
    .option('--disabled <address>', 'an account that is disabled')
    .option('--passwordless <address>', 'an account without a password')
    .option('--domain <name>', 'the domain of random addresses', 'silence.invalid')
    .option('--samples <n>', 'requests for each kind of address', count, 4_000)
    .option('--sign-ins <n>', 'sign-ins for each kind; the same number when absent', count)
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
      const reported = proving.then((proof) => report(terminal, proof, options.json))
      // An interrupted test removes its accounts too.
      terminal.onStop((isInterrupt) => {
        const code = isInterrupt ? STOPPED.SIGINT : STOPPED.SIGTERM
        stopping.abort(new CommandFailed('Interrupted: nothing was tested.', code))
        return reported
      })
      await reported
    })
}

function report(terminal: Terminal, proof: Proof, asJson: true | undefined): void {
  terminal.print(asJson ? JSON.stringify(proof) : proofInWords(proof))
  if (!proof.silent) throw new CommandFailed('The answers reveal which addresses have an account.')
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
    const code = codeOfError(error)
    if (!/^E[A-Z_]+$/.test(code)) throw error
    throw new CommandFailed(
      `The server cannot be reached at that address (${code}). Is it running?`,
    )
  }
  if (error.status === 429) {
    throw new CommandFailed(
      'The server limits the rate of requests (429). Run a copy of it with RATE_LIMITS=off, and give its address with --url.',
    )
  }
  throw new CommandFailed(
    `The server answered ${error.status}: it is overloaded, or its database is unavailable. Nothing was tested.`,
  )
}

function origin(typed: string): string {
  const url = URL.parse(typed)
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    throw new InvalidArgumentError('It must be an address like http://127.0.0.1:3000.')
  }
  return url.origin
}

function count(typed: string): number {
  const number = Number(typed)
  if (Number.isInteger(number) && number >= 10 && number <= 1_000_000) return number
  throw new InvalidArgumentError('It must be a number from 10 to 1000000.')
}
