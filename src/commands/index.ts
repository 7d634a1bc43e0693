import { digestAt, digestNow, pause, resume } from './channel.ts'
import { executive, planners } from './duties.ts'
import { help } from './help.ts'
import { home } from './home.ts'
import { intelAdd } from './intel-add.ts'
import { intelList } from './intel-list.ts'
import { link, unlink } from './link.ts'
import { orderWithdraw } from './order-withdraw.ts'
import type { Command } from './outcome.ts'
import { overview } from './overview.ts'
import { promoAdd } from './promo-add.ts'
import { promoAgree } from './promo-agree.ts'
import { promoCancel } from './promo-cancel.ts'
import { promoCheck, promoShow } from './promo-check.ts'
import { promoClone } from './promo-clone.ts'
import { promoCounter, promoDecide } from './promo-decide.ts'
import { promoDecisions } from './promo-decisions.ts'
import { promoDecline, promoWithdraw } from './promo-decline.ts'
import { promoEdit } from './promo-edit.ts'
import { promoHistory } from './promo-history.ts'
import { promoList } from './promo-list.ts'
import { promoOptions } from './promo-options.ts'
import { promoOverride } from './promo-override.ts'
import { promoWhatIf } from './promo-what-if.ts'
import { promoWhen } from './promo-when.ts'
import { promoBalance, promoWhy } from './promo-why.ts'
import { requirements } from './requirements.ts'
import { riskAck, riskTake, riskUnack } from './risk-ack.ts'
import { riskAssign } from './risk-assign.ts'
import { riskComment } from './risk-comment.ts'
import { riskCorrect } from './risk-correct.ts'
import { riskOrdered } from './risk-ordered.ts'
import { riskAccept, riskReopen, riskResolve } from './risk-settle.ts'
import { riskSnooze } from './risk-snooze.ts'
import { riskStop } from './risk-stop.ts'
import { riskUndo } from './risk-undo.ts'
import { risks } from './risks.ts'
import { role } from './role.ts'
import { roles, rolesOff, rolesOn } from './roles.ts'
import { settings } from './settings.ts'
import { away, backup, hours } from './standby.ts'
import { stock } from './stock.ts'
import { subscribe, subscribeMe, unsubscribe, unsubscribeMe } from './subscribe.ts'
import { whoami } from './whoami.ts'
import { whyNot, whyThis } from './why-heard.ts'

/** Everything a person can ask for; help, completion, "did you mean" and the chat manifests come from it. */
export const catalogue: readonly Command[] = [
  promoAdd,
  promoList,
  promoShow,
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
  promoOverride,
  promoEdit,
  promoCancel,
  promoClone,
  promoHistory,
  stock,
  intelAdd,
  intelList,
  home,
  risks,
  riskAck,
  riskOrdered,
  orderWithdraw,
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
  riskStop,
  digestNow,
  digestAt,
  pause,
  resume,
  subscribe,
  subscribeMe,
  unsubscribe,
  unsubscribeMe,
  settings,
  whyThis,
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
]

/** The catalogue with the command that describes it. */
export const commands: readonly Command[] = [...catalogue, help(catalogue)]
