/**
 * Does what a browser's page translation does: every text node, now and later, is replaced by a new one inside
 * <font><font>. It keeps the words, so that a test can still read them. Self-contained, so that a browser test can
 * also send it into a page. Returns a function that stops it.
 */
export function translateEverything(root: Node): () => void {
  const done = new WeakSet<Node>()
  const skipped = 'script, style, noscript, textarea, option, title, font, [translate=no]'

  function translate(text: Node) {
    const parent = text.parentElement
    if (!parent || done.has(text) || !text.nodeValue?.trim() || parent.closest(skipped)) return
    const outer = document.createElement('font')
    const inner = outer.appendChild(document.createElement('font'))
    const copy = inner.appendChild(document.createTextNode(text.nodeValue))
    done.add(copy)
    parent.replaceChild(outer, text)
  }

  function translateBelow(node: Node) {
    if (node.nodeType === Node.TEXT_NODE) return translate(node)
    const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT)
    const texts: Node[] = []
    while (walker.nextNode()) texts.push(walker.currentNode)
    texts.forEach(translate)
  }

  const watch = new MutationObserver((changes) => {
    for (const { target, addedNodes } of changes) {
      if (target.nodeType === Node.TEXT_NODE) translate(target)
      addedNodes.forEach(translateBelow)
    }
  })
  watch.observe(root, { childList: true, subtree: true, characterData: true })
  translateBelow(root)
  return () => watch.disconnect()
}
