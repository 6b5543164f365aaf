/**
 * Error pages that stand where no custom one is set: the API answers them as if they were set. An installation keeps its own, so
 * this is what is known, not a rule. Source: CLB v1.0 developer guide, "Show custom error page".
 */
export const defaultErrorPages: readonly string[] = ['<html> DEFAULT ERROR PAGE</html>'];

/** Whether the content of an error page is one that is known to be a default; outer white space does not matter. */
export const isDefaultErrorPage = (content: string): boolean => defaultErrorPages.includes(content.trim());
