import type { ChangeRecord, Verdict } from '../../../contract/shared/change-record.ts';
import { encoded } from '../../../contract/shared/text.ts';
import { read, send } from '../http/client.ts';
import { forgetVerdictKey, verdictKey } from '../http/verdict-keys.ts';

const pathOf = (id: string): string => `/panel/history/${encoded(id)}`;

/** Has the server read what a change is about and judge it. Gives the record as it is then; throws the ApiError of a reading that failed. */
export const checkChange = (id: string): Promise<ChangeRecord> =>
  read<ChangeRecord>({ method: 'POST', path: `${pathOf(id)}/check` });

/**
 * Tells the history how a change of this page ended. Of a change whose key this page does not have, as after a reload, the server judges
 * by itself. `after`: the value that was read; null leaves the one that was asked for. Throws an ApiError when it could not be told.
 */
export async function storeVerdict(id: string, verdict: Verdict, after: string | null, detail: string): Promise<void> {
  const key = verdictKey(id);
  if (key === null) {
    await checkChange(id);
    return;
  }
  const body = { verdict, detail, key, ...(after === null ? {} : { after }) };
  await send({ method: 'POST', path: `${pathOf(id)}/verdict`, body });
  if (verdict !== 'unconfirmed') forgetVerdictKey(id);
}

/** The same, tried twice. Never throws: a verdict that cannot be told leaves the outcome unknown, which is true. */
export async function tellVerdict(id: string, verdict: Verdict, after: string | null, detail: string): Promise<void> {
  const tell = () => storeVerdict(id, verdict, after, detail);
  await tell().catch(() => tell().catch(() => undefined));
}
