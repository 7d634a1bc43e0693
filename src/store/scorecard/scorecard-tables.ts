/** What was expected of promotions, and how those that are over went. */
export type ScorecardTables = {
  /** What was expected of a line's window at a moment; it is never worked out again. Units include normal sales. */
  frozen_forecast: {
    workspace_id: number
    promotion_id: string
    sku: string
    location: string
    start_on: string
    end_on: string
    moment: 'registered' | 'order-by' | 'launch'
    frozen_on: string
    units: number | null
    p10: number | null
    p50: number | null
    p90: number | null
    normal_units: number | null
    marketer_units: number | null
    planner_units: number | null
    automatic_units: number | null
    verdict: string
    price: number | null
    currency: string | null
    owner: string | null
    planner: string | null
  }
  /** How a line went whose promotion is over; '' stands for no category, supplier or currency. */
  line_result: {
    workspace_id: number
    promotion_id: string
    sku: string
    location: string
    start_on: string
    end_on: string
    category: string
    supplier: string
    hero: number
    window_days: number
    told_days: number
    sold: number
    lost: number
    out_days: number
    /** Days without promotion in the weeks before, and how many of them it was out of stock. */
    ordinary_days: number
    ordinary_out_days: number
    normal: number | null
    /** Units that would have sold in the weeks beside the window, and of other items of the group in it, with their margin. */
    pulled: number | null
    taken: number | null
    taken_margin: number | null
    leftover: number | null
    registered_units: number | null
    order_by_units: number | null
    launch_units: number | null
    marketer_units: number | null
    planner_units: number | null
    automatic_units: number | null
    price: number | null
    list_price: number | null
    unit_cost: number | null
    currency: string
  }
  /** How a promotion went that is over, or was cancelled because of supply; '' stands for no owner. */
  promotion_result: {
    workspace_id: number
    promotion_id: string
    name: string
    owner: string
    started_on: string
    ended_on: string
    outcome: 'ran' | 'cancelled for supply'
    /** 1 where the sales of all its days have come in. */
    complete: number
    stocked_out: number | null
    /** 1 where any line was out for a day. */
    any_out: number | null
    /** Days from its announcement to its start. */
    notice_days: number | null
    /** 1 where it was launched not ready, or nobody had stated its demand. */
    unsupported: number
  }
  /** Promotions whose results are to be worked out again, since a revision. */
  outdated_result: { workspace_id: number; promotion_id: string; revision: number }
  /** When the results of promotions that ended in a month, `2026-07`, last changed. */
  result_month: { workspace_id: number; month: string; revision: number }
  /** What was expected on a Monday of the week of a cell, until its sales are in; `promoted` is 1 where a promotion runs in it. */
  week_forecast: Group & {
    workspace_id: number
    week_on: string
    sku: string
    promoted: number
    units: number
    price: number | null
  }
  /** How good the forecasts of weeks were, summed over cells. */
  week_accuracy: Group & {
    workspace_id: number
    week_on: string
    promoted: number
    cells: number
    actual: number
    missed: number
    over: number
    actual_worth: number
    missed_worth: number
  }
  /** Categories whose forecast is worse when promotions run, in per cent right, as known since a day. */
  accuracy_fall: { workspace_id: number; category: string; promoted: number; others: number; since: string }
  /** What stock was worth at cost, its safety stock, and what of that normal sales need; `uncosted` counts cells without a cost. */
  stock_snapshot: Group & {
    workspace_id: number
    taken_on: string
    worth: number
    safety_worth: number
    needed_worth: number
    cells: number
    uncosted: number
  }
  /** Units sold on a day and their cost; `uncosted` counts units without a cost. */
  sold_day: Group & { workspace_id: number; sold_on: string; units: number; cost: number; uncosted: number }
  /** Days whose sales are to be summed again, since a revision. */
  outdated_day: { workspace_id: number; sold_on: string; revision: number }
}

/** What sums are told apart by; '' stands for none. */
type Group = { category: string; supplier: string; location: string; currency: string }
