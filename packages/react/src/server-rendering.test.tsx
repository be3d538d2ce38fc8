import { Writable } from 'node:stream'
import { act } from '@testing-library/react'
import type { ReactNode } from 'react'
import { hydrateRoot } from 'react-dom/client'
import { renderToPipeableStream, renderToString } from 'react-dom/server'
import { expect, onTestFinished, test, vi } from 'vitest'
import { startFlow } from './flow/recovery-flow.ts'
import type { Locale } from './index.ts'
import { demo } from './testing/fake-server.ts'
import { hostPage, loadTexts, type PageName } from './testing/host-page.tsx'

type Rendering = { name: PageName; locale?: Locale; streams?: boolean }

/** The HTML that a server sends: rendered by modules of its own, and where there is no window. */
async function htmlFromServer({ name, locale = 'en', streams = false }: Rendering) {
  vi.resetModules()
  vi.stubGlobal('window', undefined)
  try {
    const server = await import('./testing/host-page.tsx')
    if (streams) return await streamed(server.hostPage(name, locale))
    await server.loadTexts(locale)
    return renderToString(server.hostPage(name, locale))
  } finally {
    vi.unstubAllGlobals()
  }
}

function streamed(tree: ReactNode): Promise<string> {
  return new Promise((resolve, reject) => {
    let html = ''
    const sink = new Writable({
      write(chunk, _encoding, next) {
        html += chunk
        next()
      },
    })
    sink.on('finish', () => resolve(html))
    const { pipe } = renderToPipeableStream(tree, { onAllReady: () => pipe(sink), onError: reject })
  })
}

/** A page with that HTML, and the moment when its script runs. */
function receive(html: string) {
  const container = document.body.appendChild(document.createElement('div'))
  container.innerHTML = html
  const problems: unknown[] = []

  async function takeOver(name: PageName, locale: Locale = 'en') {
    await loadTexts(locale)
    const options = { onRecoverableError: (problem: unknown) => problems.push(problem) }
    const root = await act(async () => hydrateRoot(container, hostPage(name, locale), options))
    onTestFinished(() => {
      act(() => root.unmount())
      container.remove()
    })
  }
  return { container, problems, takeOver }
}

test.each(['ForgotPassword', 'CheckYourMail', 'ResetPassword', 'NotMe', 'Recovery'] as const)(
  '%s is rendered to a string and taken over, without a warning',
  async (name) => {
    const warned = vi.spyOn(console, 'warn')
    const html = await htmlFromServer({ name, locale: 'de' })
    expect(html).toContain('lang="de"')
    expect(html).not.toMatch(/ style=|<script|<style/)
    const { container, problems, takeOver } = receive(html)
    await takeOver(name, 'de')
    expect(problems).toEqual([])
    expect(container.querySelectorAll('h1')).toHaveLength(1)
    expect(warned).not.toHaveBeenCalled()
  },
)

test('a stream waits for the texts of its language', async () => {
  const html = await htmlFromServer({ name: 'ForgotPassword', locale: 'ja', streams: true })
  expect(html).toContain('lang="ja"')
})

test('what only this tab knows is shown after the HTML was taken over', async () => {
  const html = await htmlFromServer({ name: 'CheckYourMail' })
  expect(html).toContain('Check your email')
  startFlow({ requestId: 'r1', resendAfterSeconds: 60, codeExpiresAt: '2099-01-01' }, demo.login)
  const { container, problems, takeOver } = receive(html)
  await takeOver('CheckYourMail')
  expect(problems).toEqual([])
  expect(container).toHaveTextContent(demo.login)
})

test('a field keeps what was typed before the script ran', async () => {
  const { container, takeOver } = receive(await htmlFromServer({ name: 'ForgotPassword' }))
  const field = container.querySelector<HTMLInputElement>('[name=email]')
  if (!field) throw new Error('the HTML has no field')
  field.value = demo.login
  await takeOver('ForgotPassword')
  expect(container.querySelector('[name=email]')).toBe(field)
  expect(field).toHaveValue(demo.login)
})
