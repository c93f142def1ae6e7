/** What IT is given to rule desks with: every file by its path under `resources/policy`, from the settings' own schemas. */
import { policySettings } from '#contract/policy'
import { preferenceDomain } from '#main/policy/preferencesFile'
import { policyKey } from '#main/policy/registryExport'
import { renderProfile } from '#tools/policy/configurationProfile'
import { renderAdml, renderAdmx } from '#tools/policy/groupPolicy'
import { renderPolicyPage } from '#tools/policy/policyTable'
import { readPolicyTexts } from '#tools/policy/policyTexts'

export function renderPolicyFiles(): ReadonlyMap<string, string> {
  const english = readPolicyTexts('en')
  return new Map([
    ['windows/Najva.admx', renderAdmx(policyKey)],
    ['windows/en-US/Najva.adml', renderAdml(english)],
    ['windows/fa-IR/Najva.adml', renderAdml(readPolicyTexts('fa'))],
    ['macos/najva.mobileconfig', renderProfile(preferenceDomain, english)],
    ['linux/policy.json', renderLinuxFile()],
    ['README.md', renderPolicyPage(english)],
  ])
}

/** For `/etc/najva/policy.json`; a setting that is off by default is left out. */
function renderLinuxFile(): string {
  const defaults = Object.fromEntries(
    policySettings.filter(({ standard }) => standard !== null).map(({ key, standard }) => [key, standard]),
  )
  return `${JSON.stringify({ defaults, enforced: {} }, null, 2)}\n`
}
