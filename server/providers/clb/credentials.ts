import { z } from 'zod';
import { pasted, trimmed } from '../../../contract/shared/text.ts';
import { checked } from '../../body.ts';
import { text, tidied } from '../typed-text.ts';

export type Credentials =
  | { username: string; apiKey: string }
  | { username: string; password: string }
  | { account: string; token: string };

const username = tidied('The user name', 128, trimmed);
const account = tidied('The account', 64, pasted).refine((value) => /^[\w.:-]+$/.test(value), {
  error: 'The account holds characters that no account number has.',
});
const withApiKey = z.strictObject({ username, apiKey: tidied('The API key', 1_024, pasted) });
// A space may belong to a password.
const withPassword = z.strictObject({ username, password: text('The password', 1_024) });
const withToken = z.strictObject({ account, token: tidied('The token', 3_000, pasted) });

/** The shape that fits what was sent, so that an error names the field that is wrong. */
const shapeOf = (value: unknown) => {
  const names = typeof value === 'object' && value !== null ? Object.keys(value) : [];
  if (names.includes('token') || names.includes('account')) return withToken;
  return names.includes('password') ? withPassword : withApiKey;
};

/** Reads what was typed. Throws a PanelError that names the field that does not fit. */
export const readCredentials = (typed: unknown): Credentials => checked(shapeOf(typed), typed);
