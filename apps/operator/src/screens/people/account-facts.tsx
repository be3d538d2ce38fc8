import type { Account } from '@latchkey/operator'
import { languages, locales } from '@latchkey/wording'
import type { ReactNode } from 'react'
import { Verbatim } from '../../components/address.tsx'
import { Badge } from '../../components/badge.tsx'
import { When } from '../../components/when.tsx'
import { useText } from '../../use-text.ts'

export function AccountFacts({ account }: { account: Account }) {
  const t = useText()
  const { own, status } = account
  const locale = locales.find((one) => one === account.locale)
  const rows: [string, ReactNode][] = [
    [
      t('people.status'),
      <Badge key="status" tone={status === 'active' ? 'good' : 'bad'}>
        {t(status === 'active' ? 'people.active' : 'people.disabled')}
      </Badge>,
    ],
    [t('people.password'), account.hasPassword ? t('people.hasPassword') : t('people.noPassword')],
  ]
  if (own?.passwordChangedAt) {
    rows.push([t('people.changedAt'), <When key="changed" at={own.passwordChangedAt} />])
  }
  if (own) rows.push([t('people.sessions'), t.number(own.sessions)])
  rows.push([t('people.openSecrets'), t.number(account.openSecrets)])
  rows.push([
    t('people.language'),
    locale ? (
      <bdi key="language">{languages[locale].name}</bdi>
    ) : (
      (account.locale ?? t('people.languageNotSet'))
    ),
  ])
  if (own) rows.push([t('people.created'), <When key="created" at={own.createdAt} />])
  rows.push([t('people.id'), <Verbatim key="id">{account.id}</Verbatim>])
  return (
    <dl className="facts">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
