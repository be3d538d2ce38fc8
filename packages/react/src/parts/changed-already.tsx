import { useWording } from '../wording.ts'
import { Page } from './page.tsx'
import { PageLink } from './page-link.tsx'
import { SignInLink } from './sign-in-link.tsx'

/** After a finished recovery: Back, or a reload, leads here, and what led there has been used. */
export function ChangedAlready() {
  const t = useWording()
  return (
    <Page title={t('reset.changedTitle')}>
      <p role="status">{t('reset.changedText')}</p>
      <div data-latchkey="actions">
        <SignInLink data-latchkey="button is-primary">{t('signIn.submit')}</SignInLink>
        <PageLink data-latchkey="link" to="forgotPassword">
          {t('signIn.forgot')}
        </PageLink>
      </div>
    </Page>
  )
}
