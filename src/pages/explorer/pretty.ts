/** Texts of answers made readable without changing a value: numbers, escapes and repeated keys stay as they came. */

const jsonToken = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]|[^\s"{}[\],:]+/g;
const indent = (depth: number): string => '  '.repeat(depth);

/** JSON, one member on a line; null when the text is not JSON, or has a string with more escapes than a browser can match. */
export function prettyJson(text: string): string | null {
  let tokens: readonly string[];
  try {
    JSON.parse(text);
    tokens = text.match(jsonToken) ?? [];
  } catch {
    return null;
  }
  const parts: string[] = [];
  let depth = 0;
  tokens.forEach((token, index) => {
    if (token === '{' || token === '[') {
      const next = tokens[index + 1];
      parts.push(token);
      depth += 1;
      if (next !== '}' && next !== ']') parts.push('\n', indent(depth));
    } else if (token === '}' || token === ']') {
      const former = tokens[index - 1];
      depth -= 1;
      if (former !== '{' && former !== '[') parts.push('\n', indent(depth));
      parts.push(token);
    } else if (token === ',') parts.push(',\n', indent(depth));
    else parts.push(token === ':' ? ': ' : token);
  });
  return parts.join('');
}

const xmlToken = /<!\[CDATA\[[\s\S]*?\]\]>|<!--[\s\S]*?-->|<[^>]+>|[^<]+/g;
const isClosing = (token: string) => token.startsWith('</');
const isOpening = (token: string) => /^<[^!?/]/.test(token) && !token.endsWith('/>');

/** XML, one element on a line, with a text beside its tags; null when the text does not begin like XML. */
export function prettyXml(text: string): string | null {
  if (!/^\s*<[?!A-Za-z]/.test(text)) return null;
  const lines: string[] = [];
  let depth = 0;
  let former = '';
  for (const token of text.match(xmlToken) ?? []) {
    const isText = !token.startsWith('<') || token.startsWith('<![CDATA[');
    if (isText && token.trim() === '') continue;
    const closing = isClosing(token);
    if (closing) depth -= 1;
    const beside = lines.length > 0 && (isText ? isOpening(former) : closing && !isClosing(former) && former !== '');
    const besideText = closing && (isOpening(former) || !former.startsWith('<') || former.startsWith('<![CDATA['));
    if (isText ? beside : besideText) lines[lines.length - 1] += token.trim();
    else lines.push(indent(Math.max(0, depth)) + token.trim());
    if (isOpening(token)) depth += 1;
    former = token;
  }
  return lines.join('\n');
}

/** The readable form of a body by what it is, and as it came where there is none. */
export const pretty = (text: string): string => prettyJson(text) ?? prettyXml(text) ?? text;

/** Characters of a line that are laid out at once; the rest follows on lines below. */
const longestLine = 2_000;

/** The lines of a text, none longer than a browser lays out well. */
export function linesOf(text: string): string[] {
  return text.split('\n').flatMap((line) => {
    if (line.length <= longestLine) return [line];
    return Array.from({ length: Math.ceil(line.length / longestLine) }, (_, index) =>
      line.slice(index * longestLine, (index + 1) * longestLine),
    );
  });
}

/** "812 bytes", "4.2 kB", "5.0 MB". */
export function bytes(size: number): string {
  if (size < 1_000) return `${size} bytes`;
  return size < 1_000_000 ? `${(size / 1_000).toFixed(1)} kB` : `${(size / 1_000_000).toFixed(1)} MB`;
}

/** "0.8 ms", "42 ms", "3.1 s". */
export function milliseconds(time: number): string {
  if (time < 10) return `${time.toFixed(1)} ms`;
  return time < 1_000 ? `${Math.round(time)} ms` : `${(time / 1_000).toFixed(1)} s`;
}
