import { giveTime } from './unhurried.ts'

giveTime()
