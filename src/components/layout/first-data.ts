import type { ShouldRevalidateFunction } from 'react-router';

/** How long a page waits for what it shows before it shows that it is waiting, in milliseconds. */
const firstDataWait = 100;

const after = (delay: number): Promise<undefined> => new Promise((resolve) => setTimeout(resolve, delay, undefined));

/**
 * For loaders: the data when it comes soon, so that the page is drawn once and with it; undefined when it takes longer, which the page
 * then shows. Rejects when it fails soon.
 */
export const firstData = <T>(data: Promise<T>): Promise<T | undefined> => Promise.race([data, after(firstDataWait)]);

/**
 * For pages that keep what is filled in, such as filters, in their address: the loader runs when the page is opened or tried again. A field
 * that waited for data before it takes its value would lose what is put in meanwhile.
 */
export const onlyWhenOpened: ShouldRevalidateFunction = ({ currentUrl, nextUrl }) => currentUrl.href === nextUrl.href;
