import { compile } from 'html-to-text'

/*
 * The plain text of a mail is read out of its HTML, so that the two never say different things. Lines are not broken:
 * programs that show plain text do it for the window they have.
 */
export const plainTextOf = compile({
  wordwrap: false,
  formatters: {
    // A button in words: what it does, and on a line of its own where it leads.
    button(element, walk, builder) {
      builder.openBlock({ leadingLineBreaks: 2 })
      walk(element.children, builder)
      builder.addLiteral(':')
      builder.closeBlock({ trailingLineBreaks: 2 })
      builder.openBlock({ leadingLineBreaks: 2 })
      builder.addLiteral(element.attribs.href ?? '')
      builder.closeBlock({ trailingLineBreaks: 2 })
    },
    // "Your code: 482915" on one line: programs look for the word beside the number.
    label(element, walk, builder) {
      builder.openBlock({ leadingLineBreaks: 2 })
      walk(element.children, builder)
      builder.addLiteral(':')
    },
    labelled(element, walk, builder) {
      walk(element.children, builder)
      builder.closeBlock({ trailingLineBreaks: 2 })
    },
  },
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
