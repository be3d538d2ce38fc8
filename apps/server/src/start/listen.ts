import type { FastifyInstance } from 'fastify'
import { CommandFailed } from '../cli/terminal.ts'
import { codeOfError } from '../config/unreadable.ts'

type Place = { host: string; port: number; setting: 'PORT' | 'WORKER_PORT' | 'OPERATOR_PORT' }

/**
 * @returns the address it listens on.
 * @throws CommandFailed with the setting that is to blame.
 */
export async function listen(app: FastifyInstance, place: Place): Promise<string> {
  const { host, port } = place
  try {
    return await app.listen({ host, port })
  } catch (error) {
    const sentence = sentenceFor(error, place)
    if (sentence === undefined) throw error
    throw new CommandFailed(sentence)
  }
}

export function sentenceFor(error: unknown, { host, port, setting }: Place): string | undefined {
  const code = codeOfError(error)
  const hostSetting = setting === 'OPERATOR_PORT' ? 'OPERATOR_HOST' : 'HOST'
  switch (code) {
    case 'EADDRINUSE':
      return `The port ${port} is in use by another program. Stop that program, or choose another port with ${setting}.`
    case 'EACCES':
    case 'EPERM':
      return `This user is not allowed to listen on port ${port}. Choose a port above 1023 with ${setting}.`
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EAI_FAIL':
    case 'EAI_NODATA':
    case 'EAI_NONAME':
      return `${hostSetting}="${host}" is a name that leads to no address (${code}). Set ${hostSetting} to an address of this machine: localhost, or 0.0.0.0 for all of them. Some shells and conda set HOST to something else; a .env file does not override that.`
    case 'EADDRNOTAVAIL':
      return `${hostSetting}="${host}" is not an address of this machine (${code}). Set ${hostSetting} to one that is, or to 0.0.0.0 for all of them.`
    case 'EAFNOSUPPORT':
    case 'EINVAL':
      return `${hostSetting}="${host}" cannot be listened on (${code}): this machine may have no IPv6, or the address needs its interface, like fe80::1%eth0. Set ${hostSetting} to another address.`
    default:
      return undefined
  }
}
