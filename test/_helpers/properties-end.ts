import fc from 'fast-check'

// A property that fails is made smaller for so long and no longer: no timeout of a test ends a search that never waits.
fc.configureGlobal({ ...fc.readConfigureGlobal(), interruptAfterTimeLimit: 200_000, markInterruptAsFailure: true })
