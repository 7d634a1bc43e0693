/**
 * Every constant of the business, with its unit and its reason, by matter. Parameters that are fitted inside an estimator
 * (`demand/learning`), tolerances of arithmetic and limits of platforms, pages and memory stay where they are used.
 */
const minute = 60 * 1_000
const hour = 60 * minute
const day = 24 * hour

// Verdicts

/** The default of `SHELFREADY_POLICY`: a line may run out in one promotion of five before somebody is warned. */
export const defaultStockoutProbability = 0.2
/** The default of `SHELFREADY_MONEY_FLOOR`, in any currency: less at risk is not worth anybody's time. */
export const defaultMoneyFloor = 100
/** The default of `SHELFREADY_STALE_DAYS`, in days: a count survives a weekend. */
export const defaultStaleDays = 3
/** Days to the start for each day that a count may be old: a launch far off needs no fresh count. */
export const daysToStartPerStaleDay = 10
/** A shortage below this share of the demand is trifling: no forecast is that good. */
export const triflingShare = 0.02
/** An order is asked to come so many days sooner at most: more than four weeks is another order. */
export const mostDaysSooner = 28
/** Whether an order has come that feeds do not name any more matters for so many days, unless it is for a promotion. */
export const vanishedDays = 7
/** That an order was taken as received is told for so many days. */
export const daysTakenIsTold = 7
/** Half a unit: balances are expected values, and less than this is nobody's shortage. */
export const negligibleUnits = 0.5
/** Lines with this share of the expected revenue carry their verdict to the promotion: fewer would not be noticed. */
export const carryingShare = 0.05
/** What an unknown uplift may turn out to be at most, as a ratio to normal sales: the range of ordinary promotions. */
export const plausibleUplift = 3
/** From this share of late deliveries on, orders that must be punctual are named: below it lateness is an exception. */
export const leastLateShare = 0.1
/** An order must leave this share of the policy for the days after it arrives; the rest may be risked before. */
export const shareAfterArrival = 0.25
/** So much more of an order is worth it if the goods may then come at any time: nobody has to watch the delivery day. */
export const mostForEarly = 1.1
/** A leftover of this share of the demand is worth a word where nobody says what a unit costs. */
export const materialLeftoverShare = 0.25
/** Days of normal sales that take what is left after a promotion before it counts as leftover: four weeks. */
export const coverDays = 28

// Demand

/** The error of what marketers state, as a share of the extra units. */
export const statedUpliftCv = 0.15
/** The error of a launch of which nothing similar was sold, as a share of the extra units. */
export const launchUpliftCv = 0.4
/** By how much promotions differ from what similar ones brought, as a share: measured on two retailers. */
export const historyUpliftCv = 0.2
/** The error of a plan, which states none: what retail plans are usually off by on a day, and in level. */
export const planDayCv = 0.2
export const planLevelCv = 0.1
/**
 * The error of levels learned from history when the window comes (less where sales hardly vary), and of single days on
 * top of chance: measured on two retailers.
 */
export const historyLevelCv = 0.3
export const historyDayCv = 0.2
/** The error of a level that is taken from a similar item. */
export const likeItemLevelCv = 0.3
/** Days of a plan whose mean stands for the days beyond its end: four whole weeks have every weekday equally often. */
export const planTailDays = 28
/** No promotion, alone or with others, is believed to sell more than this ratio to normal sales. */
export const greatestRatio = 10
/** Days around a promotion that its plan is compared with: four whole weeks have every weekday equally often. */
export const planBulgeDays = 28
/** A plan that rises less than by this ratio in a window has no uplift in it: weeks differ by as much. */
export const leastPlanBulge = 1.25
/** Days of sales of a running promotion from which its pace is believed: one day is chance. */
export const leastPaceDays = 2
/** Days that count as sold to plan when the pace of a running promotion is estimated: they dampen its first days. */
export const paceDaysToPlan = 2
/** Days that are looked back on for stock that does not sell: four weeks. */
export const silenceDays = 28
/** Days without a sale from which stock that does not sell is told: one day is chance. */
export const leastSilentDays = 2
/** Days that the newest sales may be old when stock that does not sell is told: feeds come the morning after, or the one after that. */
export const latestSalesDays = 2
/** Stock that sells nothing is told where chance explains it in one case of a thousand or fewer: every line is looked at every day. */
export const silentChance = 0.001
/** A running promotion that sells this share of its plan or less sells too slowly to go on as planned. */
export const slowPace = 0.8
/** Days before a promotion on which sales are compared with the plan, and the least of them that say something: four weeks, two weeks. */
export const comparedDays = 28
export const leastComparedDays = 14
/** So many standard deviations of chance below plan are no chance. */
export const surelyFewer = 2
/** A day out of stock for more than this share of the selling time says little of demand. */
export const mostStockoutOfDay = 0.1
/** Days of sales history that baselines and uplifts are learned from: half a year. */
export const historyDays = 182
/** Days of sales before which a level says nothing: every weekday once. */
export const leastHistoryDays = 7
/** A level whose last sale is older than this many days says nothing: half a year. */
export const longestSilenceDays = 182
/** Promotions of an item after which its history counts half as much in a stated uplift as it ever does. */
export const halfWeightRuns = 3
/** The most that history counts in a stated uplift: manager and model are best weighed evenly (Blattberg & Hoch, Management Science 36, 1990). */
export const mostHistoryWeight = 0.5
/** Items of a group above which none is the rival of all others: such a group is not one of substitutes. */
export const largestRivalGroup = 200

// Market intelligence

/** What the words for the size of a change in demand stand for, as a share. */
export const noteSizes = { small: 0.1, medium: 0.2, large: 0.4 } as const
/** The largest rise that a note may state: more than four times normal sales is a promotion's own figure. */
export const largestNoteEffect = 3
/** The share of its stated effect that a note counts with by how sure people are, before any of its kind was scored. */
export const confidenceWeights = { low: 0.3, medium: 0.6, high: 0.85 } as const
/** That share is less for kinds that fade before goods arrive, or that are no kind at all. */
export const kindWeights = {
  competitor: 1,
  price: 1,
  season: 1,
  viral: 0.7,
  event: 1,
  supply: 0.8,
  other: 0.8,
} as const
/** Whatever was learned, a note counts with this share of its effect at least and at most: no source is always wrong or right. */
export const leastNoteWeight = 0.05
export const mostNoteWeight = 0.95
/** So many scored notes weigh as much as the documented weight: a few successes are luck. */
export const notesOfPrior = 4
/** A scored note of the same kind or the same source alone counts half as much as one of both. */
export const halfAlike = 0.5
/** All notes together raise demand to twice as much at most, and lower it to half: more has to be said as the promotion's own figure. */
export const greatestRise = 1
export const greatestFall = 0.5
/** A note was a hit when sales moved its way by this share of what was counted: half of it was worth knowing. */
export const hitShare = 0.5
/** A scored note says at most that twice of what was counted came true: one success is not believed without end. */
export const mostCameTrue = 2
/** Days after the last day of a note until which its sales are waited for: a month of late feeds. */
export const waitForSalesDays = 28
/** Cells whose expectation is kept for the score of a note, those that sell most: more say nothing new. */
export const mostScoredCells = 500
/** A note is about so many items at most: one about more would move everything. */
export const mostNoteItems = 2_000
/** Promotions that are judged at once when a note is added: the others follow within a minute. */
export const mostJudgedForNote = 25

// Supply and options

/** Freight of so many days tells what it costs to bring a unit in: a year has every season. */
export const freightDays = 365
/** Deliveries of so many days tell how punctual an item's supplier is: a year has every season. */
export const punctualityDays = 365
/** Fewer deliveries than this do not tell how punctual a supplier is. */
export const leastDeliveries = 5
/** Receipts of so many days tell how often a location is replenished: about two months. */
export const receiptDays = 60
/** Fewer days with a receipt than this do not tell how often a location is replenished. */
export const leastReceipts = 3
/** The share of a lead time that an order is on its way, where nobody says how fast its supplier can be. */
export const shareOnItsWay = 0.5
/** A location without a lead time keeps what it needs for so many days before it gives units to another one. */
export const keptDays = 28
/** An item with a shelf life of at most so many days is written off when it is left over, others are sold later. */
export const perishableDays = 28
/** Days after a normal order arrives at which a launch counts as far off: what is there now is sold by then. */
export const farOffDays = 28
/** Ordering days for which the price of waiting is worked out: a working week. */
export const pricedOrderingDays = 5
/** Less than a cent of contribution is no reason to do something rather than nothing. */
export const leastGain = 0.01

// Risks

/** A risk has worsened materially when money rises by this factor: by 25 %. */
export const worseningFactor = 1.25
/** A risk has worsened materially when its last day to order comes so many working days earlier: one can be a calendar's. */
export const worseningWorkingDays = 2
/** What is due within so many working days cannot wait: a week to find somebody who acts. */
export const soonWorkingDays = 5
/** Days before the start in which prices and leftovers are looked at: earlier they still change. */
export const commercialReviewDays = 28
/** Days that a correction of a feed holds unless somebody says otherwise: stock changes by the day, terms do not. */
export const correctionDays = { stock: 7, 'lead-time': 28, 'due-date': 28 } as const
/** The most days that somebody may let a correction hold: the feed is to be mended by then. */
export const longestCorrectionDays = 180
/** The most days that a supplier may be said to need: two years. */
export const longestLeadDays = 730
/** The most days that a risk can be put aside: a quarter. */
export const longestSnoozeDays = 90
/** Feeds without a reported order after which its reporter is asked: one or two are often late. */
export const feedsBeforeAsking = 3
/** Feeds without a reported order after which it counts no more: as many again. */
export const feedsBeforeLapsing = 6
/** An order that brings less than this share of what was reported does not deal with the risk. */
export const enoughOfReportedOrder = 0.75
/** How long something can be undone, in milliseconds: long enough for a slip, too short to lean on. */
export const undoMilliseconds = 10 * minute

// Decisions

/** Above so much extra cost or money at risk, in any currency, an agreement needs an approver. */
export const approvalLimit = 5_000
/** Working days to answer a proposal: long enough for somebody who is away for a day. */
export const workingDaysToAnswer = 3
/** Working time in milliseconds that whoever answers has at least: an hour, however late it was proposed. */
export const hoursToAnswer = hour
/** Working days before the day a budget is committed from which a promotion that is not ready asks for go, change or hold. */
export const gateWorkingDays = 2
/** The most days that a promotion can be moved by a decision: a year. */
export const longestShiftDays = 366
/** Days for which the decisions on promotions that are over are listed: a year. */
export const decisionsBackDays = 365

// Promotions

/** The most days that a promotion runs: a year. */
export const longestPromotionDays = 366
/** The most days until a promotion starts: three years. */
export const farthestStartDays = 3 * 366
/** Days of a promotion about which nobody says how long it runs: a week. */
export const usualPromotionDays = 7
/** A promotion counts as stocked out when this share of the units that were demanded was lost. */
export const stockedOutShare = 0.05
/** The items of a provisional promotion are needed so many days before it starts: nobody knows yet how long their suppliers take. */
export const itemsDueDays = 42
/** Their owner is reminded so many days before that. */
export const itemsReminderDays = 7
/** The calendar shows so many weeks unless asked for others, at most so many. */
export const calendarWeeks = 8
export const mostCalendarWeeks = 26
/** The page of a calendar shows a quarter of a year. */
export const calendarPageWeeks = 13
/** A calendar that others subscribe to goes so many days back and so many forward, with at most so many promotions. */
export const calendarDaysBack = 91
export const calendarDaysForward = 548
export const mostCalendarPromotions = 2_000

// Scorecard

/** Days before a promotion that tell its normal sales: eight weeks have every weekday often enough. */
export const normalSalesDays = 56
/** Days right before a promotion that do not count as normal: who knows of it waits. */
export const waitingDays = 7
/** Fewer usable days do not tell normal sales: two weeks. */
export const leastNormalDays = 14
/** Days after a promotion in which sales are missing that it pulled forward: four weeks. */
export const pullForwardDays = 28
/** The normal quantile of the service that safety stock is compared with: 95 %. */
export const safetyQuantile = 1.6448536269514722
/** Sales of a week that have not come in so many days after it are not waited for: two weeks. */
export const weekAwaitedDays = 14
/** Items that were promoted within so many days, or will be, are those of which weeks and stock are kept: a year and eight weeks. */
export const promotedBackDays = 364
export const promotedAheadDays = 56
/** A season is believed where so many years show it, and by no more than this factor. */
export const seasonYears = 2
export const greatestSeason = 2
/** Days of a year that begin on the same weekday: 52 weeks. */
export const yearOfWeeks = 364

// Alerts

/** Messages about changes that a channel gets a day: the rest comes with its digest, or nobody reads them. */
export const alertsADay = 6
/** Local minutes after midnight between which a channel hears of changes on its days: seven to seven. */
export const alertsFrom = 7 * 60
export const alertsUntil = 19 * 60
/** A promotion that starts within so many days is alerted on at any hour: it can wait for no morning. */
export const urgentDays = 2
/**
 * A return to ready is announced once the stockout probability of every line is below this: the gap to the policy keeps a
 * verdict from being announced today and taken back tomorrow.
 */
export const safeStockoutProbability = 0.15
/** While an alert has not arrived for so many milliseconds no other one is made: a later one tells of all. */
export const undeliveredMilliseconds = 2 * minute
/** A digest counts as on its way for so many milliseconds after it is due: alerts wait for it. */
export const digestOnItsWayMilliseconds = 15 * minute
/** Promotions of an alert whose best option is shown, those with the most at risk. */
export const mostPricedInAlert = 3
/** Promotions that can be judged for the first time are told of one by one up to so many, more of them in one line. */
export const mostJudgedApart = 3
/** How long an alert, an answer or a note in a thread is worth posting, in milliseconds: a day. */
export const messageLifetimeMilliseconds = day
/** How long news of a reported order is worth posting, in milliseconds: over a weekend. */
export const reportedOrderLifetimeMilliseconds = 3 * day
/** How long notices to administrators and messages that were put aside are worth posting, in milliseconds: a week. */
export const noticeLifetimeMilliseconds = 7 * day
/** How long it is worth telling a system what happened, in milliseconds: three days. */
export const webhookLifetimeMilliseconds = 3 * day

// Digest and overview

/** The local minute of a digest for which nobody names one: eight in the morning. */
export const usualDigestMinute = 8 * 60
/** Downtime is caught up this far back, in hours: one digest at most. */
export const digestBackfillHours = 24
/** Minutes after which a digest says that it is late. */
export const lateDigestMinutes = 5
/** How long a digest is acted on and its buttons are kept up to date, in milliseconds: a week. */
export const digestKeptMilliseconds = 7 * day
/** Ready promotions that start within so many days are named: a week. */
export const nextDays = 7
/** A channel's first digest is compared with the working day before where so many lines are judged at most: it takes a second. */
export const mostReplayedLines = 2_000
/** Weeks that the weekly outlook and the overview of executives look ahead: two months of launches. */
export const outlookWeeks = 8
/** The same in days; the overview's scorecard looks as far back. */
export const overviewDays = 7 * outlookWeeks
/** Days that the weekly update looks ahead: four weeks. */
export const weeklyDays = 28
/** From this share of stocked-out promotions on, the scorecard flags the rate. */
export const tolerableStockoutRate = 0.05
/** Weeks back over which forecasts of promotion weeks are compared with those of other weeks: a quarter. */
export const accuracyBackWeeks = 13
/** So many weeks of an item and place of either kind tell how well they are forecast; fewer tell nothing. */
export const leastAccuracyWeeks = 12
/** From so many points of accuracy that promotion weeks are worse, it is a risk. */
export const accuracyFallPoints = 10
/** Less money than this is nothing lost when the price of waiting is read: half a unit of currency. */
export const negligibleLoss = 0.5
/** Days after the end of a promotion at which it is reviewed though sales are missing. */
export const reviewWaitDays = 14
/** A promotion that ended longer ago is reviewed only when somebody asks: four weeks. */
export const longestReviewDays = 28
/** Days on which a posted review takes up what was learned since. */
export const reviewLearningDays = 3
/** Decisions that the overview prices, those with the most money at risk. */
export const mostPricedDecisions = 3

// Escalation

/** The largest and the smallest share of the working time left that passes between two rungs: less where more money is at risk. */
export const largestEscalationShare = 1 / 2
export const smallestEscalationShare = 1 / 8
/** The least working time between two rungs, in milliseconds: an hour to answer. */
export const shortestEscalationGap = hour
/** The most working time between two rungs, in milliseconds: two working days of ten hours, five for what somebody acknowledged. */
export const longestEscalationGap = { open: 20 * hour, acknowledged: 50 * hour }
/** A risk opens again without telling whoever cannot be told within so many milliseconds: a day. */
export const longestReopeningWait = day
/** Messages that one person gets a day, however many risks there are: more would be ignored. */
export const escalationsADay = 3
/** What comes up within so many milliseconds after a message waits, and is one message with the rest: an hour. */
export const escalationPauseMilliseconds = hour
/** The planners who can be named for escalation: to ask more is to ask nobody. */
export const mostPlanners = 20

// People

/** Working hours of whoever has not said theirs, in local minutes after midnight: eight to six, Monday to Friday. */
export const usualWorkingHours = { from: 8 * 60, to: 18 * 60 } as const
/** The shortest working day that somebody can set, in minutes: nobody could be reached in less. */
export const shortestWorkingMinutes = 60
/** The most days that somebody can be away: a year. */
export const longestAbsenceDays = 366

// What people write, in characters

export const longestPromotionName = 120
/** A code, a mechanic, an owner. */
export const longestTerm = 60
export const longestOrderReference = 60
/** Why something is decided, cancelled, overridden or settled. */
export const longestReason = 300
export const longestComment = 500

// Backtest

/** Days before a launch on which it is decided where nobody says how long the supplier needs. */
export const assumedLeadDays = 7
/** Days after a promotion beyond which other promotions were not planned yet, though histories are imported whole. */
export const plannedAheadDays = 60
/** With fewer promotions, or fewer that ran out or did not, a threshold would be chosen by chance. */
export const leastPromotions = 50
export const leastOfEachOutcome = 10
/** A threshold changes what everybody sees; less than this much more of F1 is not worth it. */
export const leastThresholdGain = 0.02
/** Thresholds within this much of F1 of the best are as good. */
export const thresholdTie = 0.005
/** Days that are measured unless somebody says otherwise: a year. */
export const backtestDays = 365
/** Days of sales in which nothing is measured, because too little was known yet: four weeks. */
export const daysToLearn = 28

// Retention, in milliseconds

/** Receipts of requests: platforms repeat one for hours at most. */
export const receiptsKeptMilliseconds = 7 * day
/** Files dropped in chat: a day for whoever answers what they are. */
export const droppedFileKeptMilliseconds = day
/** Whoever is at work on a file and has not said so for so long has ended: a minute. */
export const fileWorkMilliseconds = 60_000
/** What a message said, once it is sent or expired: a week for whoever asks why they were notified. */
export const saidKeptMilliseconds = 7 * day
/** Settled digests, notices, changes of cards and private answers: a month to look into trouble. */
export const messagesKeptMilliseconds = 30 * day
/** Records of posted cards, of made digests and of announced verdicts: longer than any promotion runs. */
export const liveMessagesKeptMilliseconds = 400 * day

// Retention, in days

/** Stock and orders are kept as they were told for two years; after that one a week. */
export const fullHistoryDays = 730
/** What a promotion rests on is kept in full from half a year before it was known or began: longer than any lead time. */
export const evidenceDaysBefore = 183
/** And until a week after its end, when its last sales are in. */
export const evidenceDaysAfter = 7
