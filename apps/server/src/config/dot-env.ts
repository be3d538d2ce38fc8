import { parseEnv } from 'node:util'
import { ConfigError } from '@latchkey/server/parts'

/** What a `.env` file says. */
export type DotEnv = {
  values: Readonly<Record<string, string>>
  /** For names whose line says more than what was read of it: why. */
  cuts: ReadonlyMap<string, string>
}

export const noDotEnv: DotEnv = { values: {}, cuts: new Map() }

/**
 * Node's own parser reads it. It silently drops the rest of some lines, and these are found here: a secret that was cut
 * would be a different secret.
 *
 * @throws ConfigError if the bytes are not UTF-8 text.
 */
export function readDotEnv(bytes: Uint8Array): DotEnv {
  const text = textIn(bytes)
  const values = parseEnv(text) as Record<string, string>
  const cuts = new Map<string, string>()
  for (const line of text.split(/\r\n?|\n/)) {
    const [, name = '', written = ''] = /^\s*(?:export\s+)?(\w+)\s*=\s*(.*?)\s*$/.exec(line) ?? []
    const read = values[name]
    const problem = read === undefined ? undefined : cutIn(written, read)
    if (problem !== undefined) cuts.set(name, problem)
  }
  return { values, cuts }
}

/** A BOM is skipped, as editors on Windows write one. */
function textIn(bytes: Uint8Array): string {
  const [first, second] = bytes
  const isUtf16 = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)
  if (isUtf16 || bytes.includes(0)) {
    throw new ConfigError([
      '.env is written in UTF-16, as the > of Windows PowerShell does; save it as UTF-8',
    ])
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new ConfigError(['.env contains bytes that are not UTF-8; save it as UTF-8'])
  }
}

/** @returns why `read` is not all that was `written`. A comment that is set off by a space is meant. */
function cutIn(written: string, read: string): string | undefined {
  const quote = /^["'`]/.exec(written)?.[0]
  if (quote === undefined) {
    const rest = written.slice(read.length)
    return written.startsWith(read) && rest.startsWith('#')
      ? 'is cut at its # in .env; put the value between single quotes'
      : undefined
  }
  const end = written.indexOf(quote, 1)
  const rest = end < 0 ? '' : written.slice(end + 1).trim()
  return rest === '' || rest.startsWith('#')
    ? undefined
    : `is cut after its second ${quote} in .env; put the whole value between other quotes: ${quote === "'" ? '"…"' : "'…'"}`
}
