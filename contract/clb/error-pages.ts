/** The page that the service answers where no custom one is set, as clients of it have published it. */
export const defaultErrorPage =
  '<html><head><meta http-equiv="Content-Type" content="text/html;charset=utf-8"><title>Service Unavailable</title><style type="text/css">body, p, h1 {font-family: Verdana, Arial, Helvetica, sans-serif;}h2 {font-family: Arial, Helvetica, sans-serif;color: #b10b29;}</style></head><body><h2>Service Unavailable</h2><p>The service is temporarily unavailable. Please try again later.</p></body></html>';

const withoutSpace = (content: string): string => content.replaceAll(/\s+/g, '').toLowerCase();

/**
 * Error pages that the API answers as if they were set. An installation keeps its own, so this is what is known, not a rule.
 * The second stands in the CLB v1.0 developer guide, "Show custom error page".
 */
const known = new Set([defaultErrorPage, '<html> DEFAULT ERROR PAGE</html>'].map(withoutSpace));

/** Whether the content of an error page is one that is known to be a default; white space and case do not matter. */
export const isDefaultErrorPage = (content: string): boolean => known.has(withoutSpace(content));
