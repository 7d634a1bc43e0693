/**
 * A text or number of one kind: a literal or an unmarked value fits every kind, and one kind never stands for another. The
 * mark exists for the compiler alone.
 */
export type Flavoured<Base, Kind extends string> = Base & { readonly __kind?: Kind }

/** The id of a promotion as feeds and people write it, `P-12`. */
export type PromotionId = Flavoured<string, 'promotion'>

/** The number under which a risk is kept. */
export type RiskId = Flavoured<number, 'risk'>

/** The id of a risk as people see it and audit entries name it, `R-7`. */
export type RiskCode = Flavoured<string, 'risk'>

/** The id of a channel as its platform gives it. */
export type ChannelId = Flavoured<string, 'channel'>
