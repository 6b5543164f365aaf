/** The runs that one page holds, so that no other tab carries them out as well. */
export class RunLocks {
  readonly #held = new Set<string>();

  /**
   * Holds the run as long as the page is open; false when another tab holds it. A browser without locks, or an insecure origin, tells
   * of no other tab.
   */
  hold(id: string): Promise<boolean> {
    const { locks } = navigator;
    if (!locks || this.#held.has(id)) return Promise.resolve(true);
    return new Promise((resolve) => {
      void locks.request(`holdfast-run-${id}`, { ifAvailable: true }, (lock) => {
        resolve(lock !== null);
        if (lock === null) return;
        this.#held.add(id);
        return new Promise<never>(() => undefined);
      });
    });
  }
}
