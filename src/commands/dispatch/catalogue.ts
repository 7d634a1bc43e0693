import { calendarLink, calendarLinks, calendarRevoke } from '../calendar/calendar-links.ts'
import { promoCalendar } from '../calendar/promo-calendar.ts'
import { digestAt, digestNow, digestShown, pause, resume } from '../channels/digest-schedule.ts'
import { home } from '../channels/home.ts'
import { overview } from '../channels/overview.ts'
import { settings } from '../channels/settings.ts'
import { subscribe, subscribeMe, unsubscribe, unsubscribeMe } from '../channels/subscribe.ts'
import { whyNot, whyNotified } from '../channels/why-notified.ts'
import { promoAgree } from '../decisions/promo-agree.ts'
import { promoCounter, promoDecide } from '../decisions/promo-decide.ts'
import { promoDecisions } from '../decisions/promo-decisions.ts'
import { promoDecline, promoWithdraw } from '../decisions/promo-decline.ts'
import { doctor } from '../doctor/doctor.ts'
import { promoCommit } from '../gate/promo-commit.ts'
import { promoItemAdd, promoItemDone, promoItemRemove, promoItems } from '../gate/promo-item.ts'
import { help } from '../help/help.ts'
import { feeds } from '../imports/feeds.ts'
import { feedsAnswer } from '../imports/feeds-answer.ts'
import { feedsRejects } from '../imports/feeds-rejects.ts'
import { feedsRhythm } from '../imports/feeds-rhythm.ts'
import { feedsRefuse, feedsRelease, feedsUndo } from '../imports/feeds-settle.ts'
import { importing } from '../imports/importing.ts'
import { intelAdd } from '../intelligence/intel-add.ts'
import { intelEdit } from '../intelligence/intel-edit.ts'
import { intelEnd } from '../intelligence/intel-end.ts'
import { intelList } from '../intelligence/intel-list.ts'
import { intelOverrule } from '../intelligence/intel-overrule.ts'
import { intelScore } from '../intelligence/intel-score.ts'
import { intelUndo } from '../intelligence/intel-undo.ts'
import { executive, planners } from '../people/duties.ts'
import { link, unlink } from '../people/link.ts'
import { role } from '../people/role.ts'
import { roles, rolesOff, rolesOn } from '../people/roles.ts'
import { away, backup, hours } from '../people/standby.ts'
import { whoami } from '../people/whoami.ts'
import { promoAnswer } from '../promotion-reviews/promo-answer.ts'
import { promoReview } from '../promotion-reviews/promo-review.ts'
import { promoAdd } from '../promotions/promo-add.ts'
import { promoAgreeFigure } from '../promotions/promo-agree-figure.ts'
import { promoCancel } from '../promotions/promo-cancel.ts'
import { promoCheck, promoDetails, promoShow } from '../promotions/promo-check.ts'
import { promoClone } from '../promotions/promo-clone.ts'
import { promoEdit } from '../promotions/promo-edit.ts'
import { promoHistory } from '../promotions/promo-history.ts'
import { promoList } from '../promotions/promo-list.ts'
import { promoOptions } from '../promotions/promo-options.ts'
import { promoOverride } from '../promotions/promo-override.ts'
import { promoShare } from '../promotions/promo-share.ts'
import { promoWhatIf } from '../promotions/promo-what-if.ts'
import { promoWhen } from '../promotions/promo-when.ts'
import { promoBalance, promoWhy } from '../promotions/promo-why.ts'
import { stock } from '../promotions/stock.ts'
import { capacity } from '../reviews/capacity.ts'
import { monthly } from '../reviews/monthly.ts'
import { page, pageRevoke, pages } from '../reviews/page.ts'
import { orderMark } from '../risks/order-mark.ts'
import { orderWithdraw } from '../risks/order-withdraw.ts'
import { requirements } from '../risks/requirements.ts'
import { riskAck, riskTake, riskUnack } from '../risks/risk-ack.ts'
import { riskAssign } from '../risks/risk-assign.ts'
import { riskComment } from '../risks/risk-comment.ts'
import { riskCorrect } from '../risks/risk-correct.ts'
import { risks } from '../risks/risk-list.ts'
import { riskOrdered } from '../risks/risk-ordered.ts'
import { riskAccept, riskReopen, riskResolve } from '../risks/risk-resolve.ts'
import { riskSnooze } from '../risks/risk-snooze.ts'
import { riskUndo } from '../risks/risk-undo.ts'
import { riskStop } from '../risks/stop-reminders.ts'
import { scorecard } from '../scorecard/scorecard.ts'
import type { Command } from './command.ts'

/** Every command. Help, completion, "did you mean" and the chat manifests are made from it. */
const catalogue: readonly Command[] = [
  promoAdd,
  promoList,
  promoCalendar,
  calendarLink,
  calendarLinks,
  calendarRevoke,
  promoShow,
  promoDetails,
  promoCheck,
  promoWhy,
  promoBalance,
  promoWhatIf,
  promoWhen,
  promoOptions,
  promoDecide,
  promoAgree,
  promoCounter,
  promoDecline,
  promoWithdraw,
  promoDecisions,
  promoCommit,
  promoItems,
  promoItemAdd,
  promoItemDone,
  promoItemRemove,
  promoOverride,
  promoAgreeFigure,
  promoShare,
  promoEdit,
  promoCancel,
  promoClone,
  promoHistory,
  promoReview,
  promoAnswer,
  stock,
  feeds,
  feedsRelease,
  feedsRefuse,
  feedsUndo,
  feedsAnswer,
  feedsRejects,
  feedsRhythm,
  importing,
  intelAdd,
  intelList,
  intelScore,
  intelOverrule,
  intelEdit,
  intelEnd,
  intelUndo,
  home,
  risks,
  riskAck,
  riskOrdered,
  orderWithdraw,
  orderMark,
  riskCorrect,
  riskTake,
  riskUnack,
  riskAssign,
  riskSnooze,
  riskResolve,
  riskAccept,
  riskReopen,
  riskComment,
  riskUndo,
  requirements,
  overview,
  scorecard,
  monthly,
  capacity,
  page,
  pages,
  pageRevoke,
  riskStop,
  digestShown,
  digestNow,
  digestAt,
  pause,
  resume,
  subscribe,
  subscribeMe,
  unsubscribe,
  unsubscribeMe,
  settings,
  whyNotified,
  whyNot,
  planners,
  executive,
  whoami,
  backup,
  away,
  hours,
  link,
  unlink,
  roles,
  rolesOn,
  rolesOff,
  role,
  doctor,
]

/** The catalogue together with the help command, which describes it. */
export const commands: readonly Command[] = [...catalogue, help(catalogue)]
