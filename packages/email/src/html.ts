const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Markup that is already safe. Only {@link html} makes it, so a plain string can never pass for it. */
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

/** Escapes every inserted string, in text and in quoted attributes alike. */
export function html(literals: TemplateStringsArray, ...values: (string | Html)[]): Html {
  return new Html(
    literals.reduce((markup, literal, index) => markup + safe(values[index - 1] ?? '') + literal),
  )
}

function safe(value: string | Html): string {
  if (value instanceof Html) return value.toString()
  return value.replace(/[&<>"']/g, (character) => entities[character] ?? '')
}
