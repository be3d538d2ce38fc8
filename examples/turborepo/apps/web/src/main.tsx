import { LatchkeyProvider } from '@latchkey/react'
import { Recovery } from '@latchkey/react/pages'
import '@latchkey/react/styles.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { SignIn } from './sign-in'
import { trpc } from './trpc'

function App() {
  if (location.pathname !== '/recover') return <SignIn />
  return (
    <LatchkeyProvider client={trpc} signInUrl="/">
      <Recovery />
    </LatchkeyProvider>
  )
}

const page = document.getElementById('page')
if (!page) throw new Error('index.html has no element with the id "page"')
createRoot(page).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
