/** Gives the user a file made in the page. */
export function download(name: string, type: string, content: string): void {
  const url = URL.createObjectURL(new Blob([content], { type: `${type};charset=utf-8` }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has begun to read it by the next turn of a second; revoking at once would cut it off in some.
  setTimeout(() => URL.revokeObjectURL(url), 1_000);
}
