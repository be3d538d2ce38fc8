import { type AccountPort, type Finding, PortFailure, type PortProblem } from '@latchkey/db'
import { HOST_PLACE } from './host-port.ts'

/** At a domain that cannot exist. */
export const nobody = 'nobody@latchkey.invalid'

/** What has to be changed, on one of the two sides, before any call works. */
const isMismatch: Record<PortProblem, boolean> = {
  refused: true,
  misplaced: true,
  unreadable: true,
  unreachable: false,
  slow: false,
  failed: false,
  busy: false,
}

const todos: Partial<Record<PortProblem, string>> = {
  refused:
    'Give both sides the same secret (ACCOUNTS_SECRET), and synchronise their clocks: signatures older than five minutes are refused.',
  misplaced:
    'Let ACCOUNTS_URL be the address that /lookup, /look, /change and /settled are appended to, with https where the application redirects to it.',
  unreadable: 'docs/adopting-elsewhere.md has the answers that are agreed on.',
  unreachable: 'Is the application running, and may this machine reach it?',
  slow: 'A call may take five seconds. Is there an index on the address?',
  failed: "The application's own log says why.",
}

/** Of functions in the same process there is no signature and no address. */
const todosOfFunctions: typeof todos = {
  unreadable: 'docs/adopting-elsewhere.md has the answers that are agreed on.',
  slow: 'A call may take five seconds. Is there an index on the address?',
}

/** One call that changes nothing. Empty: the application answers as agreed. */
export async function checkPort(port: AccountPort): Promise<Finding[]> {
  try {
    const accounts = await port.lookup([nobody])
    if (accounts.length === 0) return []
    return [
      {
        severity: 'problem',
        isMismatch: true,
        about: isFunctions(port) ? `${port.place}.lookup` : `${port.place}/lookup`,
        says: `has accounts for ${nobody}, an address that cannot exist`,
        todo: 'It must find accounts by their address alone.',
      },
    ]
  } catch (error) {
    if (!(error instanceof PortFailure)) throw error
    return [isFunctions(port) ? findingOfFunctions(error) : findingFrom(error)]
  }
}

function isFunctions({ place }: AccountPort): boolean {
  return place === HOST_PLACE
}

export function findingFrom(failure: PortFailure): Finding {
  return inWords(failure, 'ACCOUNTS_URL', todos)
}

function findingOfFunctions(failure: PortFailure): Finding {
  const { cause } = failure
  const found = inWords(failure, HOST_PLACE, todosOfFunctions)
  // It was called with an address of nobody, so that its message tells of nobody.
  return cause instanceof Error ? { ...found, says: `${found.says} (${cause})` } : found
}

function inWords({ problem, message }: PortFailure, about: string, words: typeof todos): Finding {
  const todo = words[problem]
  return {
    severity: 'problem',
    isMismatch: isMismatch[problem],
    about,
    says: message,
    ...(todo !== undefined && { todo }),
  }
}
