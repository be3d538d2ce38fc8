import type { Argon2Engine } from '../argon2-engine.ts'
import { type Argon2Parameters, argon2Parameters } from '../argon2-hash.ts'
import type { FormatName } from '../password-formats/format-names.ts'
import { partsOf } from '../password-formats/stored-password.ts'
import {
  DECOY_DIGEST,
  DECOY_SALT,
  damaged,
  type ForeignFormat,
  tooDear,
  type Work,
  type WrittenAs,
  wholeCheck,
} from './reading.ts'

/** What a stored hash from another system may cost at most. */
const MOST_ARGON2 = { memoryCost: 256 * 1024, memoryTimesPasses: 1024 * 1024, parallelism: 16 }

/** The usual length of the digest. */
const USUAL_OUTPUT = 32

export function isArgon2TooDear(
  cost: Pick<Argon2Parameters, 'memoryCost' | 'timeCost' | 'parallelism'>,
): boolean {
  return (
    cost.memoryCost > MOST_ARGON2.memoryCost ||
    cost.memoryCost * cost.timeCost > MOST_ARGON2.memoryTimesPasses ||
    cost.parallelism > MOST_ARGON2.parallelism
  )
}

/** argon2id, argon2i and argon2d, also as Django (`argon2$`), Spring (`{argon2}`) and Keycloak (JSON) store them. */
export function argon2(engine: Pick<Argon2Engine, 'verify'>): ForeignFormat {
  return (stored) => {
    const [, prefix = '', encoded = inKeycloak(stored)] =
      /^(argon2|\{argon2(?:@SpringSecurity_v5_8)?\})?(\$argon2(?:id|i|d)\$.*)$/s.exec(stored) ?? []
    if (encoded === undefined) return undefined
    const format = 'argon2'
    const found = argon2Parameters(encoded)
    if (!found || found.outputLen < 16 || found.saltLen < 8) return { format, problem: damaged }
    if (isArgon2TooDear(found)) return { format, problem: tooDear }
    return {
      format,
      writtenAs: stored.startsWith('{"') ? undefined : writtenAs(found, prefix),
      work: argon2Work(found),
      verify: (password) => engine.verify(encoded, password),
    }
  }
}

function writtenAs(found: Argon2Parameters, prefix: string): WrittenAs | undefined {
  const write = formatOf(found, prefix)
  if (write === undefined) return undefined
  const { memoryCost: m, timeCost: t, parallelism: p, outputLen: l } = found
  return {
    write,
    prefix: write === 'spring-argon2' ? prefix.slice(1, -1) : undefined,
    parameters: { m, t, p, ...(l === USUAL_OUTPUT ? {} : { l }) },
  }
}

function formatOf({ algorithm, version }: Argon2Parameters, prefix: string) {
  if (version !== 19) return undefined
  if (prefix === '') return algorithm === 'argon2d' ? undefined : (algorithm satisfies FormatName)
  if (algorithm !== 'argon2id') return undefined
  return prefix === 'argon2' ? 'django-argon2' : 'spring-argon2'
}

function argon2Work(of: Argon2Parameters): Work {
  const { algorithm, version, memoryCost, timeCost, parallelism } = of
  const parameters = `${algorithm}$v=${version}$m=${memoryCost},t=${timeCost},p=${parallelism}`
  return wholeCheck(parameters, `$${parameters}$${DECOY_SALT}$${DECOY_DIGEST}`)
}

const bare = (base64: string) => base64.replace(/=+$/, '')

/** Keycloak keeps the same facts in two texts of JSON. `undefined`: this is something else. */
function inKeycloak(stored: string): string | undefined {
  const { hash, algorithm } = partsOf(stored) ?? {}
  if (!hash?.startsWith('{') || !algorithm?.includes('"argon2"')) return undefined
  try {
    const { value, salt } = JSON.parse(hash) as { value: string; salt: string }
    const { hashIterations, additionalParameters: more } = JSON.parse(algorithm) as {
      hashIterations: number
      additionalParameters: Record<string, string[]>
    }
    const [type = 'id', memory, lanes] = ['type', 'memory', 'parallelism'].map(
      (name) => more[name]?.[0],
    )
    return `$argon2${type}$v=19$m=${memory},t=${hashIterations},p=${lanes}$${bare(salt)}$${bare(value)}`
  } catch {
    return '$argon2id$'
  }
}
