/** The text of an HTML part that people and autofill see. */
export function visibleText(html: string): string {
  return html
    .replace(/<head>.*<\/head>/s, '')
    .replace(/<\/?(?:strong|a)\b[^>]*>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replaceAll('&nbsp;', ' ')
    .replaceAll('&#39;', "'")
    .replace(/\s+/g, ' ')
    .trim()
}

export function codeLikeNumbers(text: string): string[] {
  return text.match(/(?<!\d)\d{4,8}(?!\d)/g) ?? []
}
