import { Navigate, Route, Routes } from 'react-router'
import { useFacts, useSession } from './api.ts'
import { Enter } from './components/enter.tsx'
import { Shell } from './components/shell.tsx'
import { Trouble } from './components/trouble.tsx'
import { paths } from './paths.ts'
import { ProductName } from './product-name.ts'
import { Audit } from './screens/audit.tsx'
import { Emails } from './screens/emails.tsx'
import { Limits } from './screens/limits.tsx'
import { NotFound } from './screens/not-found.tsx'
import { Overview } from './screens/overview.tsx'
import { People } from './screens/people.tsx'
import { SessionScreen } from './screens/session.tsx'
import { Webhooks } from './screens/webhooks.tsx'
import { useHeldToken } from './token-from-address.ts'
import { useText } from './use-text.ts'

/** Which screen is shown at which address, for those who entered. */
export function Router() {
  const product = useFacts()?.productName
  return (
    <ProductName value={product}>
      <Gate />
    </ProductName>
  )
}

function Gate() {
  const t = useText()
  const entered = useSession()
  const token = useHeldToken()
  // Also where somebody entered before: what is done next is done by the person of the link.
  if (token !== undefined) {
    const operator = entered.status === 'entered' ? entered.session.operator : undefined
    return <Enter token={token} operator={operator} hasEnded={false} />
  }
  switch (entered.status) {
    case 'outside':
      return <Enter token={undefined} operator={undefined} hasEnded={entered.hasEnded} />
    case 'entered': {
      const { operator, enteredAt } = entered.session
      return (
        // With another session nothing goes on that was begun in this one: no stream, no search and no act.
        <Shell key={`${operator} ${enteredAt}`} session={entered.session}>
          <Screens />
        </Shell>
      )
    }
    case 'refused':
      return (
        <div data-latchkey="frame" className="entry">
          <main data-latchkey="card">
            <h1 data-latchkey="title">{t('enter.title')}</h1>
            <Trouble refusal={entered.refusal} onRetry={entered.retry} />
          </main>
        </div>
      )
    case 'checking':
      return (
        <div data-latchkey="frame" className="entry">
          <main>
            <h1 data-latchkey="visually-hidden">{t('enter.title')}</h1>
            <p role="status" className="soft">
              {t('page.loading')}
            </p>
          </main>
        </div>
      )
  }
}

function Screens() {
  return (
    <Routes>
      <Route path={paths.overview} element={<Overview />} />
      <Route path={paths.enter} element={<Navigate to={paths.overview} replace />} />
      <Route path={paths.emails} element={<Emails />} />
      <Route path={paths.people} element={<People />} />
      <Route path={`${paths.requests}/:requestId`} element={<People />} />
      <Route path={paths.limits} element={<Limits />} />
      <Route path={paths.webhooks} element={<Webhooks />} />
      <Route path={paths.audit} element={<Audit />} />
      <Route path={paths.session} element={<SessionScreen />} />
      <Route path="*" element={<NotFound />} />
    </Routes>
  )
}
