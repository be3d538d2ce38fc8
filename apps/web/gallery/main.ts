import { languages, locales } from '@latchkey/wording'
import { emailNames } from './email-names.ts'
import { states } from './states.ts'

/* All states and emails at once, each in its own frame. The choice is kept in the address. */

const form = document.querySelector('form')
const main = document.querySelector('main')
if (!form || !main) throw new Error('index.html has no form and main')
const names = [...states.map(({ name }) => name), ...emailNames.map((name) => `email/${name}`)]
const kinds = [...new Set(names.map((name) => name.split('/')[0] ?? ''))]

offer('what', ['', ...kinds], (kind) => kind || 'everything')
offer('locale', locales, (locale) => languages[locale].name)
const kept = new URLSearchParams(window.location.search)
for (const [name, value] of kept) {
  const select = form.elements.namedItem(name)
  if (select instanceof HTMLSelectElement) select.value = value
}
form.addEventListener('change', show)
show()

function show() {
  const choice = new URLSearchParams(
    new FormData(form ?? undefined) as unknown as Record<string, string>,
  )
  window.history.replaceState(null, '', `?${choice}`)
  const what = choice.get('what') ?? ''
  main?.replaceChildren(
    ...names.filter((name) => name.startsWith(what)).map((name) => frame(name, choice)),
  )
}

function frame(name: string, choice: URLSearchParams): HTMLElement {
  const figure = document.createElement('figure')
  const caption = figure.appendChild(document.createElement('figcaption'))
  caption.textContent = name
  const page = figure.appendChild(document.createElement('iframe'))
  page.title = name
  page.loading = 'lazy'
  page.style.inlineSize = `${choice.get('width')}px`
  const query = new URLSearchParams(choice)
  query.set('name', name.replace(/^email\//, ''))
  page.src = name.startsWith('email/') ? `/dev/email?${query}` : `/dev/state?${query}`
  return figure
}

function offer<const V extends string>(
  name: string,
  values: readonly V[],
  label: (v: V) => string,
) {
  const select = form?.elements.namedItem(name)
  if (!(select instanceof HTMLSelectElement)) return
  select.replaceChildren(...values.map((value) => new Option(label(value), value)))
}
