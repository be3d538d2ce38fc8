import type { Operator } from '@latchkey/db'
import { type ActOutcome, type Said, say } from '@latchkey/operator'
import type { By, OperatorActs } from '@latchkey/operator/server'
import type { Config } from '../config/config.ts'
import { digestsOf } from './digests-of.ts'
import { elsewhere, type Known, type People } from './people.ts'
import { sayNoDelivery } from './words/event-words.ts'

type Parts = {
  config: Config
  operator: Operator
  people: People
  /** So that the page shows at once what was done. */
  acted: () => void
}

type Invalid = { status: 'invalid'; problem: string }

/** What operators do on the page: the acts of the command line, each with who and why. */
export function createActs({ config, operator, people, acted }: Parts): OperatorActs {
  async function about(
    subject: string,
    act: (known: Known) => Promise<ActOutcome>,
  ): Promise<ActOutcome | Invalid> {
    const known = await people.find(subject)
    if ('status' in known) {
      return known.status === 'invalid' ? known : refused(known.says)
    }
    const outcome = await act(known)
    if (outcome.status === 'done') acted()
    return outcome
  }

  function changeStatus(subject: string, what: 'disable' | 'enable', by: By) {
    return about(subject, async ({ address, shown }) => {
      const says = elsewhere(config)
      if (says) return refused(says)
      const change = { canonicalEmail: address.canonical, change: { what } }
      const changed = await operator.changeAccount(change, by)
      switch (changed.status) {
        case 'changed': {
          const { secrets = 0, sessions = 0 } = changed.revoked ?? {}
          return done(
            what === 'disable'
              ? say('act.disabled', { secrets, sessions })
              : say('act.enabled', {}),
          )
        }
        case 'unchanged':
          return unchanged(
            what === 'disable' ? say('act.already-disabled', {}) : say('act.already-enabled', {}),
          )
        default:
          return refused(say('act.no-account', { address: shown }))
      }
    })
  }

  return {
    async retryEmail(id, by) {
      const retried = await operator.retryMessage(id, by)
      if (retried.status === 'refused') {
        return refused(say('act.email-not-retried', { reason: retried.reason }))
      }
      acted()
      return done(say(retried.status === 'hurried' ? 'act.email-hurried' : 'act.email-queued', {}))
    },

    revoke: (subject, by) =>
      about(subject, async ({ address, shown }) => {
        const revoked = await operator.revokeAccount(address.canonical, by)
        if (!revoked) return refused(say('act.no-account', { address: shown }))
        const { secrets, sessions } = revoked
        return done(say('act.revoked', { secrets, sessions }))
      }),

    disable: (subject, by) => changeStatus(subject, 'disable', by),
    enable: (subject, by) => changeStatus(subject, 'enable', by),

    unsuppress: (subject, by) =>
      about(subject, async ({ address }) => {
        const causes = await operator.liftSuppressions(digestsOf(config, address), by)
        return causes.length > 0
          ? done(say('act.unsuppressed', { causes }))
          : unchanged(say('act.nothing-suppressed', {}))
      }),

    async retryEvent({ id, webhook }, by) {
      const deliveries = await operator.retryEvents({ ids: [id], webhook, delivered: false }, by)
      if (deliveries === 0) return unchanged(await sayNoDelivery(operator, { ids: [id], webhook }))
      acted()
      return done(say('act.event-retried', { deliveries }))
    },
  }
}

function done(says: Said): ActOutcome {
  return { status: 'done', says }
}

function unchanged(says: Said): ActOutcome {
  return { status: 'unchanged', says }
}

function refused(says: Said): ActOutcome {
  return { status: 'refused', says }
}
