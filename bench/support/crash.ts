import { Crowd, type Failure } from './crowd.ts';
import { firstIds, signInAtPanel, signInAtRegion } from './region.ts';
import { startTwoServers, type TwoServers } from './two-servers.ts';

export interface Crash {
  readonly requests: number;
  /** Failures by what they mean for the person whose request it was. */
  readonly failures: readonly Failure[];
  /** Of those, refused because nobody was signed in. */
  readonly signedOut: number;
  /** Milliseconds from the crash to its last failure. */
  readonly lastFailure: number;
  readonly acknowledged: number;
  /** History ids of acknowledged writes that the history does not have. */
  readonly missing: readonly string[];
  /** Load balancers that hold another value than the one last acknowledged. */
  readonly wrong: readonly string[];
  readonly times: readonly number[];
}

/** Every history id that a panel gives. */
async function historyIds(url: string): Promise<Set<string>> {
  const cookie = await signInAtPanel(url);
  const ids = new Set<string>();
  for (let cursor: string | null = ''; cursor !== null; ) {
    const answer = await fetch(`${url}/panel/history?limit=200${cursor && `&cursor=${encodeURIComponent(cursor)}`}`, {
      headers: { cookie },
    });
    if (answer.status !== 200) throw new Error(`The history answered ${answer.status}: ${await answer.text()}`);
    const page = (await answer.json()) as { changes: { id: string }[]; next: string | null };
    for (const { id } of page.changes) ids.add(id);
    cursor = page.next;
  }
  return ids;
}

async function wrongValues({ region }: TwoServers, { people }: Crowd): Promise<string[]> {
  const wrong: string[] = [];
  for (const { visitor } of people) {
    if (visitor.stored === undefined && visitor.unsure === undefined) continue;
    // A value that is being disabled stays stored until no traffic follows it any more.
    const { sessionPersistence } = await region.whenStatus('ORD', Number(visitor.loadBalancer), 'ACTIVE');
    const value = sessionPersistence?.persistenceType ?? null;
    const may = [visitor.stored, visitor.unsure].filter((each) => each !== undefined);
    // Before its first acknowledged write nobody knows what the value is to be.
    if (visitor.stored !== undefined && !may.includes(value)) wrong.push(`${visitor.loadBalancer}: ${value}`);
  }
  return wrong;
}

/**
 * People visit two panel servers behind HAProxy; in the middle one server is killed. Tells what that cost. `time`: milliseconds before
 * the crash and after it.
 */
export async function crashInTheMiddle(people: number, perSecond: number, time: number): Promise<Crash> {
  const servers = await startTwoServers(2 * people);
  try {
    const { token, endpoint } = await signInAtRegion(servers.region.url);
    const ids = await firstIds(endpoint('ORD'), { 'x-auth-token': token }, people);
    const crowd = new Crowd(servers.url, { through: 'panel', origin: servers.url }, ids);
    await crowd.signIn();
    const crashed = new Promise<number>((resolve) => {
      setTimeout(() => servers.crash().then(() => resolve(Date.now())), time);
    });
    await crowd.visit(perSecond, 2 * time);
    const at = await crashed;
    const recorded = await historyIds(servers.url);
    const acknowledged = crowd.people.flatMap(({ visitor }) => visitor.acknowledged);
    const wrong = await wrongValues(servers, crowd);
    const times = [...crowd.takeTimes().values()].flat();
    await crowd.close();
    return {
      requests: Math.round((perSecond * 2 * time) / 1000),
      failures: crowd.failures,
      signedOut: crowd.failures.filter(({ status }) => status === 401).length,
      lastFailure: Math.max(0, ...crowd.failures.map((failure) => failure.at - at)),
      acknowledged: acknowledged.length,
      missing: acknowledged.filter((id) => !recorded.has(id)),
      wrong,
      times,
    };
  } finally {
    await servers.close();
  }
}
