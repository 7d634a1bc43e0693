import type { ServerResponse } from 'node:http'

/** Writes HTML as it stands: what people wrote is escaped before. */
const raw = String.raw

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

const style =
  'body{font:16px/1.5 system-ui,sans-serif;max-width:34em;margin:4em auto;padding:0 1em;color:#1a202c}' +
  'a.add{display:inline-block;padding:.6em 1.2em;border-radius:6px;background:#1f3a2e;color:#fff;text-decoration:none}'

const page = (title: string, body: string): string => raw`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escaped(title)}</title>
<style>${style}</style>
</head>
<body>
<h1>${escaped(title)}</h1>
${body}
</body>
</html>
`

/** Draws the page from which the app is installed; the button leads to Slack. */
export const installPage = (url: string): string =>
  page(
    'Add Shelfready to Slack',
    '<p>Shelfready tells in your channels whether the shelf will be ready for each promotion. It posts where you invite it. Of what people write there it reads only what is addressed to it.</p>' +
      `<p><a class="add" href="${escaped(url)}">Add to Slack</a></p>` +
      '<p>Slack asks you next. Whoever installs it is the administrator of Shelfready in your workspace.</p>',
  )

/** Draws the page that says what to do once the app is installed. */
export const installedPage = (team: string): string =>
  page(
    'Shelfready is installed',
    `<p>${escaped(team)} can use it now. In a channel type <code>/invite @Shelfready</code>, then <code>/shelfready subscribe</code>.</p>`,
  )

/** Draws the page that says why the app was not installed. */
export const failedPage = (why: string): string =>
  page('Nothing was installed', `<p>${escaped(why)}</p><p><a href="/slack/install">Begin again</a></p>`)

/** Sends a page that no other site frames, and that loads nothing. */
export const sendPage = (response: ServerResponse, status: number, html: string): void => {
  response.writeHead(status, { ...pageHeaders, 'content-type': 'text/html; charset=utf-8' })
  response.end(html)
}

/** What each page of an installation says besides its text. */
export const pageHeaders = {
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
} as const
