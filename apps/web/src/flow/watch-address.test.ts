import { useHeldSecret } from '@latchkey/react/app'
import { renderHook, waitFor } from '@testing-library/react'
import { expect, test } from 'vitest'
import './watch-address.ts'

const second = 'Qb1cN0sFJ6Yv6m0dV2hUu9oXh3p8q4tTz1wKxR5yLeA'

test('a second link pasted into the tab is taken before the router reads the address', async () => {
  window.history.pushState(null, '', '/reset-password')
  const read: string[] = []
  const router = () => read.push(window.location.href)
  window.addEventListener('popstate', router)
  window.location.hash = `token=${second}`
  await waitFor(() => expect(read).not.toEqual([]))
  window.removeEventListener('popstate', router)
  expect(read.join()).not.toContain(second)
  expect(window.location.hash).toBe('')
  const { result } = renderHook(() => useHeldSecret())
  expect(result.current).toEqual({ kind: 'link', token: second })
})
