import { Suspense, useRef } from 'react'
import { ShownTitle } from './components/use-heading-focus.ts'
import { Navigation, usePlace } from './navigation.tsx'
import { pageAt } from './pages.ts'

export function Router() {
  const shownTitle = useRef<string>(undefined)
  return (
    <ShownTitle value={shownTitle}>
      <Navigation>
        <Suspense>
          <CurrentPage />
        </Suspense>
      </Navigation>
    </ShownTitle>
  )
}

function CurrentPage() {
  const Page = pageAt(usePlace().path)
  return <Page />
}
