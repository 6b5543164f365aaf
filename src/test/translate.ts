/**
 * Does to the page what the translation of a browser does: puts each text into elements of its own, in « », now and whenever a text comes,
 * and leaves alone what is marked `translate="no"`. Returns a function that stops it. Needs nothing around it, so that it can be
 * sent to a browser.
 */
export function translatePage(): () => void {
  const isLeftAlone = ({ parentElement: holder }: Text) =>
    !holder || holder.closest('[translate="no"], script, style, textarea') !== null || holder.localName === 'font';

  function translateText(text: Text): void {
    const inner = document.createElement('font');
    inner.textContent = `«${text.data}»`;
    const outer = document.createElement('font');
    outer.dir = 'auto';
    outer.append(inner);
    text.replaceWith(outer);
  }

  function translateBelow(node: Node): void {
    const texts = node instanceof Text ? [node] : [];
    const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) texts.push(walker.currentNode as Text);
    for (const text of texts) if (/\S/.test(text.data) && !isLeftAlone(text)) translateText(text);
  }

  translateBelow(document.body);
  const observer = new MutationObserver((changes) => {
    for (const { addedNodes, target, type } of changes)
      for (const node of type === 'characterData' ? [target] : addedNodes) if (node.isConnected) translateBelow(node);
  });
  observer.observe(document.body, { childList: true, characterData: true, subtree: true });
  return () => observer.disconnect();
}
