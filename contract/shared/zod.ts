import { config, z } from 'zod';

/**
 * zod may compile object checks with `new Function`, which the panel's Content-Security-Policy refuses and the browser reports.
 * Every schema takes `z` from here, so the setting stands before the first schema is made.
 */
config({ jitless: true });

export { z };
