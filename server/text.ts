import { z } from 'zod';

/** Control characters that no text of ours needs; PostgreSQL takes no NUL at all. */
const control = /(?![\t\n\r])\p{Cc}/u;
const controls = /(?![\t\n\r])\p{Cc}/gu;
/** Halves of characters that stand alone. */
const halves = /\p{Surrogate}/gu;

const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/**
 * The door of the store: a text that may be stored and asked for. Well-formed Unicode of `least` to `most` UTF-16 units without control
 * characters other than tab, LF and CR.
 */
export const storableText = (most: number, least = 0) =>
  z
    .string()
    .min(least)
    .max(most, { error: `Longer than ${most.toLocaleString('en-US')} characters.` })
    .refine((text) => text.isWellFormed() && !control.test(text), {
      error: 'Holds a control character or half of a character. Remove it.',
    });

/**
 * A copy of something that was sent or answered, in a form that can be stored: what `storableText` would refuse is escaped as JSON does.
 * `most`: UTF-16 units that are kept.
 */
export function storableCopy(text: string, most = Number.POSITIVE_INFINITY): string {
  const whole = text.isWellFormed() ? text : text.replace(halves, escaped);
  const copy = control.test(whole) ? whole.replace(controls, escaped) : whole;
  // A cut must not leave half of a character.
  return copy.length > most ? copy.slice(0, most).toWellFormed() : copy;
}
