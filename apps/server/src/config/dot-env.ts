import { parseEnv } from 'node:util'
import { ConfigError } from '@latchkey/server/parts'

/** What a `.env` file says. */
export type DotEnv = {
  values: Readonly<Record<string, string>>
  /** For names whose line says more than what was read of it, or that have two lines: what is wrong. */
  cuts: ReadonlyMap<string, string>
  /** Lines that say nothing that can be read. */
  problems: readonly string[]
}

export const noDotEnv: DotEnv = { values: {}, cuts: new Map(), problems: [] }

/**
 * Node's own parser reads it. It silently drops lines, or the rest of them, and reads the next line as a part of one
 * that it does not understand. These are found here: a secret that was cut would be a different secret.
 *
 * @throws ConfigError if the bytes are not UTF-8 text.
 */
export function readDotEnv(bytes: Uint8Array): DotEnv {
  const text = textIn(bytes)
  const values = parseEnv(text) as Record<string, string>
  const cuts = new Map<string, string>()
  const problems: string[] = []
  const lineOf = new Map<string, number>()
  for (const { line, name, problem, cut } of entriesIn(text.split(/\r\n?|\n/))) {
    if (problem !== undefined) problems.push(`.env, line ${line}: ${problem}`)
    if (name === undefined) continue
    const before = lineOf.get(name)
    lineOf.set(name, line)
    if (cut !== undefined) cuts.set(name, cut)
    else if (before !== undefined) {
      cuts.set(name, `is in line ${before} and in line ${line} of .env; keep one of them`)
    }
  }
  return { values, cuts, problems }
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

type Entry = { line: number; name?: string; problem?: string; cut?: string | undefined }

const assignment = /^\s*(?:export\s+)?([\w.-]+)\s*=\s*(.*?)\s*$/

function* entriesIn(lines: readonly string[]): Generator<Entry> {
  for (let n = 0; n < lines.length; n += 1) {
    const text = lines[n]?.trim() ?? ''
    if (text === '' || text.startsWith('#')) continue
    const line = n + 1
    const [, name, written = ''] = assignment.exec(text) ?? []
    if (name === undefined) {
      yield { line, problem: notAssigned(text) }
      continue
    }
    const quote = /^["'`]/.exec(written)?.[0]
    if (quote === undefined) {
      yield { line, name, cut: cutAtHash(written, line) }
      continue
    }
    const closed = closingOf(quote, written, lines.slice(line))
    if (closed === undefined) {
      yield { line, name, problem: `${name} begins with ${quote}, and no ${quote} ends it` }
      continue
    }
    yield { line, name, cut: cutBehind(quote, closed.rest, line) }
    n += closed.linesBelow
  }
}

function notAssigned(text: string): string {
  const [, name] = /^(?:export\s+)?([\w.-]+)\s*:/.exec(text) ?? []
  return name === undefined
    ? 'it is not NAME=value; if it is a comment, begin it with #'
    : `it has : where = belongs; write ${name}=…`
}

/** A line of a value does not look like this: base64 has = only at its end. */
const nextAssignment = /^\s*(?:export\s+)?[A-Za-z_]\w*\s*=\s*[^=\s]/

/** Where a value between quotes ends, which may be some lines below, as that of a key in PEM. */
function closingOf(quote: string, written: string, below: readonly string[]) {
  const end = written.indexOf(quote, 1)
  if (end > 0) return { rest: written.slice(end + 1), linesBelow: 0 }
  for (const [n, line] of below.entries()) {
    if (nextAssignment.test(line)) return undefined
    const at = line.indexOf(quote)
    if (at >= 0) return { rest: line.slice(at + 1), linesBelow: n + 1 }
  }
  return undefined
}

/** @returns why not all is read. A comment is meant if white space is on both sides of its #. */
function cutAtHash(written: string, line: number): string | undefined {
  const at = written.indexOf('#')
  const isSetOff = /(?:^|\s)$/.test(written.slice(0, at)) && /^#+(?:\s|$)/.test(written.slice(at))
  if (at < 0 || isSetOff) return undefined
  return `is cut at its # in line ${line} of .env; put the value between single quotes, or a space behind the # of a comment`
}

function cutBehind(quote: string, behind: string, line: number): string | undefined {
  const rest = behind.trim()
  return rest === '' || rest.startsWith('#')
    ? undefined
    : `is cut after its second ${quote} in line ${line} of .env; put the whole value between other quotes: ${quote === "'" ? '"…"' : "'…'"}`
}
