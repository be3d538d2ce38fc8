import { addresses, passwords } from './addresses.ts'
import { adopting } from './adopting.ts'
import { changesOfTheHost } from './changes-of-the-host.ts'
import type { Check } from './check.ts'
import { drift } from './drift.ts'
import { hostAlone } from './host-alone.ts'
import { manyUsers } from './many-users.ts'
import { operating } from './operating.ts'
import { races } from './races.ts'
import { recovering } from './recovering.ts'
import { refusedWrites } from './refused-writes.ts'
import { wrongMaps } from './wrong-maps.ts'

/** Before the server starts: each relies on the ones before it. */
export const beforeTheStart: readonly Check[] = [...hostAlone, ...adopting]

/** On the running server. */
export const onTheServer: readonly Check[] = [
  ...recovering,
  ...races,
  ...changesOfTheHost,
  ...refusedWrites,
  ...drift,
  ...wrongMaps,
  ...addresses,
  ...passwords,
  ...operating,
]

/** On the running server, with a million users. */
export const withManyUsers: readonly Check[] = manyUsers
