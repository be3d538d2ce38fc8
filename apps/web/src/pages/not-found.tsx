import { Page, PageLink, useWording } from '@latchkey/react/app'

export function NotFound() {
  const t = useWording()
  return (
    <Page title={t('notFound.title')}>
      <p>{t('notFound.text')}</p>
      <div data-latchkey="actions">
        <PageLink data-latchkey="button is-primary" to="home">
          {t('notFound.start')}
        </PageLink>
        <PageLink to="forgotPassword">{t('signIn.forgot')}</PageLink>
      </div>
    </Page>
  )
}
