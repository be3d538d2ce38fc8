import axe from 'axe-core'
import type { Page } from 'playwright-core'

/** What axe finds wrong with a page as it is now, one line each. */
export async function violations(page: Page, off: readonly string[] = []): Promise<string[]> {
  if (!(await page.evaluate('"axe" in window'))) await page.evaluate(axe.source)
  const rules = Object.fromEntries(off.map((rule) => [rule, { enabled: false }]))
  const run = `axe.run(document, ${JSON.stringify({ rules, resultTypes: ['violations'] })})`
  const found = (await page.evaluate(run)) as axe.AxeResults
  return found.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary ?? ''}`),
  )
}

/** Runs in the page. Finds what is too wide, too small for a finger, or cannot be scrolled into view. */
export function cramped(): string[] {
  const wrong: string[] = []
  const { scrollWidth, clientWidth } = document.documentElement
  if (scrollWidth > clientWidth) wrong.push(`${scrollWidth} wide in ${clientWidth}`)
  for (const target of document.querySelectorAll<HTMLElement>(
    // A link that skips to the content is shown when it has the focus.
    'a[href]:not(.skip), button, input, select, summary',
  )) {
    target.scrollIntoView({ block: 'center' })
    const { left, top, width, height } = target.getBoundingClientRect()
    const label = target.outerHTML.slice(0, 120)
    if (width < 24 || height < 24) wrong.push(`${width} × ${height}: ${label}`)
    const there = document.elementFromPoint(left + width / 2, top + height / 2)
    if (!target.contains(there)) wrong.push(`out of reach: ${label}`)
  }
  return wrong
}
