import type { World } from '../world.ts'
import { ask } from './ask.ts'
import { growth } from './growth.ts'
import { health } from './health.ts'
import { mails } from './mails.ts'
import { memory } from './memory.ts'
import { passwords } from './passwords.ts'
import { several } from './several.ts'
import { slowMail } from './slow-mail.ts'
import { startUp } from './start.ts'
import { verify } from './verify.ts'

/** By the names that `--only` takes, in the order they run. */
export const measures: Record<string, (world: World) => Promise<void>> = {
  ask,
  mails,
  'slow-mail': slowMail,
  verify,
  passwords,
  health,
  start: startUp,
  memory,
  processes: several,
  growth,
}
