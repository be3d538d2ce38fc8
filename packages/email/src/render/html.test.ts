import { expect, test } from 'vitest'
import { html } from './html.ts'

test('strings are escaped, markup made by html is not', () => {
  const name = html`<b title="${`"'`}">${'<&>'}</b>`
  expect(html`<p>${name}, ${'it is & stays'}</p>`.toString()).toBe(
    '<p><b title="&quot;&#39;">&lt;&amp;&gt;</b>, it is &amp; stays</p>',
  )
})
