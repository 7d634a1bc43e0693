import { rejectsCard } from '../../cards/imports/imported-card.ts'
import { refusalCard } from '../../cards/language/plain-card.ts'
import { may } from '../../domain/people/permission.ts'
import { loadDroppedFile, loadRejects } from '../../store/imports/dropped-files.ts'
import { answer, type Command } from '../dispatch/command.ts'
import { isOwnFile } from './own-file.ts'

/** Sends the rejected rows of a file. */
export const feedsRejects: Command = {
  name: 'shelfready feeds rejects',
  takes: [{ name: 'FILE', value: null, says: 'its number, such as F-12', isNeeded: true }],
  does: 'send the rejected rows of a file, with the reasons',
  examples: ['/shelfready feeds rejects F-12'],
  right: 'see',
  isPersonal: true,
  run: async (context) => {
    const typed = (context.words[0]?.value ?? '').toUpperCase()
    const file = await loadDroppedFile(context.workspace, typed)
    const text = file === null ? null : await loadRejects(context.workspace, file.id)
    if (file === null || text === null)
      return answer(refusalCard('I keep rejected rows for a day, and I have none of that file. Send the file again.'))
    if (!isOwnFile(context, file) && !may(context.roles, 'import-feeds'))
      return answer(refusalCard(`${file.name} is ${file.sender}'s. Ask them for its rejected rows.`))
    return answer(rejectsCard(file, text))
  },
}
