import type { PullSource } from '../../../common/pull-sources.ts'
import type { Fetched, Fetching } from './fetched.ts'
import { fetchUrl } from './from-url.ts'

/** Gets the data of a source into a file, where they are others than the last ones. Throws where the source does not give them. */
export const fetchSource = ({ from, secrets }: PullSource, fetching: Fetching): Promise<Fetched> => {
  switch (from.type) {
    case 'url':
      return fetchUrl(from, secrets, fetching)
  }
}
