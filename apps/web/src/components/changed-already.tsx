import { Link } from 'react-router'
import { paths } from '../paths.ts'
import { useWording } from '../wording.tsx'
import { Page } from './page.tsx'

/** After a finished recovery: Back, or a reload, leads here, and what led there has been used. */
export function ChangedAlready() {
  const t = useWording()
  return (
    <Page title={t('reset.changedTitle')}>
      <p role="status">{t('reset.changedText')}</p>
      <div className="actions">
        <Link className="button is-primary" to={paths.signIn}>
          {t('signIn.submit')}
        </Link>
        <Link className="link" to={paths.forgotPassword}>
          {t('signIn.forgot')}
        </Link>
      </div>
    </Page>
  )
}
