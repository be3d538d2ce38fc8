import { Link } from 'react-router'
import { paths } from '../paths.ts'
import { useWording } from '../wording.tsx'
import { Page } from './page.tsx'
import { SignInLink } from './sign-in-link.tsx'

/** After a finished recovery: Back, or a reload, leads here, and what led there has been used. */
export function ChangedAlready() {
  const t = useWording()
  return (
    <Page title={t('reset.changedTitle')}>
      <p role="status">{t('reset.changedText')}</p>
      <div className="actions">
        <SignInLink className="button is-primary">{t('signIn.submit')}</SignInLink>
        <Link className="link" to={paths.forgotPassword}>
          {t('signIn.forgot')}
        </Link>
      </div>
    </Page>
  )
}
