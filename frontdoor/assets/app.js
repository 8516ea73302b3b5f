// GOV.UK Frontend's own behaviour and nothing else: every page works without it.
import { initAll } from './govuk-frontend.min.js'

initAll()
