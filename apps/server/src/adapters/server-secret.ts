import { randomBytes } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ConfigError } from '../config/config-error.ts'
import { secretList } from '../config/secret-list.ts'

/**
 * The secret kept in the data folder, made at the first start. Processes that start together agree on one: the
 * file appears whole and only once. It may be given more lines, to rotate the secret.
 */
export function serverSecrets(dataDir: string): string[] {
  const path = join(dataDir, 'secret')
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const draft = `${path}.${randomBytes(8).toString('hex')}`
  writeFileSync(draft, randomBytes(32).toString('base64'), { mode: 0o600 })
  try {
    linkSync(draft, path)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  } finally {
    rmSync(draft)
  }
  const { secrets, problems } = secretList(readFileSync(path, 'utf8'))
  if (problems.length > 0) throw new ConfigError(problems.map((problem) => `${path}: ${problem}`))
  return secrets
}
