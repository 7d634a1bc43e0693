/** The shape of an Entra ID object, tenant or application id. */
export const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** What is set for one company among several: its administrators, and the Teams tenants whose people belong to it. */
export type CompanyConfig = { readonly administrators: readonly string[]; readonly tenants: readonly string[] }

/** An id with the company that it is of, as in U012ABCDE=acme; without one it is of the company that is served by name. */
export type OfCompany = { readonly id: string; readonly company: string | null }

const ofCompany = (said: string): OfCompany => {
  const [id = '', ...company] = said.split('=').map((part) => part.trim())
  return { id: guid.test(id) ? id.toLowerCase() : id, company: company.length === 0 ? null : company.join('=') }
}

/** Reads a list of ids, separated by commas. */
export const listed = (said: string): readonly OfCompany[] =>
  said
    .split(',')
    .map(ofCompany)
    .filter(({ id }) => id !== '')

/** Gives the ids of a company; null for the one that is served by name. */
export const idsOf = (list: readonly OfCompany[], company: string | null): readonly string[] =>
  Object.freeze(list.filter((one) => one.company === company).map(({ id }) => id))

/** Sorts what names a company by it. */
export const companiesOf = (
  administrators: readonly OfCompany[],
  tenants: readonly OfCompany[],
): ReadonlyMap<string, CompanyConfig> => {
  const names = new Set([...administrators, ...tenants].flatMap(({ company }) => company ?? []))
  return new Map(
    [...names].map((name) => [name, { administrators: idsOf(administrators, name), tenants: idsOf(tenants, name) }]),
  )
}
