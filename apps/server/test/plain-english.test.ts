import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

/*
 * The code and the documents use the standard terms of the field, and one name for one concept (decision 41). This test
 * finds words of the vocabulary that they had before.
 */

const root = fileURLToPath(new URL('../../../', import.meta.url))

/** What must not be written, and what to write instead. */
const words: readonly { pattern: RegExp; instead: string }[] = [
  {
    pattern: /\bhouses?\b|[a-z]House\b|\bhouse[A-Z]/i,
    instead: 'the server, the operator, the global limit',
  },
  { pattern: /\bwho(?:so|m)?ever\b/i, instead: 'a named subject: the caller, the owner, the user' },
  { pattern: /ask(?:ed|ing|s)?[ -]?again\b/i, instead: 'resend' },
  {
    pattern:
      /\ban ask\b|\bthe asks?\b|\basks? a (?:second|minute)\b|\baskers?\b|\basks?-by\b|LIMIT_ASKS|\bask\(/,
    instead: 'request',
  },
  { pattern: /pg-?boss/i, instead: 'the outbox' },
  { pattern: /patience/i, instead: 'timeout, maxWaitMs' },
  { pattern: /\bcrowd(?:ed|s)?\b|[a-z]Crowd/i, instead: 'flood, load, slots, semaphore' },
  { pattern: /\bteller\b|Teller\b|\bheed(?:s|ed)?\b/, instead: 'report, record' },
  { pattern: /OneIsToBlame|[Tt]oldAddresses|leaveOutTheTold/, instead: 'the standard term' },
  { pattern: /(?:raise|find|record)Alarm|\balarm(?:s|ed)?\b/i, instead: 'not-me report' },
  { pattern: /\bmend(?:s|ed|ing)?\b/i, instead: 'fix, restore' },
  { pattern: /\bheal(?:s|ed|ing)?\b/i, instead: 'recover' },
  { pattern: /signs? of life/i, instead: 'renewal of the lease, heartbeat' },
  { pattern: /\bS[0-4]\b(?! ·)|\bseed S\d|\bthe seeds\b/, instead: 'what the call does' },
  { pattern: /(?<![/.])\bmails\b(?!['./-])/, instead: 'emails' },
]

/** Where one of these words is right, and why. */
const allowed: readonly { file: RegExp; word: RegExp; why: string }[] = [
  { file: /^apps\/server\/test\/plain-english\.test\.ts$/, word: /./, why: 'lists the words' },
  {
    file: /^docs\/decisions\//,
    word: /pg-?boss|ask(?:ed)? again/i,
    why: 'records of what was decided before',
  },
  {
    file: /^apps\/server\/test\/architecture\.test\.ts$/,
    word: /pg-boss/,
    why: 'forbids the library',
  },
]

const ignored = [
  '**/node_modules/**',
  '**/dist/**',
  '**/.turbo/**',
  '**/.data/**',
  '**/golden/**',
  'bench/results/**',
  'bench/faults/reports/**',
  '**/pnpm-lock.yaml',
  // Words people choose as passwords, words in other languages, and a corpus that was written elsewhere.
  'packages/wording/src/catalogues/{ar,de,es,fr,ja,pt-BR}/**',
  'packages/wording/src/matching-words.ts',
  'apps/server/test/corpus/cases.json',
  'apps/server/test/generated/**',
]
const kinds = '**/*.{ts,tsx,js,mjs,css,html,md,yml,yaml,json,sql}'
const files = [
  ...globSync([kinds, '.env.example', 'bench/faults/nightly'], { cwd: root, exclude: ignored }),
].sort()

function foundIn(file: string, text: string): string[] {
  return text.split('\n').flatMap((line, at) =>
    words
      .flatMap(({ pattern, instead }) => {
        const word = pattern.exec(line)?.[0]
        return word === undefined ? [] : [{ word, instead }]
      })
      .filter(({ word }) => !allowed.some((one) => one.file.test(file) && one.word.test(word)))
      .map(({ word, instead }) => `${file}:${at + 1}: "${word}" – write: ${instead}`),
  )
}

test('sources, tests and documents use plain English', () => {
  expect(files.length).toBeGreaterThan(500)
  expect(files.flatMap((file) => foundIn(file, readFileSync(join(root, file), 'utf8')))).toEqual([])
})

test.each([
  'the house is full',
  'const house = await startHouse()',
  'whoever asks again',
  'patienceMs: 20',
  'a crowd of mails',
])('this test finds the words in "%s"', (line) => {
  expect(foundIn('packages/core/src/index.ts', line)).not.toEqual([])
})
