/** Tables that a service fills by itself, whatever people do: the scorecard is rolled up beside. */
export const rolledUp = [
  'outdated_result',
  'outdated_day',
  'sold_day',
  'stock_snapshot',
  'week_forecast',
  'line_result',
  'promotion_result',
  'result_month',
] as const
