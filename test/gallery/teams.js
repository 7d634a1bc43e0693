// Draws every Adaptive Card of the page with a host config that looks roughly like Teams; runs in the browser.
const { AdaptiveCard, HostConfig } = globalThis.AdaptiveCards

const colour = (main, subtle = main) => ({ default: main, subtle })
const foregroundColors = {
  default: colour('#242424', '#616161'),
  dark: colour('#242424', '#616161'),
  light: colour('#ffffff', '#f0f0f0'),
  accent: colour('#5b5fc7', '#7579d4'),
  good: colour('#237b4b', '#3c9562'),
  warning: colour('#835c00', '#9d7a2a'),
  attention: colour('#c4314b', '#cf5468'),
}
const container = { backgroundColor: '#ffffff', foregroundColors }

const hostConfig = new HostConfig({
  fontFamily: '"Segoe UI", "Liberation Sans", system-ui, Arial, sans-serif',
  fontSizes: { small: 12, default: 14, medium: 14, large: 18, extraLarge: 24 },
  fontWeights: { lighter: 200, default: 400, bolder: 600 },
  lineHeights: { small: 16, default: 20, medium: 20, large: 24, extraLarge: 32 },
  spacing: { small: 8, default: 12, medium: 16, large: 20, extraLarge: 24, padding: 16 },
  separator: { lineThickness: 1, lineColor: '#e0e0e0' },
  supportsInteractivity: true,
  containerStyles: { default: container, emphasis: { ...container, backgroundColor: '#f5f5f5' } },
  actions: {
    maxActions: 6,
    spacing: 'small',
    buttonSpacing: 8,
    actionsOrientation: 'horizontal',
    actionAlignment: 'left',
  },
  inputs: {
    label: {
      inputSpacing: 'small',
      requiredInputs: { weight: 'default', suffix: ' *' },
      optionalInputs: { weight: 'default' },
    },
  },
  table: { cellSpacing: 4 },
})

/** Lists in words what stands behind "..." of a card. */
const behind = (value) => {
  if (Array.isArray(value)) return value.flatMap(behind)
  if (typeof value !== 'object' || value === null) return []
  const own = value.mode === 'secondary' ? [value.title] : []
  return [...own, ...Object.entries(value).flatMap(([name, one]) => (name === 'fallback' ? [] : behind(one)))]
}

for (const place of document.querySelectorAll('.teams .card')) {
  const json = JSON.parse(place.querySelector('script').textContent)
  const card = new AdaptiveCard()
  card.hostConfig = hostConfig
  card.parse(json)
  place.append(card.render())
  const words = [...new Set(behind(json))]
  if (words.length === 0) continue
  const note = document.createElement('div')
  note.className = 'behind'
  note.textContent = `... ${words.join(' · ')}`
  place.after(note)
}
document.body.dataset.drawn = 'yes'
