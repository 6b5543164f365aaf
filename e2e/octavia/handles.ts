import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Takes back what a handle did. */
export type Release = () => void;

/** How tests make a region slow, stuck or refusing. `loadBalancer`: an id; without it every one. `region`: the first when left out. */
export interface Handles {
  /** Changes stay PENDING_* until released. */
  hold(loadBalancer?: string, region?: string): Release;
  /** Each change takes so many seconds longer. */
  slow(seconds: number, region?: string): Release;
  /** The amphora refuses configurations: a pool's change ends with the pool in ERROR, a load balancer's with it in ERROR. */
  fail(loadBalancer?: string, region?: string): Release;
  /** Member 1 to 6 fails its health checks. */
  memberDown(member: number): Release;
}

/** The handles of a peer: files that it looks for. `usual`: the region that is meant when none is named. */
export function handlesIn(folder: string, usual: string): Handles {
  const put = (content: string, ...path: string[]): Release => {
    const file = join(folder, ...path);
    writeFileSync(file, content);
    return () => rmSync(file, { force: true });
  };
  const named = (handle: string, loadBalancer?: string) => (loadBalancer ? `${handle}-${loadBalancer}` : handle);
  return {
    hold: (loadBalancer, region = usual) => put('', region, named('hold', loadBalancer)),
    slow: (seconds, region = usual) => put(`${seconds}`, region, 'slow'),
    fail: (loadBalancer, region = usual) => put('', region, named('fail', loadBalancer)),
    memberDown: (member) => put('', 'members', `down-m${member}`),
  };
}
