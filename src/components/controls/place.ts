export type Side = 'below-start' | 'below-end' | 'above';

/** Puts a floating element beside its anchor, inside the window: flips when there is no room and never covers the anchor. */
export function place(anchor: Element, floating: HTMLElement, side: Side, gap = 4): void {
  const at = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = floating;
  const room = { below: innerHeight - at.bottom - gap, above: at.top - gap };
  const below =
    side === 'above'
      ? room.above < height && room.below > room.above
      : room.below >= height || room.below >= room.above;
  const x = side === 'above' ? at.left + at.width / 2 - width / 2 : side === 'below-end' ? at.right - width : at.left;
  const y = below ? at.bottom + gap : at.top - gap - height;
  floating.style.left = `${Math.max(8, Math.min(x, innerWidth - width - 8))}px`;
  floating.style.top = `${Math.max(8, Math.min(y, innerHeight - height - 8))}px`;
}
