import { Page } from '../components/page.tsx'
import { Link } from '../navigation.tsx'
import { paths } from '../paths.ts'

export function NotFound() {
  return (
    <Page title="There is no such page">
      <p>The address may be mistyped or out of date.</p>
      <div className="actions">
        <Link className="button is-primary" to={paths.home}>
          Go to the start
        </Link>
        <Link className="link" to={paths.forgotPassword}>
          Forgot password?
        </Link>
      </div>
    </Page>
  )
}
