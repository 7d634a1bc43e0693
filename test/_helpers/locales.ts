/** Language tags of many scripts, orders, digits and separators. */
export const locales = [
  ...['en', 'en-US', 'en-GB', 'en-IN', 'en-ZA', 'de', 'de-AT', 'de-CH', 'fr', 'fr-CA', 'fr-CH', 'es', 'es-MX', 'pt-BR'],
  ...['pt-PT', 'it', 'nl', 'sv', 'nb', 'da', 'fi', 'is', 'pl', 'cs', 'sk', 'hu', 'sl', 'bg', 'ru', 'uk', 'el', 'tr'],
  ...['lt', 'lv', 'et', 'sr-Latn', 'ar-EG', 'ar-SA', 'fa', 'ur', 'he', 'hi', 'mr', 'bn', 'my', 'th', 'vi', 'id', 'ja'],
  ...[
    'zh',
    'zh-TW',
    'ko',
    'am',
    'sw',
    'fa-u-ca-persian',
    'th-u-ca-buddhist-nu-thai',
    'ja-u-ca-japanese',
    'en-u-hc-h24',
  ],
]

/** What is no language tag, or one of no language that anybody knows. */
export const noLocales = [
  ...[
    '',
    ' ',
    'x',
    'xx',
    'zz-ZZ',
    'de_DE',
    'de-',
    '-',
    'C',
    'POSIX',
    'en-US-',
    'nonsense',
    'null',
    'undefined',
    '日本',
  ],
  ...['\u0000', '\ud800', '<script>', 'de; drop table', 'e'.repeat(5_000), '../..', '🙂', 'i-klingon'],
]
