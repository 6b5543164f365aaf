import '@mantine/core/styles/Tooltip.layer.css';
import { Tooltip } from '@mantine/core';

export interface ShownTip {
  readonly target: HTMLElement;
  readonly text: string;
}

/** The tooltip of the element that is pointed at. */
export default function OpenTip({ tip: { target, text } }: { tip: ShownTip }) {
  return <Tooltip opened target={target} label={text} aria-hidden="true" interactive multiline />;
}
