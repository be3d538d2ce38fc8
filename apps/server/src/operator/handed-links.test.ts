import { mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TokenDigest } from '@latchkey/core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { forgetOldLinks, handEndOfAll, handLink, takeEndOfAll, takeLink } from './handed-links.ts'

let dataDir: string
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'latchkey-links-'))
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

const digest = (byte: number) => new Uint8Array(32).fill(byte) as Uint8Array as TokenDigest
const folder = () => join(dataDir, 'operator-links')

test('a link is taken once, and only its digest and the name are in the file', () => {
  handLink(dataDir, digest(1), { operator: 'night shift' })
  const [name = ''] = readdirSync(folder())
  expect(statSync(join(folder(), name)).mode & 0o077).toBe(0)
  expect(statSync(folder()).mode & 0o077).toBe(0)
  expect(takeLink(dataDir, digest(2))).toBeUndefined()
  expect(takeLink(dataDir, digest(1))).toMatchObject({ operator: 'night shift' })
  expect(takeLink(dataDir, digest(1))).toBeUndefined()
})

test('an old one says how old it is, and is forgotten after a day', () => {
  handLink(dataDir, digest(1), { operator: 'night shift' })
  const [name = ''] = readdirSync(folder())
  const anHourAgo = Date.now() / 1_000 - 3_600
  utimesSync(join(folder(), name), anHourAgo, anHourAgo)
  forgetOldLinks(dataDir)
  expect(takeLink(dataDir, digest(1))?.ageMinutes).toBeGreaterThan(59)
  handLink(dataDir, digest(1), { operator: 'night shift' })
  utimesSync(join(folder(), name), anHourAgo - 86_400, anHourAgo - 86_400)
  forgetOldLinks(dataDir)
  expect(readdirSync(folder())).toEqual([])
})

test('what somebody else put there lets nobody in', () => {
  handLink(dataDir, digest(1), { operator: 'night shift' })
  const [name = ''] = readdirSync(folder())
  for (const text of ['', 'null', '{}', '{"operator":"two\\nlines"}', '{"operator":7}']) {
    writeFileSync(join(folder(), name), text)
    expect(takeLink(dataDir, digest(1))).toBeUndefined()
  }
})

test('the end of all takes unopened links with it', () => {
  handLink(dataDir, digest(1), { operator: 'night shift' })
  handEndOfAll(dataDir, { operator: null, reason: 'left' })
  expect(takeEndOfAll(dataDir)).toEqual({ operator: null, reason: 'left' })
  expect(takeEndOfAll(dataDir)).toBeUndefined()
  expect(takeLink(dataDir, digest(1))).toBeUndefined()
})
