/** The API beside the page that is shown, `https://h/media/api/`. */
export function apiBase(page: string): string {
  return new URL('api/', page.replace(/#.*$/, '')).href;
}
