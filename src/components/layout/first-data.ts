/** How long a page waits for what it shows before it shows that it is waiting, in milliseconds. */
const firstDataWait = 100;

const after = (delay: number): Promise<undefined> => new Promise((resolve) => setTimeout(resolve, delay, undefined));

/**
 * For loaders: the data when it comes soon, so that the page is drawn once and with it; undefined when it takes longer, which the page
 * then shows. Rejects when it fails soon.
 */
export const firstData = <T>(data: Promise<T>): Promise<T | undefined> => Promise.race([data, after(firstDataWait)]);
