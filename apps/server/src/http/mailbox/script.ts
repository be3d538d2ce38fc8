/**
 * Loads the page in the background and replaces the parts that changed. An email that somebody chose stays, and so do the
 * focus and what is being typed. The document is fetched as one, because Trusted Types let no text become HTML.
 */
export const script = `
const EVERY_MS = 1500

function load(address) {
  return new Promise((resolve, reject) => {
    const call = new XMLHttpRequest()
    call.responseType = 'document'
    call.onload = () => (call.status === 200 ? resolve(call.response) : reject(new Error(call.status)))
    call.onerror = reject
    call.open('GET', address)
    call.send()
  })
}

const idsIn = (list) => [...list.querySelectorAll('li')].map((item) => item.dataset.id)

function take(next, selector) {
  const [here, there] = [document, next].map((page) => page.querySelector(selector))
  if (here.outerHTML === there.outerHTML) return
  const focused = here.contains(document.activeElement) && document.activeElement.getAttribute('href')
  here.replaceWith(document.adoptNode(there))
  if (focused) there.querySelector('a[href="' + CSS.escape(focused) + '"]')?.focus()
}

async function refresh() {
  const address = location.href
  const known = new Set(idsIn(document))
  const next = await load(address)
  if (address !== location.href) return
  take(next, '#list')
  if (document.querySelector('#shown').dataset.id !== next.querySelector('#shown').dataset.id) take(next, '#shown')
  document.title = next.title
  for (const item of document.querySelectorAll('#list li')) {
    item.classList.toggle('is-new', !known.has(item.dataset.id) && known.size > 0)
  }
  prepare()
}

function prepare() {
  for (const time of document.querySelectorAll('time')) {
    const at = new Date(time.dateTime)
    const isToday = at.toDateString() === new Date().toDateString()
    time.textContent = isToday ? at.toLocaleTimeString() : at.toLocaleString()
  }
  // Absent where the page did not come over HTTPS or from localhost.
  for (const button of document.querySelectorAll('button[data-copy]')) button.hidden = !navigator.clipboard
}

document.addEventListener('click', async ({ target }) => {
  const button = target.closest('button[data-copy]')
  if (!button) return
  await navigator.clipboard.writeText(button.dataset.copy)
  button.textContent = 'Copied'
})

let typing
document.querySelector('#q').addEventListener('input', ({ target }) => {
  clearTimeout(typing)
  typing = setTimeout(() => {
    const address = new URL(location)
    address.searchParams.set('q', target.value)
    if (target.value === '') address.searchParams.delete('q')
    history.replaceState(null, '', address)
    refresh().catch(() => {})
  }, 150)
})

prepare()
setInterval(() => document.hidden || refresh().catch(() => {}), EVERY_MS)
document.addEventListener('visibilitychange', () => document.hidden || refresh().catch(() => {}))
`
