import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import type { TokenDigest } from '@latchkey/core'
import { isOneLine, LONGEST_REASON, saysSomething } from '@latchkey/operator'
import { operatorNameFrom } from './operator-name.ts'

/*
 * One process has the embedded database open, so `latchkey operator` cannot write into it. It leaves the digest of its
 * link in the data folder, where only this user may write and where the server secret is as well.
 */

type Handed = { operator: string }

const nameOf = (digest: TokenDigest) => `${Buffer.from(digest).toString('hex')}.json`
const folderIn = (dataDir: string) => join(dataDir, 'operator-links')

export function handLink(dataDir: string, digest: TokenDigest, handed: Handed): void {
  const folder = folderIn(dataDir)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  writeFileSync(join(folder, nameOf(digest)), JSON.stringify(handed), { mode: 0o600, flag: 'wx' })
}

/** Takes the link out of the folder. Of any number of callers, one gets it. */
export function takeLink(
  dataDir: string,
  digest: TokenDigest,
): (Handed & { ageMinutes: number }) | undefined {
  const taken = take(join(folderIn(dataDir), nameOf(digest)))
  const handed = taken && readHanded(taken.text)
  return handed && { ...handed, ageMinutes: taken.ageMinutes }
}

const END_ALL = 'end-all.json'

type Ended = { operator: string | null; reason: string | null }

/** That all sessions and links are to end. */
export function handEndOfAll(dataDir: string, by: Ended): void {
  mkdirSync(folderIn(dataDir), { recursive: true, mode: 0o700 })
  writeFileSync(join(folderIn(dataDir), END_ALL), JSON.stringify(by), { mode: 0o600 })
}

/** `undefined`: nobody said so. */
export function takeEndOfAll(dataDir: string): Ended | undefined {
  const folder = folderIn(dataDir)
  const taken = take(join(folder, END_ALL))
  if (!taken) return undefined
  for (const name of filesIn(folder)) rmSync(join(folder, name), { force: true })
  const operator = readHanded(taken.text)?.operator ?? null
  return { operator, reason: readReason(taken.text) }
}

/** `undefined`: it is not there, or another caller was faster. */
function take(path: string): { text: string; ageMinutes: number } | undefined {
  if (!existsSync(path)) return undefined
  try {
    const text = readFileSync(path, 'utf8')
    const ageMinutes = (Date.now() - statSync(path).mtimeMs) / 60_000
    rmSync(path)
    return { text, ageMinutes }
  } catch {
    return undefined
  }
}

const KEPT_MS = 24 * 3_600_000

/** Links that nobody opened. */
export function forgetOldLinks(dataDir: string): void {
  const folder = folderIn(dataDir)
  const oldest = Date.now() - KEPT_MS
  for (const name of filesIn(folder)) {
    const path = join(folder, name)
    if (statSync(path).mtimeMs < oldest) rmSync(path, { force: true })
  }
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function readHanded(text: string): Handed | undefined {
  const operator = (parsed(text) as { operator?: unknown } | null | undefined)?.operator
  const name = typeof operator === 'string' ? operatorNameFrom(operator) : undefined
  return name === undefined ? undefined : { operator: name }
}

function readReason(text: string): string | null {
  const reason = (parsed(text) as { reason?: unknown } | null | undefined)?.reason
  const isGood =
    typeof reason === 'string' &&
    reason.length <= LONGEST_REASON &&
    isOneLine(reason) &&
    saysSomething(reason)
  return isGood ? reason : null
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
