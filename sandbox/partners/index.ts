/** The training partners as one part of the sandbox. A further partner is one more file and one more entry here. */
import type { SandboxContext, SandboxPart } from "#sandbox/part.ts";
import { answerApi } from "#sandbox/partners/api.ts";
import { careersafe } from "#sandbox/partners/careersafe.ts";
import { certiport } from "#sandbox/partners/certiport.ts";
import { answerControl } from "#sandbox/partners/control.ts";
import { PartnerEngine } from "#sandbox/partners/engine.ts";
import { hsi } from "#sandbox/partners/hsi.ts";
import { jri } from "#sandbox/partners/jri.ts";
import { lcc } from "#sandbox/partners/lcc.ts";
import { milady } from "#sandbox/partners/milady.ts";
import { nds } from "#sandbox/partners/nds.ts";
import { nrf } from "#sandbox/partners/nrf.ts";
import type { PlayedPartner } from "#sandbox/partners/played.ts";
import { answerPage } from "#sandbox/partners/site.ts";

/** Everyone who is played, in the order of the control page. */
export const playedPartners: readonly PlayedPartner[] = [
  hsi,
  certiport,
  careersafe,
  milady,
  jri,
  nrf,
  nds,
  lcc,
];

/** Plays the partners over the shared context. */
export function partnersPart(context: SandboxContext): SandboxPart {
  const engine = new PartnerEngine(context, playedPartners);
  return {
    async handle(request) {
      const [root = "", ...path] = new URL(request.url).pathname.split("/").slice(1);
      if (root === "_sandbox") return answerControl(engine, playedPartners, path, request);
      const partner = playedPartners.find(({ slug }) => slug === root);
      if (!partner) return null;
      return answerPage(engine, partner, path, request) ?? answerApi(engine, partner, path, request);
    },
    start: () => engine.webhooks.start(),
    stop: () => engine.webhooks.stop(),
  };
}
