import { convert, type FormatCallback } from 'html-to-text'

/**
 * Converts the HTML of an email to its plain text, so that both say the same. Lines are not wrapped: the email program
 * does that for its window.
 *
 * @param colon as the language of the email writes it, with or without a space before it
 */
export function plainTextOf(page: string, colon: string): string {
  // A button becomes its label, and its link on a line of its own.
  const button: FormatCallback = (element, walk, builder) => {
    builder.openBlock({ leadingLineBreaks: 2 })
    walk(element.children, builder)
    builder.addLiteral(colon)
    builder.closeBlock({ trailingLineBreaks: 2 })
    builder.openBlock({ leadingLineBreaks: 2 })
    builder.addLiteral(element.attribs.href ?? '')
    builder.closeBlock({ trailingLineBreaks: 2 })
  }
  // "Your code: 482915" on one line: autofill looks for the word beside the number.
  const label: FormatCallback = (element, walk, builder) => {
    builder.openBlock({ leadingLineBreaks: 2 })
    walk(element.children, builder)
    builder.addLiteral(colon)
  }
  const labelled: FormatCallback = (element, walk, builder) => {
    walk(element.children, builder)
    builder.closeBlock({ trailingLineBreaks: 2 })
  }
  return convert(page, {
    wordwrap: false,
    formatters: { button, label, labelled },
    selectors: [
      // The preheader is for the inbox preview.
      { selector: 'div', format: 'skip' },
      { selector: 'td.brand', format: 'skip' },
      { selector: 'table.divider', format: 'skip' },
      { selector: 'table', format: 'block' },
      { selector: 'h1', format: 'block', options: { trailingLineBreaks: 2 } },
      { selector: 'a', options: { ignoreHref: true } },
      { selector: 'a.button', format: 'button' },
      { selector: 'p.label', format: 'label' },
      { selector: 'p.code', format: 'labelled' },
    ],
  })
}
