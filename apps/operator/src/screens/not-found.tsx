import { Link } from 'react-router'
import { Screen } from '../components/screen.tsx'
import { paths } from '../paths.ts'
import { useText } from '../use-text.ts'

export function NotFound() {
  const t = useText()
  return (
    <Screen title={t('notFound.title')} intro={t('notFound.text')}>
      <p>
        <Link to={paths.overview} className="to-screen">
          {t('notFound.start')}
        </Link>
      </p>
    </Screen>
  )
}
