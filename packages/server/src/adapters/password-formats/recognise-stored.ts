import { argon2, foreignFormats, type Reading, type WrittenAs } from '../foreign-hashes/index.ts'
import { read, UNKNOWN } from '../password-hasher.ts'
import type { RecognisedFormat, RecogniseStored, RefusedFormat } from './recognition.ts'
import { type StoredColumns, storedText } from './stored-password.ts'

// Nothing is computed here, so that no engine is needed.
const readers = [argon2({ verify: () => Promise.resolve(false) }), ...foreignFormats]

/** In characters. That of DES-crypt is shorter, and no longer safe. */
const SHORTEST_HASH = 32

type Row<T> = { key: string; row: T; count: number; newest: number }

/** @see RecogniseStored */
export const recogniseStored: RecogniseStored = (samples) => {
  const texts = samples.flatMap((sample, place) => {
    const text = textOf(sample)
    if (text === undefined) return []
    const isShort = (sample.hash ?? '').length < SHORTEST_HASH
    return [{ reading: read(readers, text), place, isShort }]
  })
  const passwords = texts.length
  const share = (count: number) => (passwords === 0 ? 0 : count / passwords)
  const found = texts.map(({ reading, place }) => ({ ...explained(reading), place }))

  const formats = grouped(
    found.flatMap(({ written, place }) => (written ? [{ row: written, place }] : [])),
  ).map(({ row, count, newest }): RecognisedFormat => {
    const { write, prefix, cost, parameters = {}, doubt } = row
    return {
      write,
      ...(prefix === undefined ? {} : { prefix }),
      ...(cost === undefined ? {} : { cost }),
      parameters,
      ...(doubt === undefined ? {} : { doubt }),
      count,
      share: share(count),
      newest,
    }
  })
  const refused = grouped(
    found.flatMap(({ refusal, place }) => (refusal ? [{ row: refusal, place }] : [])),
  ).map(({ row, count }): RefusedFormat => ({ ...row, count, share: share(count) }))
  const known = [...formats, ...refused].reduce((sum, { count }) => sum + count, 0)
  const short = texts.filter(({ reading, isShort }) => isShort && isUnknown(reading)).length
  return { passwords, formats, refused, unknown: passwords - known, short }
}

function isUnknown(reading: Reading): boolean {
  return 'problem' in reading && reading.format === UNKNOWN
}

/** Null is no password. Columns of which only the hash is filled are one text. */
function textOf(sample: StoredColumns): string | undefined {
  if (!sample.hash) return undefined
  const others = (['salt', 'algorithm'] as const).filter((part) => sample[part])
  return storedText(['hash', ...others], sample)
}

function explained(reading: Reading): {
  written?: WrittenAs
  refusal?: Pick<RefusedFormat, 'name' | 'problem'>
} {
  if ('problem' in reading) {
    const { format: name, problem } = reading
    return name === UNKNOWN ? {} : { refusal: { name, problem } }
  }
  if (reading.writtenAs) return { written: reading.writtenAs }
  return { refusal: { name: reading.format, problem: 'Latchkey reads it, but does not write it' } }
}

/** Equal rows as one, the most frequent first. */
function grouped<T>(found: readonly { row: T; place: number }[]): Row<T>[] {
  const rows = new Map<string, Row<T>>()
  for (const { row, place } of found) {
    const key = JSON.stringify(row)
    const known = rows.get(key) ?? { key, row, count: 0, newest: place }
    known.count += 1
    rows.set(key, known)
  }
  return [...rows.values()].toSorted((one, other) => other.count - one.count)
}
