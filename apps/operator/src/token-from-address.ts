let held: string | undefined

/**
 * Takes the secret of the link out of the address, so that neither the history of the browser nor a picture of the
 * screen has it. It is kept in memory only.
 */
export function takeTokenFromAddress(): void {
  const token = new URLSearchParams(window.location.hash.slice(1)).get('token')
  if (token === null) return
  held = token
  window.history.replaceState(null, '', window.location.pathname)
}

/** The secret of the link that was opened, once. */
export function takeHeldToken(): string | undefined {
  const token = held
  held = undefined
  return token
}
