import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Recover } from './recover.js'
import { SignIn } from './sign-in.js'

const page = document.getElementById('page')
if (!page) throw new Error('index.html has no element with the id "page"')
createRoot(page).render(
  <StrictMode>{location.pathname === '/recover' ? <Recover /> : <SignIn />}</StrictMode>,
)
