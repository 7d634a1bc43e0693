import { argumentUsage, type Command, namesOf } from '../dispatch/command.ts'

/** What people call things that commands are about, beside the words of the commands themselves. */
const synonyms: Readonly<Record<string, string>> = {
  'promo add': 'new create register announce launch campaign excel csv table paste bulk import',
  'promo list': 'calendar overview all upcoming campaigns promotions',
  'promo what-if': 'simulate scenario test try date check promise forecast',
  'promo when': 'date earliest safe promise volume lead announce',
  'promo why': 'explain reason cause figures trace',
  'promo options': 'alternatives ways out solve fix expedite cap shift price cost delay',
  'promo decide': 'propose decision trade-off delay shift cap expedite',
  'promo decisions': 'approval open pending outcome',
  'promo edit': 'change move date dates uplift delay postpone shift update',
  'promo cancel': 'delete remove stop drop',
  'promo override': 'forecast uplift figure correct demand',
  'promo share': 'allocation allocate fair share warehouse depot distribute split stock shops',
  'promo agree-figure': 'consensus forecast number agreed figure',
  'promo history': 'audit log changes who past',
  stock: 'inventory on hand available atp promise lead time supplier inbound orders delivery',
  'intel add': 'market competitor news weather viral season',
  'shelfready home': 'tasks mine todo work today',
  'shelfready digest': 'morning news changes today summary',
  'shelfready digest at': 'time schedule morning hour',
  'shelfready risks': 'problems shortages late delay orders urgent',
  'shelfready ordered': 'order purchase po placed buy delivery expedite',
  'shelfready correct': 'wrong fix data stock lead time delay late feed supplier',
  'shelfready requirements': 'order orders purchase excel csv export buy list supplier',
  'shelfready mark': 'order purchase po inbound promotion',
  'shelfready withdraw': 'order purchase po cancel wrong',
  'shelfready snooze': 'delay later postpone remind defer',
  'shelfready away': 'holiday holidays vacation leave sick absence delegate',
  'shelfready hours': 'holiday working time quiet night weekend',
  'shelfready backup': 'holiday deputy substitute stand-in',
  'shelfready subscribe': 'channel digest notifications filter',
  'shelfready unsubscribe': 'mute stop notifications',
  'shelfready settings': 'language locale zone timezone format numbers quiet weekly configure',
  'shelfready overview': 'money report kpi dashboard management scorecard performance',
  'shelfready monthly': 'review report management leadership coo quarter year strategic results',
  'shelfready capacity': 'supplier limit volume load weekly plan quarter year',
  'shelfready page': 'print share pdf export report html link coo',
  'shelfready ack': 'acknowledge take accept own mine',
  'shelfready assign': 'delegate give owner',
  'shelfready role': 'permission rights access',
  'shelfready executive': 'escalation boss coo accountable',
  'shelfready planners': 'escalation owner responsible',
}

const small = new Set(
  'a an the to of for in on at and or is are do does can i we my me how what with about it this that one'.split(' '),
)

const wordsOf = (text: string): readonly string[] =>
  text
    .toLowerCase()
    .split(/[^\p{L}\p{N}-]+/u)
    .filter((word) => word !== '' && !small.has(word))

const stem = (word: string): string => word.replace(/(?:ies|es|s|ing|ed|ment)$/, '').slice(0, 12)

const says = (text: string, word: string): boolean =>
  wordsOf(text).some((own) => own === word || (word.length > 3 && stem(own) === stem(word)))

const weights = { name: 4, synonym: 3, does: 2, argument: 1 }

const weightOf = (command: Command, word: string): number => {
  if (namesOf(command).some((name) => says(name, word))) return weights.name
  if (says(synonyms[command.name] ?? '', word)) return weights.synonym
  if (says(command.does, word)) return weights.does
  return command.takes.some((argument) => says(`${argumentUsage(argument)} ${argument.says}`, word))
    ? weights.argument
    : 0
}

const mostFound = 7

/** Finds commands by words of their names, of what they do or of what people call that; the best first. */
export const findHelp = (text: string, catalogue: readonly Command[]): readonly Command[] => {
  const words = wordsOf(text)
  const weighed = catalogue
    .map((command) => ({ command, weight: words.reduce((sum, word) => sum + weightOf(command, word), 0) }))
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
  const best = weighed[0]?.weight ?? 0
  return weighed
    .filter(({ weight }) => weight * 2 >= best)
    .slice(0, mostFound)
    .map(({ command }) => command)
}
