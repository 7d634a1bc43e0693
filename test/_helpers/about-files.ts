/** Test files that are about stores in files, or make stores of both engines: left out where all stores are on a server. */
export const aboutFiles = [
  ...['services/doctor', 'store/companies-apart', 'store/imports/on-both-engines'],
  ...['store/postgres', 'store/released-schemas'],
].map((name) => `test/${name}.test.ts`)
