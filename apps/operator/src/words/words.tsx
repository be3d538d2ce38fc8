import type { FactCode, Facts } from '@latchkey/operator'
import type { OperatorWording } from '@latchkey/wording/operator'
import type { ReactNode } from 'react'
import { Address, Command, Verbatim } from '../components/address.tsx'
import { When } from '../components/when.tsx'

type T = OperatorWording

const when = (at: string, key = at) => <When key={key} at={at} />
const address = (one: string) => <Address key={one}>{one}</Address>
const command = (one: string) => <Command key={one}>{one}</Command>
const verbatim = (text: string) => <Verbatim key={text}>{text}</Verbatim>

/** One command for each webhook. */
const dropping = (webhooks: readonly string[]) =>
  webhooks.flatMap((name, nth) => [
    ...(nth > 0 ? [', '] : []),
    command(`latchkey events drop ${name}`),
  ])

/** What a server answered; nothing, if it said nothing. */
const answer = (text: string) => (text === '' ? '' : verbatim(text))

/** How the page says each sentence of the server. A code without a row does not compile. */
export const words: { readonly [Code in FactCode]: (t: T, data: Facts[Code]) => ReactNode } = {
  'email.handed-over': (t, data) =>
    data.attempt > 1
      ? t.parts('said.handedOverLate', {
          attempt: t.number(data.attempt),
          answer: answer(data.answer),
        })
      : t.parts('said.handedOver', { answer: answer(data.answer) }),
  'email.held': (t, data) => t.parts('said.held', { answer: answer(data.answer) }),
  'email.delayed': (t, data) =>
    t.parts(`said.delayed.${data.failure}`, { answer: answer(data.answer) }),
  'email.being-sent': (t, data) => t('said.beingSent', { attempt: t.number(data.attempt) }),
  'email.interrupted': (t, data) => t('said.interrupted', { attempt: t.number(data.attempt) }),
  'email.suppressed': (t, data) => t(`said.suppressed.${data.reason}`),
  'email.expired': (t) => t('said.expired'),
  'email.unmailable': (t, data) => t.parts('said.unmailable', { answer: answer(data.answer) }),
  'email.rejected': (t, data) => t.parts('said.rejected', { answer: answer(data.answer) }),
  'email.is-kind': (t, data) => t(`kind.${data.kind}`),
  'email.may-be-doubled': (t, data) => t('said.mayBeDoubled', { attempts: data.attempts }),
  'email.next-attempt': (t, { at, isDue }) =>
    isDue ? t('said.attemptDue') : t.parts('said.nextAttempt', { moment: when(at) }),
  'email.retried-now': (t) => t('said.retriedNow'),
  'email.not-in-queue': (t) => t('said.notInQueue'),

  'mail.trouble': (t, data) => {
    const { failure, since, triedAt, nextTryAt } = data
    const kind = troubles.find((one) => one === failure) ?? 'unreachable'
    return [
      t.parts(`said.trouble.${kind}`, { since: when(since), answer: answer(data.answer) }),
      ' ',
      nextTryAt === null
        ? t.parts('said.trouble.tried', { tried: when(triedAt) })
        : t.parts('said.trouble.times', {
            tried: when(triedAt, 'tried'),
            next: when(nextTryAt, 'next'),
          }),
    ]
  },

  'request.asked': (t, { device, madeBy }) => {
    if (madeBy) return byHand(t, madeBy)
    return device === null ? t('said.askedUnknown') : t('said.asked', { device })
  },
  'request.email-queued': (t) => t('said.emailQueued'),
  'request.link-opened': (t) => t('said.linkOpened'),
  'request.code-right': (t) => t('said.codeRight'),
  'request.code-refused': (t) => t('said.codeRefused'),
  'request.link-used': (t) => t('said.linkUsed'),
  'request.link-voided': (t) => t('said.linkVoided'),
  'request.link-expired': (t) => t('said.linkExpired'),
  'request.password-changed': (t) => t('said.passwordChanged'),
  'request.wrong-codes': (t, { times, codesDisabled }) =>
    t.sentences(
      t('said.wrongCodes', { times }),
      ...(codesDisabled ? [t('said.codesDisabled')] : []),
    ),
  'request.link-works-until': (t, { at, byHand }) =>
    t.parts(byHand ? 'said.handLinkWorksUntil' : 'said.linkWorksUntil', { moment: when(at) }),
  'request.look-elsewhere': (t) => t('said.lookElsewhere'),
  'request.open-until': (t, { at }) => t.parts('said.openUntil', { moment: when(at) }),
  'request.closed-at': (t, { at }) => t.parts('said.closedAt', { moment: when(at) }),

  'account.none': (t, data) => t.parts('said.noAccount', { address: address(data.address) }),
  'account.is-there': (t, data) =>
    t.parts('said.accountIsThere', { address: address(data.address) }),
  'account.disabled': (t, data) =>
    t.parts('said.accountDisabled', { address: address(data.address) }),
  'account.no-password': (t, data) =>
    t.parts('said.accountNoPassword', { address: address(data.address) }),
  'account.shared': (t, data) =>
    t.parts('said.accountShared', {
      count: t.number(data.count),
      address: address(data.address),
    }),
  'account.near': (t, data) =>
    t.parts('said.accountNear', { addresses: address(t.list(data.addresses)) }),
  'account.revoked': (t, { at }) => t.parts('said.accountRevoked', { moment: when(at) }),
  'account.locked': (t, { at }) => t.parts('said.accountLocked', { moment: when(at) }),
  'account.change-undone': (t, { at }) => t.parts('said.changeUndone', { moment: when(at) }),
  'requests.none': (t) => t('said.noRequests'),
  'requests.more': (t) => t('said.moreRequests'),

  'suppression.lasts': (t, data) => [
    report(t, data),
    ' ',
    data.recoveryUntil === data.until
      ? t.parts('said.suppressionLasts', { until: when(data.until) })
      : t.parts('said.suppressionParts', {
          until: when(data.until, 'until'),
          recoveryUntil: when(data.recoveryUntil, 'recovery'),
        }),
  ],
  'suppression.ended': (t, data) => [
    report(t, data),
    ' ',
    t.parts('said.suppressionEnded', { until: when(data.until) }),
  ],
  'suppression.lifted': (t, data) => [
    report(t, data),
    ' ',
    t.parts('said.suppressionLifted', { moment: when(data.at) }),
  ],

  'act.email-hurried': (t) => t('said.emailHurried'),
  'act.email-queued': (t) => t('said.emailRequeued'),
  'act.email-not-retried': (t, { reason }) => t(`said.noRetry.${reason}`),
  'act.revoked': (t, data) => t('said.revoked', data),
  'act.disabled': (t, data) => t('said.disabled', data),
  'act.enabled': (t) => t('said.enabled'),
  'act.already-disabled': (t) => t('said.alreadyDisabled'),
  'act.already-enabled': (t) => t('said.alreadyEnabled'),
  'act.unsuppressed': (t) => t('said.unsuppressed'),
  'act.nothing-suppressed': (t) => t('said.nothingSuppressed'),
  'act.no-account': (t, data) => t.parts('said.noAccount', { address: address(data.address) }),
  'act.no-request': (t) => t('said.noRequest'),
  'act.no-address': (t) => t('said.noAddress'),
  'act.accounts-elsewhere': (t, { place }) =>
    t.parts('said.accountsElsewhere', { place: verbatim(place) }),
  'act.event-retried': (t, data) => t('said.eventRetried', data),
  'act.no-delivery': (t) =>
    t.parts('said.noDelivery', { command: command('latchkey events test') }),
  'act.no-webhook': (t, { webhooks }) =>
    t.parts('said.noWebhook', {
      webhooks: webhooks.length,
      names: verbatim(webhooks.join(', ')),
      command: dropping(webhooks),
    }),

  'health.queue-moves': (t, data) => t('said.queueMoves', data),
  'health.queue-stands': (t, { jobs, seconds }) =>
    t('said.queueStands', { jobs, duration: t.duration(seconds) }),
  'health.unknown-jobs': (t, { jobs, kinds }) =>
    t.parts('said.unknownJobs', { jobs, kinds: verbatim(kinds.join(', ')) }),
  'health.webhooks-removed': (t, { jobs, webhooks }) =>
    t.parts('said.webhooksRemoved', {
      jobs,
      webhooks: webhooks.length,
      names: verbatim(webhooks.join(', ')),
      command: dropping(webhooks),
    }),
  'health.worker-runs': (t) => t('said.workerRuns'),
  'health.worker-silent': (t) => t('said.workerSilent'),
  'health.worker-elsewhere': (t) => t('said.workerElsewhere'),
  'health.leases': (t, { jobs, seconds }) =>
    t('said.leases', { jobs, duration: t.duration(seconds) }),
  'health.mail-leaves': (t) => t('said.mailLeaves'),
  'health.mail-caught': (t) => t('said.mailCaught'),
  'health.secrets-agree': (t) => t('said.secretsAgree'),
  'health.database-takes-writes': (t) => t('said.databaseTakesWrites'),
  'health.database-read-only': (t) => t('said.databaseReadOnly'),
  'health.secrets-differ': (t) => t('said.secretsDiffer'),
  'health.accounts-own': (t) => t('said.accountsOwn'),
  'health.accounts-fit': (t, { place }) => t.parts('said.accountsFit', { place: verbatim(place) }),
  'health.accounts-misfit': (t, { place }) =>
    t.parts('said.accountsMisfit', {
      place: verbatim(place),
      command: command('latchkey doctor'),
    }),
  'health.webhooks-hear': (t, data) => t('said.webhooksHear', data),
  'health.webhooks-behind': (t, { waiting, seconds }) =>
    t.parts('said.webhooksBehind', {
      waiting,
      duration: t.duration(seconds),
      command: command('latchkey events test'),
    }),
  'health.limits-off': (t) => t('said.limitsOff'),

  'count.asked': (t) => t('said.countAsked'),
  'count.emailed': (t) => t('said.countEmailed'),
  'count.opened': (t) => t('said.countOpened'),
  'count.changed': (t) => t('said.countChanged'),
  'count.limits': (t, { most, seconds }) =>
    t('said.countLimits', { most: t.number(most), duration: t.duration(seconds) }),
}

/** The failures that keep all email from leaving, each of which has a sentence. */
const troubles = ['setup', 'busy', 'refused', 'unclear'] as const

type MadeBy = NonNullable<Facts['request.asked']['madeBy']>

function byHand(t: T, { operator, reason }: MadeBy): ReactNode {
  const name = <bdi key="operator">{operator ?? '–'}</bdi>
  return [
    t.parts('said.madeByHand', { operator: name }),
    reason === null ? '' : ' ',
    reason !== null && <q key="reason">{reason}</q>,
  ]
}

type Report = Pick<Facts['suppression.ended'], 'cause' | 'reportedAt' | 'detail'>

function report(t: T, { cause, reportedAt, detail }: Report): ReactNode {
  const values = { reported: when(reportedAt), detail: answer(detail) }
  return t.parts(`said.report.${cause}`, values)
}
