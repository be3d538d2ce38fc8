import {
  createOperator,
  createOperatorEntryStore,
  createQueue,
  createWebhookStore,
  type Database,
} from '@latchkey/db'
import {
  type AccountsKind,
  type CurrentSession,
  OPERATOR_HEADER,
  type PublicFacts,
} from '@latchkey/operator'
import type { OperatorContext } from '@latchkey/operator/server'
import { jobKindsFor, placeOf, secretsFor } from '@latchkey/server/parts'
import type { FastifyInstance } from 'fastify'
import type { Config } from '../config/config.ts'
import { operatorFolder, versionOf } from '../locations.ts'
import type { Logger } from '../log.ts'
import { createActs } from './acts.ts'
import { createChanges } from './changes.ts'
import { createEntry } from './entry.ts'
import { createOperatorServer, type OperatorSite } from './operator-server.ts'
import { createOverview, type OwnHealth } from './overview.ts'
import { createPeople } from './people.ts'
import { createReads } from './reads.ts'

type Parts = {
  config: Config
  site: OperatorSite
  database: Database
  health: Omit<OwnHealth, 'unsentSeconds'>
  log: Logger
  /** The folder of the built page. */
  folder?: string
}

/** The operators' page with all that is behind it, ready to listen. */
export async function createOperatorPage(parts: Parts): Promise<FastifyInstance> {
  const { config, site, database, log, folder = operatorFolder } = parts
  const operator = createOperator(database, createQueue(database, jobKindsFor(config)))
  const store = createOperatorEntryStore(database)
  const unsentSeconds = createWebhookStore(database).oldestUnsent
  const overview = createOverview({
    ...{ config, operator, health: { ...parts.health, unsentSeconds } },
  })
  const people = createPeople(config, operator)
  const changes = createChanges({
    ...{ marks: operator.marks, open: store.open },
    onError: (err) => log.warn({ event: 'operator.unlooked', err }),
  })
  const acts = createActs({
    ...{ config, operator, people },
    acted() {
      overview.forget()
      void changes.look()
    },
  })
  const reads = createReads({ operator, overview, people })
  const entry = createEntry({
    ...{ store, changes, facts: factsOf(config), url: site.url },
    secrets: secretsFor(config),
    handedIn: database.kind === 'embedded' ? config.dataDir : undefined,
  })
  const facts: PublicFacts = {
    productName: config.productName,
    defaultLocale: config.policy.defaultLocale,
    proxyEntry: site.userHeader !== undefined,
  }
  return createOperatorServer({
    ...{ site, folder, log },
    keepAliveSeconds: config.keepAliveSeconds,
    defaultLocale: config.policy.defaultLocale,
    contextOf: (request, reply): OperatorContext => ({
      ...{ facts, reads, acts },
      entry: entry.entryOf(request, reply),
      shown: request.headers[OPERATOR_HEADER]?.toString(),
      changes: (signal) =>
        changes.listen(
          request.namedByProxy === undefined ? entry.digestIn(request) : undefined,
          signal,
        ),
    }),
  })
}

/** As `purge` keeps them. */
const keptDays = { requests: 7, audit: 90 }

function factsOf(
  config: Config,
): Pick<CurrentSession, 'version' | 'accounts' | 'webhooks' | 'rateLimits' | 'keptDays'> {
  return {
    version: versionOf(),
    accounts: accountsOf(config),
    webhooks: config.webhooks.map(({ name }) => name),
    rateLimits: config.rateLimits,
    keptDays,
  }
}

function accountsOf({ accounts }: Config): AccountsKind {
  if (accounts === undefined) return { kind: 'own' }
  const { place, setting } = placeOf(accounts)
  return {
    kind: accounts.kind === 'mapped' ? 'mapped' : 'called',
    place: `${place} (${setting})`,
  }
}
