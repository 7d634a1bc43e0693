// The operations port tells whether the service can do its work.
const port = (process.env.OPS_PORT ?? '9464').split(':').at(-1)
const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => null)
if (answer === null) process.stderr.write('No service answers.\n')
else if (!answer.ok) process.stderr.write(await answer.text())
process.exitCode = answer?.ok ? 0 : 1
