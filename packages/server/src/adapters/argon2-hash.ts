/** What the PHC string of an argon2 hash says about it. */
export type Argon2Parameters = {
  algorithm: 'argon2id' | 'argon2i' | 'argon2d'
  version: number
  memoryCost: number
  timeCost: number
  parallelism: number
  saltLen: number
  outputLen: number
}

const phcString =
  /^\$(argon2(?:id|i|d))(?:\$v=(16|19))?\$([a-z]+=[^,$]+(?:,[a-z]+=[^,$]+)*)\$([\w+/]+)\$([\w+/]+)$/

// The longest that both libraries read.
const LONGEST_SALT = 48
const LONGEST_OUTPUT = 64

/** `undefined`: the string is not an argon2 hash, or is damaged. */
export function argon2Parameters(phc: string): Argon2Parameters | undefined {
  // A string without a version was made by version 0x10.
  const [, algorithm, version = '16', list = '', salt, output] = phcString.exec(phc) ?? []
  const saltLen = lengthOf(salt)
  const outputLen = lengthOf(output)
  if (!saltLen || !outputLen || saltLen > LONGEST_SALT || outputLen > LONGEST_OUTPUT) {
    return undefined
  }
  const named = new Map(list.split(',').map((pair) => pair.split('=') as [string, string]))
  const cost = (name: string) => Number(/^[1-9]\d{0,9}$/.exec(named.get(name) ?? '')?.[0] ?? 0)
  const [memoryCost, timeCost, parallelism] = [cost('m'), cost('t'), cost('p')]
  if (timeCost === 0 || parallelism === 0 || memoryCost < 8 * parallelism) return undefined
  return {
    algorithm: algorithm as Argon2Parameters['algorithm'],
    version: Number(version),
    memoryCost,
    timeCost,
    parallelism,
    saltLen,
    outputLen,
  }
}

/** In bytes, of Base64 without padding; 0 for anything else. */
function lengthOf(base64 = ''): number {
  const bytes = Buffer.from(base64, 'base64')
  return bytes.toString('base64').replace(/=+$/, '') === base64 ? bytes.length : 0
}
