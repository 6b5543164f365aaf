import { type MonitorText, type MonitorTexts, monitorTexts } from '../data-plane.ts';
import { healthCheckLines, healthCheckWords } from './health-check.ts';
import { Unrenderable } from './quoting.ts';

/** Asks HAProxy what it thinks of a configuration; resolves with its words when it condemns it, else with null. */
type Judge = (text: string) => Promise<string | null>;

/** A configuration that holds nothing but this monitor. Throws Unrenderable. */
function question(texts: MonitorTexts): string {
  const given = Object.fromEntries(
    monitorTexts.flatMap((text) => (texts[text] === undefined ? [] : [[text, texts[text]]])),
  );
  const monitor = { type: texts.type, delay: 1, timeout: 1, attemptsBeforeDeactivation: 1, ...given };
  return [
    'defaults',
    '  mode http',
    '  timeout client 1s',
    '  timeout connect 1s',
    '  timeout server 1s',
    // Without a place to listen at HAProxy calls a configuration right and useless. Nobody starts this one.
    'listen question',
    '  bind 127.0.0.1:1',
    ...healthCheckLines(monitor).map((line) => `  ${line}`),
    `  server node 127.0.0.1:1 ${healthCheckWords(monitor)}`,
    '',
  ].join('\n');
}

async function isUsable(texts: MonitorTexts, judge: Judge): Promise<boolean> {
  try {
    return (await judge(question(texts))) === null;
  } catch (error) {
    if (error instanceof Unrenderable) return false;
    throw error;
  }
}

/**
 * Which of a monitor's texts HAProxy can make nothing of. The engine itself is asked, because its regular expressions (PCRE) are of another
 * kind than those that the API's schema knows. Rejects when `judge` does.
 */
export async function unusableTexts(monitor: MonitorTexts, judge: Judge): Promise<readonly MonitorText[]> {
  if (monitor.type === 'CONNECT' || (await isUsable(monitor, judge))) return [];
  const guilty: MonitorText[] = [];
  for (const text of monitorTexts) {
    const value = monitor[text];
    if (value !== undefined && !(await isUsable({ type: monitor.type, [text]: value }, judge))) guilty.push(text);
  }
  return guilty;
}
