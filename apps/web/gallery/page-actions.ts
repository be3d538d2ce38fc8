/** What a person does on a page, without a browser driver: it works in a browser and in jsdom. */
export type PageActions = {
  fill(selector: string, text: string): Promise<void>
  click(selector: string): Promise<void>
  blur(selector: string): Promise<void>
  waitFor(selector: string): Promise<void>
  dispatch(event: 'online' | 'offline'): void
}

export const pageActions: PageActions = {
  async fill(selector, text) {
    const box = await find<HTMLInputElement>(selector)
    // React overrides the property `value` of the element, so the setter of the prototype is used.
    const { set } = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value') ?? {}
    set?.call(box, text)
    box.dispatchEvent(new Event('input', { bubbles: true }))
    await pause()
  },
  async click(selector) {
    const element = await find(selector)
    element.click()
    await pause()
  },
  async blur(selector) {
    const box = await find(selector)
    box.focus()
    box.blur()
    await pause()
  },
  async waitFor(selector) {
    await find(selector)
  },
  dispatch(event) {
    window.dispatchEvent(new Event(event))
  },
}

async function find<E extends HTMLElement = HTMLElement>(selector: string): Promise<E> {
  for (let attempts = 0; attempts < 1_000; attempts += 1) {
    const found = document.querySelector<E>(selector)
    if (found) return found
    await pause(20)
  }
  throw new Error(`no element matches ${selector}`)
}

function pause(milliseconds = 0) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
