import type { Card } from '../language/card.ts'

/** Tells how a file comes in by chat, and otherwise. */
export const importingCard: Card = {
  tone: 'plain',
  title: 'Send me a spreadsheet',
  plain: 'Send me a spreadsheet in our direct messages: XLSX, CSV or TSV, with any column names.',
  blocks: [
    { kind: 'text', text: 'Drop an XLSX, CSV or TSV file in our direct messages, with any column names.' },
    {
      kind: 'notes',
      notes: [
        'In a Slack channel, mention me with the file, or use "Import this file" in the menu of its message.',
        'I show how I read it and ask what I cannot know. Nothing counts before you import it.',
        'Larger than 5 MB: the watched folder, HTTP or the command line.',
      ],
    },
  ],
  footer: 'What came in: /shelfready feeds',
}
