import { earlyBegun } from '../../api/http/prefetch.ts';
import { queryClient } from '../../api/http/query-client.ts';
import { sessionQuery } from '../../api/http/session.ts';
import { inventory } from '../../api/inventory/inventory.ts';
import { firstData } from '../../components/layout/first-data.ts';

/** Resolves with the first answer of a region, a good or a bad one. */
const firstAnswer = (): Promise<void> =>
  new Promise((resolve) => {
    const look = () => {
      if (!inventory.states().some(({ readAt, error }) => readAt !== null || error !== null)) return;
      stop();
      resolve();
    };
    const stop = inventory.subscribe(look);
    look();
  });

/**
 * Begins to read the rows before the page is drawn. They mostly come as soon as its code: drawing it once, with them, takes half the
 * time of drawing what stands for them first.
 */
export async function listLoader(): Promise<null> {
  const state = await queryClient.fetchQuery(sessionQuery);
  // The frame's loader, which runs beside this one, goes elsewhere then.
  if (!state.signedIn) return null;
  await earlyBegun();
  inventory.open(state.session.account, state.session.regions);
  await firstData(firstAnswer());
  // What other regions have answered by now comes along.
  await new Promise((resolve) => setTimeout(resolve));
  return null;
}
