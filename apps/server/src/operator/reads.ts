import type { Operator } from '@latchkey/db'
import type { Page } from '@latchkey/operator'
import type { OperatorReads } from '@latchkey/operator/server'
import type { OverviewReader } from './overview.ts'
import type { People } from './people.ts'
import { remembered } from './remembered.ts'
import { shownAudit, shownEmail, shownEvent, shownWebhook } from './shown.ts'
import { isId } from './subject.ts'

type Parts = { operator: Operator; overview: OverviewReader; people: People }

const WEBHOOKS_MS = 5_000
const TROUBLE_MS = 2_000

/** What operators see on the page: the reads of the command line. */
export function createReads({ operator, overview, people }: Parts): OperatorReads {
  const webhooks = remembered(() => operator.listWebhooks(), WEBHOOKS_MS)
  const trouble = remembered(() => operator.mailTrouble(), TROUBLE_MS)
  const mailNow = async () => ({ now: new Date(), trouble: await trouble.read() })
  return {
    overview: (midnight) => overview.read(midnight),
    async emails({ before, limit, state, failure }) {
      const after = idOf(before)
      const rows = await operator.listMessages({ state, failure, limit: limit + 1, after })
      const mail = await mailNow()
      return pageOf(
        rows.map((row) => shownEmail(row, mail)),
        limit,
      )
    },
    async email(id) {
      const message = await operator.findMessage(id)
      return message && shownEmail(message, await mailNow())
    },
    search: (subject, by) => people.search(subject, by),
    limits: () => overview.limits(),
    webhooks: async () => (await webhooks.read()).map(shownWebhook),
    async events({ before, limit, type, failed }) {
      const after = idOf(before)
      const rows = await operator.listEvents({ type, dead: failed, limit: limit + 1, after })
      return pageOf(rows.map(shownEvent), limit)
    },
    async event(id) {
      const event = await operator.findEvent(id)
      return event && shownEvent(event)
    },
    async audit(which) {
      const { entries, next } = await operator.listAudit(which)
      return { rows: entries.map(shownAudit), next: next ?? null }
    },
  }
}

/** What is no id names no row, so that the list ends there. */
const NO_ROW = '00000000-0000-0000-0000-000000000000'

function idOf(before: string | undefined): string | undefined {
  if (before === undefined) return undefined
  return isId(before) ? before : NO_ROW
}

/** @param rows one more than the page has, if there are so many. */
function pageOf<Row extends { id: string }>(rows: readonly Row[], limit: number): Page<Row> {
  const shown = rows.slice(0, limit)
  return { rows: shown, next: rows.length > limit ? (shown.at(-1)?.id ?? null) : null }
}
