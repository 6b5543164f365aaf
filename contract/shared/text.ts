/** White space of any script, and characters that show nothing: zero-width ones, byte order mark, marks of direction. */
const unseen = String.raw`\p{White_Space}\p{Default_Ignorable_Code_Point}`;
/** A selector at an end belongs to the character before it: without it, `❤️` is another picture. */
const unseenAtEnds = new RegExp(String.raw`^[[${unseen}]--\p{Variation_Selector}]$`, 'v');
const showsNothing = /\p{Default_Ignorable_Code_Point}+/gu;
const whiteSpace = /\p{White_Space}+/gu;
const plain = /^[\x21-\x7e]$/;

/**
 * The text without what nobody sees at its ends: white space (no-break and full-width, too), zero-width characters, byte order
 * marks. For what is typed or pasted; never for passwords. Takes time in proportion to the text's length. Never throws.
 */
export function trimmed(text: string): string {
  const rough = text.trim();
  if (rough === '' || (plain.test(rough[0]!) && plain.test(rough.at(-1)!))) return rough;
  const characters = [...rough];
  const isSeen = (character: string) => !unseenAtEnds.test(character);
  const first = characters.findIndex(isSeen);
  return first < 0 ? '' : characters.slice(first, characters.findLastIndex(isSeen) + 1).join('');
}

/** The text as people see it: trimmed, without characters that show nothing, in Unicode NFC. For comparing what must be the same. Never throws. */
export const shownText = (text: string): string => trimmed(text).replace(showsNothing, '').normalize('NFC');

const printableAscii = /^[\x20-\x7e]*$/;

/**
 * A form in which two texts are equal when people would call them the same: trimmed, without characters that show nothing, any
 * white space as one space, Unicode NFC, letters without case. For comparing and searching only, never for showing. Never throws.
 */
export function comparable(text: string): string {
  // Most names need no more, and a list of thousands waits for them.
  if (printableAscii.test(text) && !text.includes('  ')) return text.trim().toLowerCase();
  const folded = text
    .replace(showsNothing, '')
    .replace(whiteSpace, ' ')
    .trim()
    .normalize('NFC')
    // By way of capitals, so that ß and ss, ſ and s meet as Unicode's case folding has it.
    .toUpperCase()
    .toLowerCase()
    .replaceAll('ς', 'σ');
  return folded.normalize('NFC');
}

/**
 * What was pasted as a key, a token or an account: trimmed, and without the characters that show nothing inside, which nobody means.
 * Never for passwords. Never throws.
 */
export const pasted = (text: string): string => trimmed(text).replace(showsNothing, '');

/**
 * The ways in which a store may hold what somebody typed to find it: as it is, and trimmed, without characters that show nothing, with its
 * accents composed or apart. For look-ups that compare byte for byte. Never throws.
 */
export function spellings(text: string): readonly string[] {
  const shown = trimmed(text).replace(showsNothing, '');
  return [...new Set([text, trimmed(text), shown, shown.normalize('NFC'), shown.normalize('NFD')])];
}

/** The text with each half of a broken character (a lone surrogate) replaced by U+FFFD, so that it can be encoded. Never throws. */
export const wellFormed = (text: string): string => text.toWellFormed();

/** The text as part of an address or header: `encodeURIComponent`, for any text at all. Never throws. */
export const encoded = (text: string): string => encodeURIComponent(wellFormed(text));

/** What `encoded` made, read again; a text that is not so encoded is given back as it is. Never throws. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
