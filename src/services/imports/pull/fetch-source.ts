import type { PullSource } from '../../../common/pull-sources.ts'
import type { Fetched, Fetching } from './fetched.ts'
import { readOdoo } from './from-odoo.ts'
import { fetchQuery, spoolRows } from './from-query.ts'
import { readShopify } from './from-shopify.ts'
import { fetchUrl } from './from-url.ts'

/** Gets the data of a source into a file, where they are others than the last ones. Throws where the source does not give them. */
export const fetchSource = (source: PullSource, fetching: Fetching): Promise<Fetched> => {
  const { from, secrets } = source
  switch (from.type) {
    case 'url':
      return fetchUrl(from, secrets, fetching)
    case 'postgres':
    case 'sqlite':
      return fetchQuery(source, from, fetching)
    case 'odoo':
      return spoolRows(source.name, readOdoo(from, secrets.get(from.tokenEnv)?.reveal() ?? '', fetching), fetching)
    case 'shopify':
      return spoolRows(source.name, readShopify(from, secrets.get(from.tokenEnv)?.reveal() ?? '', fetching), fetching)
  }
}
