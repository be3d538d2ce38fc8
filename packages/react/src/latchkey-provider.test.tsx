import { render, screen } from '@testing-library/react'
import { Component, type ReactNode } from 'react'
import { beforeEach, expect, test, vi } from 'vitest'
import { LatchkeyProvider, loadTexts, useRecovery } from './index.ts'
import { ForgotPassword } from './pages.tsx'

beforeEach(() => {
  // React reports what an error boundary catches.
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
  return () => vi.mocked(console.error).mockClear()
})

class Caught extends Component<{ children: ReactNode }, { message: string }> {
  override state = { message: '' }
  static getDerivedStateFromError({ message }: Error) {
    return { message }
  }
  override render() {
    return this.state.message ? <p role="alert">{this.state.message}</p> : this.props.children
  }
}

async function errorOf(parts: ReactNode): Promise<string | null> {
  render(<Caught>{parts}</Caught>)
  const { textContent } = await screen.findByRole('alert')
  vi.mocked(console.error).mockClear()
  return textContent
}

function Headless() {
  return <>{useRecovery().step}</>
}

test('a page without a provider says what it needs', async () => {
  expect(await errorOf(<ForgotPassword />)).toMatch(
    /need a <LatchkeyProvider> above them.*`url`.*`client`/,
  )
})

test('the state machine without a server says what it needs', async () => {
  expect(await errorOf(<Headless />)).toMatch(/useRecovery needs a server.*`url`.*`client`/)
})

test('a provider without a server says what it needs', async () => {
  const nothing = {} as { url: string }
  expect(await errorOf(<LatchkeyProvider {...nothing}>{null}</LatchkeyProvider>)).toMatch(
    /LatchkeyProvider needs `url`/,
  )
})

test('a language that we do not have is refused, and the ones that we have are named', async () => {
  const locale = 'nl' as 'en'
  expect(
    await errorOf(
      <LatchkeyProvider url="/trpc" locale={locale}>
        <ForgotPassword />
      </LatchkeyProvider>,
    ),
  ).toMatch(/no texts in "nl". It has en, de, fr, es, pt-BR, ja, ar/)
})

test('a text that does not exist cannot be replaced', async () => {
  await loadTexts('en')
  const texts = { 'forgot.titel': 'x' } as object
  expect(
    await errorOf(
      <LatchkeyProvider url="/trpc" texts={texts}>
        <ForgotPassword />
      </LatchkeyProvider>,
    ),
  ).toMatch(/no text "forgot.titel"/)
})
