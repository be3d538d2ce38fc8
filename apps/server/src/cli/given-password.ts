import {
  acceptPassword,
  type EmailAddress,
  PASSWORD_LONGEST,
  type PasswordReason,
} from '@latchkey/core'
import { observeTo } from '@latchkey/server/parts'
import { createPasswordHasher, loadArgon2Engine } from '@latchkey/server/parts/passwords'
import { passwordListsFor } from '@latchkey/server/parts/web'
import type { Config } from '../config/config.ts'
import { createLog } from '../log.ts'
import { CommandFailed, type Terminal } from './terminal.ts'

/**
 * The hash of the password on standard input, which must follow the usual rules.
 *
 * @throws CommandFailed
 */
export async function hashOfGivenPassword(
  owner: EmailAddress,
  terminal: Terminal,
): Promise<string> {
  const config = terminal.config()
  const observe = observeTo(createLog(config.logLevel, 'cli'))
  const lists = passwordListsFor(config, observe)
  const rules = { rules: config.policy.password, ...lists }
  const judgement = await acceptPassword(await given(terminal), owner, rules)
  if (judgement.ok) {
    return createPasswordHasher(await loadArgon2Engine()).hash(judgement.password)
  }
  const said = judgement.reasons.map((reason) => reasonWords(reason, config))
  throw new CommandFailed(`The password was refused: ${said.join('; ')}.`)
}

/**
 * The hash on standard input, from another system.
 *
 * @throws CommandFailed
 */
export async function givenHash(terminal: Terminal): Promise<string> {
  const hash = await given(terminal)
  const problem = createPasswordHasher(await loadArgon2Engine()).problemWith(hash)
  if (problem === undefined) return hash
  throw new CommandFailed(`The hash was refused. ${problem}.`)
}

async function given(terminal: Terminal): Promise<string> {
  return (await terminal.readInput()).replace(/\r?\n$/, '')
}

function reasonWords(reason: PasswordReason, config: Config): string {
  const { minLength } = config.policy.password
  const words: Record<PasswordReason, string> = {
    PASSWORD_TOO_SHORT: `it has fewer than ${minLength} characters`,
    PASSWORD_TOO_LONG: `it has more than ${PASSWORD_LONGEST} characters`,
    PASSWORD_ILL_FORMED: 'it contains bytes that are no characters',
    PASSWORD_COMMON: 'it is one of the most common passwords',
    PASSWORD_CONTEXT: 'it is made of the email address or of the name of this product',
    PASSWORD_BREACHED: 'it is known from a data breach',
  }
  return words[reason]
}
