let early: EventTarget | null = null

/**
 * Holds a form that was submitted before React took its page over: the browser sends nothing by itself
 * (`form-action 'none'`), so the click would be lost without a word. Nobody has prevented the default of such an event.
 */
export function keepEarlySubmits(): void {
  window.addEventListener('submit', (event) => {
    if (event.defaultPrevented) return
    event.preventDefault()
    early = event.target
  })
}

/** Whether this form was submitted too early. Says so once. */
export function takeEarlySubmit(form: HTMLFormElement): boolean {
  if (early !== form) return false
  early = null
  return true
}
