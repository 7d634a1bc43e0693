import { inject } from 'vitest'

process.env.SHELFREADY_TEST_SERVER = inject('postgres')
