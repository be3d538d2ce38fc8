'use client'

import { LatchkeyProvider } from '@latchkey/react'
import { Recovery } from '@latchkey/react/pages'
import '@latchkey/react/styles.css'
import { trpc } from '../trpc'

export default function Recover() {
  return (
    <LatchkeyProvider client={trpc} signInUrl="/">
      <Recovery />
    </LatchkeyProvider>
  )
}
