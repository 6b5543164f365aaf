import { z } from 'zod';

/** A text that was typed, as it is: well-formed, of 1 to `most` UTF-16 units, without control characters. `name` stands in messages. */
export const text = (name: string, most: number) =>
  z
    .string({ error: `${name} is missing.` })
    .min(1, { error: `${name} is empty.` })
    .max(most, { error: `${name} is longer than ${most} characters.` })
    .refine((value) => value.isWellFormed() && !/\p{Cc}/u.test(value), {
      error: `${name} holds control characters or half of a character.`,
    });

/** A text that is put right first, as the page does it, too. */
export const tidied = (name: string, most: number, tidy: (value: string) => string) =>
  z
    .string({ error: `${name} is missing.` })
    .transform(tidy)
    .pipe(text(name, most));
