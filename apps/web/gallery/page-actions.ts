/** What a person does to a page, without a browser driver: the same in a real browser and in jsdom. */
export type Hands = {
  fill(selector: string, text: string): Promise<void>
  press(selector: string): Promise<void>
  leave(selector: string): Promise<void>
  see(selector: string): Promise<void>
  say(event: 'online' | 'offline'): void
}

export const hands: Hands = {
  async fill(selector, text) {
    const box = await find<HTMLInputElement>(selector)
    // React watches the property, so the value goes in below it.
    const { set } = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value') ?? {}
    set?.call(box, text)
    box.dispatchEvent(new Event('input', { bubbles: true }))
    await pause()
  },
  async press(selector) {
    const button = await find(selector)
    button.click()
    await pause()
  },
  async leave(selector) {
    const box = await find(selector)
    box.focus()
    box.blur()
    await pause()
  },
  async see(selector) {
    await find(selector)
  },
  say(event) {
    window.dispatchEvent(new Event(event))
  },
}

async function find<E extends HTMLElement = HTMLElement>(selector: string): Promise<E> {
  for (let tries = 0; tries < 1_000; tries += 1) {
    const found = document.querySelector<E>(selector)
    if (found) return found
    await pause(20)
  }
  throw new Error(`nothing here is ${selector}`)
}

function pause(milliseconds = 0) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
