/** Whether the panel has pages for load balancers of that API; of another one it shows explorer and History. */
export const hasPages = (provider: string): boolean => provider === 'clb';
