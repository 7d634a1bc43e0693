import { inject } from 'vitest'

process.env.SHELFREADY_TEST_SERVER = inject('postgres')
process.env.SHELFREADY_TEST_STORE = inject('postgres')
