const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Safe markup. Only {@link html} makes it, so a plain string is never mistaken for it. */
class Html {
  readonly #markup: string

  constructor(markup: string) {
    this.#markup = markup
  }

  toString(): string {
    return this.#markup
  }
}

export type { Html }

/** What may be inserted into markup; `undefined` inserts nothing. */
export type Content = string | Html | undefined | readonly (string | Html)[]

/** Escapes every inserted string, in text and in quoted attributes. */
export function html(literals: TemplateStringsArray, ...values: Content[]): Html {
  return new Html(
    literals.reduce((markup, literal, index) => markup + safe(values[index - 1]) + literal),
  )
}

export function escapeHtml(value: string): string {
  return value.replace(/[&<>"']/g, (character) => entities[character] ?? '')
}

function safe(value: Content): string {
  if (value === undefined) return ''
  if (typeof value === 'string') return escapeHtml(value)
  if (value instanceof Html) return value.toString()
  return value.map(safe).join('')
}
