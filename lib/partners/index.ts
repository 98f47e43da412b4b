/** The only door to the partners: descriptors, and one connector per partner and environment. */
import { ConfigError, type Env } from "#lib/config.ts";
import type { PartnerConnector, PartnerDescriptor } from "#lib/partners/base.ts";
import { CareerSafeConnector, careersafeDescriptor } from "#lib/partners/careersafe.ts";
import { CertiportConnector, certiportDescriptor } from "#lib/partners/certiport.ts";
import {
  missingVariables,
  readPartnerSettings,
  requestsPerSecondOf,
  type PartnerSettings,
} from "#lib/partners/config.ts";
import { createOwnKeeper } from "#lib/partners/gate-keeper.ts";
import { HsiConnector, hsiDescriptor } from "#lib/partners/hsi.ts";
import { JriConnector, jriDescriptor } from "#lib/partners/jri.ts";
import { LccConnector, lccDescriptor } from "#lib/partners/lcc.ts";
import { MiladyConnector, miladyDescriptor } from "#lib/partners/milady.ts";
import { NdsConnector, ndsDescriptor } from "#lib/partners/nds.ts";
import { NrfConnector, nrfDescriptor } from "#lib/partners/nrf.ts";
import type { PartnerHttpOptions } from "#lib/partners/http-client.ts";

export { runInBackground } from "#lib/partners/call-priority.ts";
export { isAllowedLaunchUrl } from "#lib/partners/launch-url.ts";
export type { PartnerHttpOptions } from "#lib/partners/http-client.ts";

interface Entry {
  descriptor: PartnerDescriptor;
  Connector: new (settings: PartnerSettings, options: PartnerHttpOptions) => PartnerConnector;
}

const ENTRIES: readonly Entry[] = [
  { descriptor: hsiDescriptor, Connector: HsiConnector },
  { descriptor: certiportDescriptor, Connector: CertiportConnector },
  { descriptor: careersafeDescriptor, Connector: CareerSafeConnector },
  { descriptor: miladyDescriptor, Connector: MiladyConnector },
  { descriptor: jriDescriptor, Connector: JriConnector },
  { descriptor: nrfDescriptor, Connector: NrfConnector },
  { descriptor: ndsDescriptor, Connector: NdsConnector },
  { descriptor: lccDescriptor, Connector: LccConnector },
];

/** Every partner we have a connector for, configured or not. */
export const partnerDescriptors: readonly PartnerDescriptor[] = ENTRIES.map(({ descriptor }) => descriptor);

/** The descriptor of `slug`, or null when there is no connector of that name. */
export function findPartnerDescriptor(slug: string): PartnerDescriptor | null {
  return partnerDescriptors.find((descriptor) => descriptor.slug === slug) ?? null;
}

/** Says of each partner whether it can be used, which variables it still lacks, and how fast it is asked. */
export function configuredPartners(
  env: Env = process.env,
): { slug: string; missing: string[]; requestsPerSecond: number }[] {
  return partnerDescriptors.map((descriptor) => ({
    slug: descriptor.slug,
    missing: missingVariables(descriptor, env),
    requestsPerSecond: requestsPerSecondOf(descriptor, env),
  }));
}

/**
 * Opens a new connector with its own pool. Throws ConfigError when the provider is unknown or its variables are
 * missing or wrong: there is never a stand-in. Unless `options` say otherwise it keeps the rate of its descriptor,
 * together with every client that has the same keeper.
 */
export function openPartnerClient(
  slug: string,
  env: Env,
  options: PartnerHttpOptions = {},
): PartnerConnector {
  const entry = ENTRIES.find(({ descriptor }) => descriptor.slug === slug);
  if (!entry) throw new ConfigError(`there is no connector for the provider "${slug}"`);
  const settings = readPartnerSettings(entry.descriptor, env);
  const { requestsPerSecond } = settings;
  return new entry.Connector(settings, { requestsPerSecond, ...options });
}

/** What the connectors of one process share: where all processes meet, and who hears of calls. */
export type SharedByPartners = Required<Pick<PartnerHttpOptions, "keeper" | "onCall">>;

const clients = new WeakMap<Env, Map<string, PartnerConnector>>();
const shared = new WeakMap<Env, SharedByPartners>();

/**
 * Says what the connectors of `getPartnerClient` share for this environment, those that are open already too.
 * Told again, the last one counts.
 */
export function sharePartners(env: Env, by: SharedByPartners): void {
  shared.set(env, by);
}

/**
 * The connector of this process for `slug`; the same one on each call. Until `sharePartners` it keeps the partner's
 * rate by itself. Throws like `openPartnerClient`.
 */
export function getPartnerClient(slug: string, env: Env = process.env): PartnerConnector {
  const ofEnv = clients.get(env) ?? new Map<string, PartnerConnector>();
  clients.set(env, ofEnv);
  const connector = ofEnv.get(slug) ?? openPartnerClient(slug, env, sharedOptions(env));
  ofEnv.set(slug, connector);
  return connector;
}

function sharedOptions(env: Env): SharedByPartners {
  const own = createOwnKeeper();
  const keeper = () => shared.get(env)?.keeper ?? own;
  return {
    keeper: {
      take: (...about) => keeper().take(...about),
      open: (...about) => keeper().open(...about),
      close: (...about) => keeper().close(...about),
    },
    onCall: (call) => shared.get(env)?.onCall(call),
  };
}
