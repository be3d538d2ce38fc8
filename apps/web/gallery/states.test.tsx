import { waitFor } from '@testing-library/react'
import { createRoot } from 'react-dom/client'
import { expect, onTestFinished, test } from 'vitest'
import { showState } from './show-state.tsx'
import { states } from './states.ts'

test('every state has a unique name', () => {
  expect(new Set(states.map(({ name }) => name)).size).toBe(states.length)
})

test.each(states.map((state) => [state.name, state] as const))('%s is shown', async (_, state) => {
  // As in a browser: only the page actions wait for React.
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: false })
  const box = document.body.appendChild(document.createElement('div'))
  const root = createRoot(box)
  onTestFinished(() => {
    // Before unmounting, while the app still listens.
    window.dispatchEvent(new Event('online'))
    root.unmount()
    box.remove()
  })
  await showState(state, { locale: 'en', render: (app) => root.render(app) })
  expect(box.querySelectorAll('h1')).toHaveLength(1)
  expect(box.querySelectorAll('main')).toHaveLength(1)
  await waitFor(() => expect(document.title).not.toBe(''))
  expect(textsHeldByReact(box), 'page translation would break these').toEqual([])
})

/** The texts of nodes that React keeps a reference to. Page translation replaces such a node behind its back. */
function textsHeldByReact(box: Element): (string | null)[] {
  const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT)
  const held: (string | null)[] = []
  while (walker.nextNode()) {
    const isHeld = Object.keys(walker.currentNode).some((name) => name.startsWith('__reactFiber$'))
    if (isHeld && walker.currentNode.nodeValue?.trim()) held.push(walker.currentNode.nodeValue)
  }
  return held
}
