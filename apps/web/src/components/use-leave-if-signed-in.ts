import { useEffect, useRef } from 'react'
import { useNavigate } from 'react-router'
import { useCurrentSession } from '../api.ts'
import { paths } from '../paths.ts'

/** Leads people to the start who are signed in when they come. Signing in on the page itself is not its business. */
export function useLeaveIfSignedIn() {
  const navigate = useNavigate()
  const { status } = useCurrentSession()
  const isKnown = useRef(false)
  useEffect(() => {
    if (isKnown.current || status === 'checking') return
    isKnown.current = true
    if (status === 'signed-in') navigate(paths.home, { replace: true })
  }, [status, navigate])
}
