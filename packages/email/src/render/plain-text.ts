import { convert, type FormatCallback } from 'html-to-text'

/**
 * The plain text of a mail is read out of its HTML, so that the two never say different things. Lines are not broken:
 * programs that show plain text do it for the window they have.
 *
 * @param colon as the language of the mail writes it, with a space before it or without
 */
export function plainTextOf(page: string, colon: string): string {
  // A button in words: what it does, and on a line of its own where it leads.
  const button: FormatCallback = (element, walk, builder) => {
    builder.openBlock({ leadingLineBreaks: 2 })
    walk(element.children, builder)
    builder.addLiteral(colon)
    builder.closeBlock({ trailingLineBreaks: 2 })
    builder.openBlock({ leadingLineBreaks: 2 })
    builder.addLiteral(element.attribs.href ?? '')
    builder.closeBlock({ trailingLineBreaks: 2 })
  }
  // "Your code: 482915" on one line: programs look for the word beside the number.
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
      // The preheader is for the list of mails.
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
