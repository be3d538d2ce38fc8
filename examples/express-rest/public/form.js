/* Sends the form of a page as JSON, and shows the answer. */

const form = document.querySelector('form')
const status = document.querySelector('[role="status"]')

// The link of an email has its token in the fragment, which reaches no server and no log.
const token = new URLSearchParams(location.hash.slice(1)).get('token')
if (token) {
  form.elements.namedItem('token').value = token
  history.replaceState(null, '', location.pathname)
}

form.addEventListener('submit', async (event) => {
  event.preventDefault()
  const answer = await fetch(form.action, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(Object.fromEntries(new FormData(form))),
  })
  const { message, code, email } = await answer.json()
  status.textContent = message ?? (answer.ok ? `Hello, ${email}` : code)
})
