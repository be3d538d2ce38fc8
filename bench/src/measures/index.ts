import type { World } from '../world.ts'
import { emails } from './emails.ts'
import { growth } from './growth.ts'
import { health } from './health.ts'
import { memory } from './memory.ts'
import { passwords } from './passwords.ts'
import { processes } from './processes.ts'
import { request } from './request.ts'
import { slowMailServer } from './slow-mail-server.ts'
import { startUp } from './start.ts'
import { purge, storage } from './storage.ts'
import { verify } from './verify.ts'

/** The measures by their `--only` names, in the order in which they run. */
export const measures: Record<string, (world: World) => Promise<void>> = {
  request,
  emails,
  'slow-mail-server': slowMailServer,
  verify,
  passwords,
  health,
  start: startUp,
  memory,
  processes,
  growth,
  storage,
  purge,
}
