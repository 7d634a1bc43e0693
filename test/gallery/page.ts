import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Drawing, drawingOf } from './drawing.ts'
import type { Shown } from './shown.ts'
import { escapeHtml, modalHtml, slackHtml } from './slack-html.ts'

/** The files that the page needs beside it, with where they come from. */
export const filesBeside = {
  'adaptivecards.js': 'node_modules/adaptivecards/dist/adaptivecards.min.js',
  'slack.css': 'node_modules/slack-blocks-to-jsx/dist/style.css',
  'gallery.css': 'test/gallery/gallery.css',
  'teams.js': 'test/gallery/teams.js',
} as const

/** Writes the page that shows everything on both platforms side by side, and below it the plain text. */
export const pageOf = (all: readonly Shown[]): string => {
  const links = all.map(({ name }) => `<a href="#${name}">${name}</a>`).join(' ')
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Shelfready: every card</title>
<link rel="stylesheet" href="slack.css"><link rel="stylesheet" href="gallery.css">
<h1>Every card of Shelfready</h1>
<p class="hint">Left as Slack draws it, right as Microsoft Teams does; below, the plain text. Fonts and exact spacing are near, not the same. Where Teams draws a chart natively, its fallback is shown.</p>
<nav>${links}</nav>
${all.map((shown) => sectionOf(shown, drawingOf(shown))).join('\n')}
<script src="adaptivecards.js"></script><script src="teams.js"></script></html>
`
}

const sectionOf = ({ name, by }: Shown, { slack, teams, text }: Drawing): string =>
  `<section class="shown" id="${name}"><header><h2>${name}</h2><code>${escapeHtml(by)}</code></header>
<div class="pair"><div class="slack ${slack.kind}">${slackOf(slack)}</div>
<div class="teams">${teams.map(teamsOf).join('')}</div></div>
<details><summary>plain text</summary><pre>${escapeHtml(text)}</pre></details></section>`

const slackOf = (drawn: Drawing['slack']): string =>
  drawn.kind === 'modal'
    ? modalHtml(drawn.view, drawn.errors)
    : `<p class="hint">${drawn.kind === 'home' ? 'Home tab' : `notification: ${escapeHtml(drawn.notification)}`}</p>${slackHtml(drawn.blocks)}`

const teamsOf = ({ title, card }: Drawing['teams'][number]): string => {
  const behind = JSON.stringify(card).includes('"Chart.Line"') ? ' · a native chart, shown by its fallback' : ''
  // No text in a card may end the script.
  const json = JSON.stringify(card).replaceAll('<', '\\u003c')
  return `<p class="hint">${escapeHtml(title)}${behind}</p><div class="card"><script type="application/json">${json}</script></div>`
}

/** Reads a file that stands beside the page. */
export const readBeside = (name: keyof typeof filesBeside): Buffer =>
  readFileSync(join(import.meta.dirname, '../..', filesBeside[name]))
