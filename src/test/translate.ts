const wordsOnly = /\S/;

function isLeftAlone({ parentElement }: Text): boolean {
  const kept = parentElement?.closest('[translate], script, style, textarea');
  return !kept || kept.getAttribute('translate') === 'no' || !kept.hasAttribute('translate');
}

function translateText(text: Text): void {
  const inner = document.createElement('font');
  inner.textContent = `«${text.data}»`;
  const outer = document.createElement('font');
  outer.style.verticalAlign = 'inherit';
  outer.append(inner);
  text.replaceWith(outer);
}

function translateBelow(node: Node): void {
  const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
  const texts: Text[] = [];
  for (let next = walker.nextNode() as Text | null; next; next = walker.nextNode() as Text | null) texts.push(next);
  if (node instanceof Text) texts.push(node);
  for (const text of texts)
    if (wordsOnly.test(text.data) && !isLeftAlone(text) && text.parentElement?.localName !== 'font')
      translateText(text);
}

/**
 * Does to the page what the translation of a browser does: puts each text into elements of its own, in « », now and whenever a text comes,
 * and leaves alone what is marked `translate="no"`. Returns a function that stops it.
 */
export function translatePage(): () => void {
  document.documentElement.setAttribute('translate', 'yes');
  translateBelow(document.body);
  const observer = new MutationObserver((changes) => {
    for (const { addedNodes, target, type } of changes)
      for (const node of type === 'characterData' ? [target] : addedNodes) if (node.isConnected) translateBelow(node);
  });
  observer.observe(document.body, { childList: true, characterData: true, subtree: true });
  return () => {
    observer.disconnect();
    document.documentElement.removeAttribute('translate');
  };
}
