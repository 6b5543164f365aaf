/** Whether there is a panel server that can show a page: the demo answers the page's own requests in its worker, and no frame's. */
export const canShowPages = (): boolean => !navigator.serviceWorker?.controller;

/**
 * Has the panel server give back a page into a frame of that name, under a policy of its own in which nothing runs
 * (server/routes/page-preview.ts). A form's answer goes into a frame, which one to `fetch` could not.
 */
export function showPage(html: string, frame: string): void {
  const form = document.createElement('form');
  form.method = 'post';
  form.enctype = 'multipart/form-data';
  form.action = '/panel/page-preview';
  form.target = frame;
  form.hidden = true;
  const content = document.createElement('textarea');
  content.name = 'content';
  content.value = html;
  form.append(content);
  document.body.append(form);
  form.submit();
  form.remove();
}
