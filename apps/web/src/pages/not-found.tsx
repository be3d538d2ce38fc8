import { Link } from 'react-router'
import { Page } from '../components/page.tsx'
import { paths } from '../paths.ts'
import { useWording } from '../wording.tsx'

export function NotFound() {
  const t = useWording()
  return (
    <Page title={t('notFound.title')}>
      <p>{t('notFound.text')}</p>
      <div className="actions">
        <Link className="button is-primary" to={paths.home}>
          {t('notFound.start')}
        </Link>
        <Link className="link" to={paths.forgotPassword}>
          {t('signIn.forgot')}
        </Link>
      </div>
    </Page>
  )
}
